export { azureProvider } from './azure/azure-provider.ts';
export { openProviders } from './open-providers.ts';
export { openaiProvider } from './openai/openai-provider.ts';
export { openaiCompatibleProvider } from './openai-compatible/openai-compatible-provider.ts';
