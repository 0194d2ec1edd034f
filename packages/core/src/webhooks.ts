import { z } from 'zod';

/** What `/v1/webhooks` accepts and answers with. */

const url = z.url({ protocol: /^https?$/, error: 'must be an https URL' }).max(2_000);
/** Types of events. */
export const eventTypesSchema = z
  .array(z.string().regex(/^[a-z]+(\.[a-z_]+)+$/, 'must be a type of event, such as story.status'))
  .max(50);
const events = eventTypesSchema.describe('Types of events to send, such as story.status; empty: all');
const description = z.string().max(200);
const time = z.iso.datetime();

export const webhookFormSchema = z
  .strictObject({ url, events: events.optional(), description: description.optional() })
  .meta({ id: 'WebhookForm' });

export const webhookChangeSchema = z
  .strictObject({
    url: url.optional(),
    events: events.optional(),
    description: description.optional(),
    disabled: z.boolean().optional().describe('false: send again, from where it stopped'),
  })
  .meta({ id: 'WebhookChange' });

export const webhookViewSchema = z
  .object({
    id: z.string().describe('Of the webhook of a single story: the id of the story'),
    url: z.string(),
    events: z.array(z.string()),
    description: z.string().nullable(),
    createdAt: time,
    failingSince: time.nullable().describe('Since when nothing got through'),
    disabled: z.object({ since: time, reason: z.string() }).nullable(),
    secret: z.string().optional().describe('Only in the answers that made it: whsec_ and base64'),
  })
  .meta({
    id: 'Webhook',
    description: 'An address that is sent the events of your stories, signed as Standard Webhooks says',
  });

export const webhookSecretSchema = z
  .object({ secret: z.string().describe('whsec_ and base64') })
  .meta({ id: 'WebhookSecret', description: 'What signs the deliveries of stories with a webhook of their own' });

export const deliveryViewSchema = z
  .object({
    id: z.string(),
    story: z.string(),
    event: z.string().describe('Id of the event in the stream of the story'),
    type: z.string(),
    sequence: z.int().min(1).describe('Counts the deliveries of one story to one webhook'),
    state: z.enum(['pending', 'delivered', 'skipped']),
    tries: z.array(z.object({ at: time, status: z.int().nullable(), ms: z.int().min(0), detail: z.string() })),
  })
  .meta({ id: 'Delivery', description: 'One event for one webhook' });

export type WebhookForm = z.output<typeof webhookFormSchema>;
export type WebhookChange = z.output<typeof webhookChangeSchema>;
export type WebhookView = z.output<typeof webhookViewSchema>;
export type WebhookSecretView = z.output<typeof webhookSecretSchema>;
export type DeliveryView = z.output<typeof deliveryViewSchema>;
