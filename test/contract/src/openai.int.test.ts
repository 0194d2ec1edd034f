import { openaiProvider } from '@nextpanel/providers/openai';
import { describeProvider, type Subject } from './provider-conformance.ts';

const openai: Subject = {
  vendor: 'openai',
  open: ({ openaiUrl }, apiKey, deadlineMs) =>
    openaiProvider({ apiKey, baseUrl: openaiUrl }, { pollMs: 20, ...(deadlineMs && { deadlineMs }) }),
  name: 'openai by the Images API',
  model: 'gpt-image-2',
  key: 'sk-proj-NeverToBeSeen-0123456789abcdef',
};

describeProvider(openai);

describeProvider({
  ...openai,
  name: 'openai by the Responses API',
  request: { recoverable: true },
  outcomes: {
    // Ordering returns an id, without which the response cannot be found.
    'truncated-json': { code: 'bad_response', retryable: true, money: 'possibly' },
    'job-failed': { code: 'server_error', retryable: true, money: 'possibly' },
  },
});
