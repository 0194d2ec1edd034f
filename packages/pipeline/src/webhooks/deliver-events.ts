import { type StoryEvent, writeEvent } from '@nextpanel/core';
import type { WebhookJob } from '@nextpanel/queue';
import type { StoredDelivery, StoredWebhook, WebhookCursor } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { storySecrets } from './story-secrets.ts';

export type DeliverContext = Pick<Context, 'state' | 'log' | 'sendDelivery'>;

/** Waits between the tries of one delivery, in milliseconds; the last one is repeated. */
const waitsMs = [5, 30, 120, 600, 1_800, 3_600, 7_200].map((seconds) => seconds * 1_000);
/** A receiver may ask for more patience than that, up to this. */
const longestWaitMs = 4 * 3_600_000;
/** An event that did not get through for so long is skipped, so that those behind it get their turn. */
const skippedAfterMs = 24 * 3_600_000;
const disabledAfterMs = 3 * 24 * 3_600_000;

/**
 * Delivers what happened to a story since the webhook's cursor, in order and at least once. Answers with when to come back, in milliseconds,
 * or null when nothing is left.
 */
export async function deliverEvents(
  context: DeliverContext,
  job: WebhookJob,
  signal: AbortSignal,
): Promise<number | null> {
  if (job.delivery !== undefined) return redeliver(context, job, job.delivery, signal);
  const { webhooks, events, read } = context.state;
  const { tenant, webhook: id, story } = job;
  const changes = await webhooks.changes(job);
  const webhook = await webhooks.get(tenant, id);
  // What happens meanwhile is sent when it is enabled again; that of a single story is then marked again.
  if (webhook?.disabled) {
    if (webhook.story !== undefined) await webhooks.settle(job, changes);
    return null;
  }
  if (webhook === null || (await read.head(story)) === null) {
    if (webhook !== null) await webhooks.moveCursor(id, story, null);
    else if (id === story) await webhooks.delete(tenant, id);
    await webhooks.settle(job, changes);
    return null;
  }
  const begin = webhook.story === undefined ? `${webhook.createdAt}-0` : '0-0';
  let cursor = (await webhooks.cursor(id, story)) ?? { after: begin, sequence: 0 };
  for await (const event of events.read(story, cursor.after)) {
    const { type } = writeEvent(event);
    const wanted = webhook.events.length === 0 || webhook.events.includes(type);
    if (wanted) {
      const next = await deliverOne(context, webhook, story, event, cursor, signal);
      if (next !== 'next') return next === 'stop' ? null : next.waitMs;
    }
    cursor = { after: event.id, sequence: cursor.sequence + (wanted ? 1 : 0) };
    await webhooks.moveCursor(id, story, cursor);
  }
  await webhooks.settle(job, changes);
  return null;
}

/** `next`: the event was delivered, or skipped. `stop`: the webhook was disabled. */
async function deliverOne(
  context: DeliverContext,
  webhook: StoredWebhook,
  story: string,
  event: StoryEvent,
  cursor: WebhookCursor,
  signal: AbortSignal,
): Promise<'next' | 'stop' | { readonly waitMs: number }> {
  const { webhooks, clock } = context.state;
  const id = deliveryId(story, event.id);
  const known: StoredDelivery = (await webhooks.delivery(webhook.id, id)) ?? {
    id,
    story,
    event: event.id,
    type: writeEvent(event).type,
    sequence: cursor.sequence + 1,
    state: 'pending',
    tries: [],
  };
  const sent = await send(context, webhook, known, event, signal);
  if (sent.delivered) return 'next';
  const now = clock.now();
  const since = webhook.failingSince ?? now;
  if (sent.gone || now - since > disabledAfterMs) {
    const reason = sent.gone ? 'the receiver answered 410 Gone' : `nothing got through for three days: ${sent.detail}`;
    await webhooks.put({ ...webhook, failingSince: since, disabled: { at: now, reason } });
    context.log.warn({ webhook: webhook.id, reason }, 'webhook disabled');
    return 'stop';
  }
  const first = known.tries[0]?.at ?? now;
  if (now - first > skippedAfterMs) {
    const after = await webhooks.delivery(webhook.id, id);
    if (after) await webhooks.putDelivery(webhook.id, { ...after, state: 'skipped' }, now);
    context.log.warn(
      { webhook: webhook.id, story, event: event.id },
      'an event was not delivered within a day; skipped',
    );
    return 'next';
  }
  const wait = waitsMs[Math.min(known.tries.length, waitsMs.length - 1)] ?? 0;
  const jittered = wait * (0.9 + 0.2 * Math.random());
  return { waitMs: Math.min(longestWaitMs, Math.max(jittered, sent.retryAfterMs ?? 0)) };
}

/** Sends one delivery again, whatever became of it; its result is in the log of deliveries. */
async function redeliver(
  context: DeliverContext,
  { tenant, webhook: id, story }: WebhookJob,
  delivery: string,
  signal: AbortSignal,
): Promise<null> {
  const { webhooks, events } = context.state;
  const [webhook, stored] = [await webhooks.get(tenant, id), await webhooks.delivery(id, delivery)];
  if (webhook === null || stored === null) return null;
  for await (const event of events.read(story, idBefore(stored.event))) {
    if (event.id === stored.event) await send(context, webhook, stored, event, signal);
    return null;
  }
  return null;
}

async function send(
  { state, sendDelivery }: DeliverContext,
  webhook: StoredWebhook,
  delivery: StoredDelivery,
  event: StoryEvent,
  signal: AbortSignal,
) {
  const { webhooks, clock } = state;
  const at = clock.now();
  const { id: eventId, ...data } = writeEvent(event);
  const body = JSON.stringify({
    type: data.type,
    timestamp: new Date(Number(eventId.split('-')[0])).toISOString(),
    sequence: delivery.sequence,
    data: { id: eventId, ...data },
  });
  const secrets = webhook.story === undefined ? webhook.secrets : await storySecrets({ state }, webhook.tenant);
  const sent = await sendDelivery(
    { ...webhook, secrets },
    { id: `${webhook.id}-${delivery.id}`, body },
    { now: at, signal },
  );
  const { status, ms, detail, delivered } = sent;
  const all = [...delivery.tries, { at, status, ms, detail }];
  const tries = all.length > triesKept ? [...all.slice(0, 1), ...all.slice(1 - triesKept)] : all;
  await webhooks.putDelivery(webhook.id, { ...delivery, state: delivered ? 'delivered' : delivery.state, tries }, at);
  const failingSince = delivered ? null : (webhook.failingSince ?? at);
  if (failingSince !== webhook.failingSince) await updateFailing(state, webhook, failingSince);
  return sent;
}

/** The first try and the latest ones. */
const triesKept = 20;

/** Not over what a user changed meanwhile. */
async function updateFailing(
  { webhooks }: Context['state'],
  { tenant, id }: StoredWebhook,
  failingSince: number | null,
): Promise<void> {
  const now = await webhooks.get(tenant, id);
  if (now !== null) await webhooks.put({ ...now, failingSince });
}

const deliveryId = (story: string, event: string): string => `${story}-${event}`;

/** The id just before another one: streams are read from behind an id. */
function idBefore(id: string): string {
  const [time = '0', sequence = '0'] = id.split('-');
  return sequence === '0' ? `${Number(time) - 1}-18446744073709551615` : `${time}-${BigInt(sequence) - 1n}`;
}
