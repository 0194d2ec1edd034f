export { azureProvider } from './azure/azure-provider.ts';
export { falProvider } from './fal/fal-provider.ts';
export { type FalDelivery, type FalEnd, type FalWebhooks, openFalWebhooks } from './fal/read-webhook.ts';
export { openProviders } from './open-providers.ts';
export { openaiProvider } from './openai/openai-provider.ts';
export { openaiCompatibleProvider } from './openai-compatible/openai-compatible-provider.ts';
