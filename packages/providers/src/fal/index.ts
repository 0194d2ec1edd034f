export { falProvider } from './fal-provider.ts';
export { type FalDelivery, type FalEnd, type FalWebhooks, openFalWebhooks } from './read-webhook.ts';
