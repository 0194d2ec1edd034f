import { openaiCompatibleProvider } from '@nextpanel/providers/openai-compatible';
import { describeProvider } from './provider-conformance.ts';

describeProvider({
  vendor: 'openai-compatible',
  model: 'flux-schnell',
  key: 'NeverToBeSeen0123456789abcdef',
  open: ({ compatibleUrl }, apiKey, deadlineMs) =>
    openaiCompatibleProvider({ baseUrl: compatibleUrl, apiKey }, { ...(deadlineMs && { deadlineMs }) }),
});
