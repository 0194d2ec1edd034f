import type { Connection } from '../open-connection.ts';
import type { DeliveryView, WebhookChange, WebhookForm, WebhookSecret, WebhookView } from '../types.ts';
import { byId } from './shared.ts';

/** Receivers of events. */
export interface WebhookCalls {
  webhooks(): Promise<WebhookView[]>;
  /** The answer has the secret that signs, and no later answer has it. */
  addWebhook(webhook: WebhookForm): Promise<WebhookView>;
  changeWebhook(id: string, change: WebhookChange): Promise<WebhookView>;
  deleteWebhook(id: string): Promise<void>;
  /** A new secret; the one before it signs along for a day. */
  rotateWebhook(id: string): Promise<WebhookView>;
  /** What signs the deliveries of stories with a webhook of their own. */
  webhookSecret(): Promise<WebhookSecret>;
  rotateWebhookSecret(): Promise<WebhookSecret>;
  /** The last ones, the newest first. */
  deliveries(id: string): Promise<DeliveryView[]>;
  redeliver(id: string, delivery: string): Promise<DeliveryView>;
}

export const webhookCalls = ({ GET, POST, PATCH, DELETE, read, open }: Connection): WebhookCalls => ({
  webhooks: async () => (await read(GET('/v1/webhooks'))).items,
  addWebhook: (body) => read(POST('/v1/webhooks', { body })),
  changeWebhook: (id, body) => read(PATCH('/v1/webhooks/{id}', { ...byId(id), body })),
  deleteWebhook: async (id) => void (await open(DELETE('/v1/webhooks/{id}', byId(id)))),
  rotateWebhook: (id) => read(POST('/v1/webhooks/{id}/rotate', byId(id))),
  webhookSecret: () => read(GET('/v1/webhooks/secret')),
  rotateWebhookSecret: () => read(POST('/v1/webhooks/secret/rotate')),
  deliveries: async (id) => (await read(GET('/v1/webhooks/{id}/deliveries', byId(id)))).items,
  redeliver: (id, delivery) =>
    read(POST('/v1/webhooks/{id}/deliveries/{delivery}/redeliver', { params: { path: { id, delivery } } })),
});
