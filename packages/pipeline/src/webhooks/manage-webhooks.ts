import { randomBytes } from 'node:crypto';
import {
  type DeliveryView,
  NextpanelError,
  type WebhookChange,
  type WebhookForm,
  type WebhookSecretView,
  type WebhookView,
} from '@nextpanel/core';
import type { StoredDelivery, StoredWebhook } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { refuseRemoved, rememberRemoval } from '../removed-since.ts';
import { newSecret } from './new-secret.ts';
import { requireAddress } from './require-address.ts';
import { rotated } from './rotated.ts';
import { storySecrets } from './story-secrets.ts';

type WebhookContext = Pick<Context, 'state' | 'config' | 'log'>;

interface Named {
  readonly tenant: string;
  readonly id: string;
}

/** `change` names what the client asks for, where it sent an Idempotency-Key: see `nameChange`. */
interface Once {
  readonly change?: string;
}

const webhooksMax = 20;

export async function listWebhooks({ state }: WebhookContext, tenant: string): Promise<WebhookView[]> {
  return (await state.webhooks.list(tenant)).map((it) => view(it));
}

/** Throws `not_found`. */
export const readWebhook = async (context: WebhookContext, named: Named): Promise<WebhookView> =>
  view(await find(context, named));

/**
 * Adds a webhook; its secret is in this answer and in none after it. The same change again is answered with the webhook that is there, and
 * its secret, since the first answer may have been lost. Throws `invalid` for an address that is not sent to, `removed_since`.
 */
export async function addWebhook(
  context: WebhookContext,
  { tenant, change }: Pick<Named, 'tenant'> & Once,
  form: WebhookForm,
): Promise<WebhookView> {
  const { state, log } = context;
  requireAddress(context, form.url);
  const id = `wh${change?.slice(0, 16) ?? randomBytes(8).toString('hex')}`;
  if (change !== undefined) {
    const made = await state.webhooks.get(tenant, id);
    if (made !== null) return view(made, true);
    await refuseRemoved(context, 'webhook', id);
  }
  if ((await state.webhooks.list(tenant)).length >= webhooksMax)
    throw new NextpanelError('invalid', `there are at most ${webhooksMax} webhooks; delete one first`);
  const webhook: StoredWebhook = {
    id,
    tenant,
    url: form.url,
    events: form.events ?? [],
    ...(form.description !== undefined && { description: form.description }),
    secrets: [{ secret: newSecret(), until: null }],
    createdAt: state.clock.now(),
    failingSince: null,
    disabled: null,
  };
  if (!(await state.webhooks.add(webhook))) return view(await find(context, webhook), true);
  log.info({ webhook: webhook.id }, 'webhook added');
  return view(webhook, true);
}

/** Throws `not_found`, `invalid`. */
export async function changeWebhook(
  context: WebhookContext & Pick<Context, 'webhookQueue'>,
  named: Named,
  { url, events, description, disabled }: WebhookChange,
): Promise<WebhookView> {
  const before = await find(context, named);
  if (url !== undefined) requireAddress(context, url);
  const after: StoredWebhook = {
    ...before,
    ...(url !== undefined && { url }),
    ...(events !== undefined && { events }),
    ...(description !== undefined && { description }),
    ...(disabled === true && { disabled: { at: context.state.clock.now(), reason: 'disabled by a user' } }),
    ...(disabled === false && { disabled: null, failingSince: null }),
  };
  await context.state.webhooks.put(after);
  if (after.story !== undefined && after.disabled === null)
    await context.state.webhooks.mark({ tenant: named.tenant, webhook: after.id, story: after.story });
  // Deliveries that wait for hours because of the old address are tried at the new one.
  for await (const job of context.state.webhooks.dirty()) {
    if (job.webhook === after.id && after.disabled === null) await context.webhookQueue.wake([job]);
  }
  return view(after);
}

/** A new secret; the one before it signs along for a day. The same change again makes no other one. Throws `not_found`, `invalid`. */
export async function rotateWebhook(context: WebhookContext, { change, ...named }: Named & Once): Promise<WebhookView> {
  const webhook = await find(context, named);
  if (webhook.story !== undefined)
    throw new NextpanelError(
      'invalid',
      'the webhook of a single story is signed with the secret of all such webhooks; rotate that one: POST /v1/webhooks/secret/rotate',
    );
  const { clock, edits, webhooks } = context.state;
  // Also when another rotation came after it.
  if (change !== undefined && (await edits.wasMade(change))) return view(webhook, true);
  const secrets = rotated(webhook.secrets, clock.now(), change);
  await webhooks.put({ ...webhook, secrets });
  if (change !== undefined) await edits.rememberMade(change);
  return view({ ...webhook, secrets }, true);
}

/** What signs the deliveries of stories with a webhook of their own. */
export async function readWebhookSecret(context: WebhookContext, tenant: string): Promise<WebhookSecretView> {
  const [current] = await storySecrets(context, tenant);
  return { secret: current?.secret ?? '' };
}

/** A new one; the one before it signs along for a day. The same change again makes no other one. */
export async function rotateWebhookSecret(
  context: WebhookContext,
  { tenant, change }: Pick<Named, 'tenant'> & Once,
): Promise<WebhookSecretView> {
  const { webhooks, clock, edits } = context.state;
  const before = await storySecrets(context, tenant);
  if (change !== undefined && (await edits.wasMade(change))) return { secret: before[0]?.secret ?? '' };
  const [current] = await webhooks.putSecrets(tenant, rotated(before, clock.now(), change), before);
  if (change !== undefined) await edits.rememberMade(change);
  context.log.info({ tenant }, 'webhook secret of stories rotated');
  return { secret: current?.secret ?? '' };
}

/** Throws `not_found`, `invalid`. */
export async function deleteWebhook(context: WebhookContext, { tenant, id }: Named): Promise<void> {
  const { state, log } = context;
  const webhook = await find(context, { tenant, id });
  if (webhook.story !== undefined)
    throw new NextpanelError('invalid', 'the webhook of a single story goes with the story; disable it instead');
  await rememberRemoval(context, webhook);
  if (!(await state.webhooks.delete(tenant, id))) throw noWebhook(id);
  log.info({ webhook: id }, 'webhook deleted');
}

/** The last deliveries, the newest first. Throws `not_found`. */
export async function listDeliveries(context: WebhookContext, named: Named): Promise<DeliveryView[]> {
  await find(context, named);
  return (await context.state.webhooks.deliveries(named.id)).map(viewDelivery);
}

/** Sends a delivery again, soon. Throws `not_found`. */
export async function redeliver(
  context: WebhookContext & Pick<Context, 'webhookQueue'>,
  { tenant, id, delivery }: Named & { readonly delivery: string },
): Promise<DeliveryView> {
  await find(context, { tenant, id });
  const stored = await context.state.webhooks.delivery(id, delivery);
  if (stored === null) throw new NextpanelError('not_found', `webhook ${id} has no delivery ${delivery.slice(0, 100)}`);
  await context.webhookQueue.ensure([{ tenant, webhook: id, story: stored.story, delivery }]);
  return viewDelivery(stored);
}

async function find({ state }: WebhookContext, { tenant, id }: Named): Promise<StoredWebhook> {
  const webhook = await state.webhooks.get(tenant, id);
  if (webhook === null) throw noWebhook(id);
  return webhook;
}

const noWebhook = (id: string) => new NextpanelError('not_found', `there is no webhook ${id.slice(0, 64)}`);

function view({ secrets, disabled, ...it }: StoredWebhook, withSecret = false): WebhookView {
  const [current] = secrets;
  return {
    id: it.id,
    url: it.url,
    events: [...it.events],
    description: it.description ?? null,
    createdAt: timeOf(it.createdAt),
    failingSince: it.failingSince === null ? null : timeOf(it.failingSince),
    disabled: disabled && { since: timeOf(disabled.at), reason: disabled.reason },
    ...(withSecret && current && { secret: current.secret }),
  };
}

const viewDelivery = ({ tries, ...it }: StoredDelivery): DeliveryView => ({
  ...it,
  tries: tries.map(({ at, ...rest }) => ({ at: timeOf(at), ...rest })),
});

const timeOf = (at: number): string => new Date(at).toISOString();
