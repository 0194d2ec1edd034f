import { azureProvider } from '@nextpanel/providers/azure';
import { describeProvider, type Subject } from './provider-conformance.ts';

const blocked = { code: 'moderation_blocked', retryable: false, money: 'none' } as const;

const azure: Subject = {
  vendor: 'azure',
  model: 'gpt-image-2',
  key: 'NeverToBeSeen0123456789abcdef',
  name: 'azure at the v1 path, by key',
  open: ({ azureUrl }, value, deadlineMs) =>
    azureProvider(
      { endpoint: azureUrl, credential: { kind: 'key', value }, apiVersion: null },
      { ...(deadlineMs && { deadlineMs }) },
    ),
  outcomes: {
    // Azure reports that the result was filtered, but not why.
    'moderation-output': { ...blocked, money: 'paid', detail: { stage: 'output', categories: [] } },
    'azure-content-policy': { ...blocked, detail: { stage: 'input', categories: ['violence'] } },
    'azure-content-filter': { ...blocked, detail: { stage: 'input', categories: ['violence'] } },
    'azure-created-error': { ...blocked, detail: { stage: 'unknown', categories: [] } },
    'azure-output-filtered': { ...blocked, money: 'paid', detail: { stage: 'output' } },
    'azure-moderation-blocked': { ...blocked, detail: { stage: 'input', categories: ['violence'] } },
    'azure-resource-blocked': { code: 'forbidden', retryable: false, money: 'none' },
  },
};

describeProvider(azure);

describeProvider({
  ...azure,
  name: 'azure at the dated path, by token',
  open: ({ azureUrl }, value, deadlineMs) =>
    azureProvider(
      { endpoint: azureUrl, credential: { kind: 'token', value }, apiVersion: '2025-04-01-preview' },
      { ...(deadlineMs && { deadlineMs }) },
    ),
});
