import { randomBytes } from 'node:crypto';
import {
  type DeliveryView,
  NextpanelError,
  type WebhookChange,
  type WebhookForm,
  type WebhookView,
} from '@nextpanel/core';
import type { StoredDelivery, StoredWebhook } from '@nextpanel/store';
import type { Context } from '../context.ts';

type WebhookContext = Pick<Context, 'state' | 'config' | 'log'>;

interface Named {
  readonly tenant: string;
  readonly id: string;
}

const webhooksMax = 20;
/** After a rotation both secrets sign for so long, so that receivers can change theirs. */
const oldSecretMs = 24 * 3_600_000;

/** Standard Webhooks: `whsec_` and base64 of 24–64 random bytes. */
const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

export async function listWebhooks({ state }: WebhookContext, tenant: string): Promise<WebhookView[]> {
  return (await state.webhooks.list(tenant)).map((it) => view(it));
}

/** Throws `not_found`. */
export const readWebhook = async (context: WebhookContext, named: Named): Promise<WebhookView> =>
  view(await find(context, named));

/** Adds a webhook; its secret is in this answer and in none after it. Throws `invalid` for an address that is not sent to. */
export async function addWebhook(context: WebhookContext, tenant: string, form: WebhookForm): Promise<WebhookView> {
  const { state, log } = context;
  requireAddress(context, form.url);
  if ((await state.webhooks.list(tenant)).length >= webhooksMax)
    throw new NextpanelError('invalid', `there are at most ${webhooksMax} webhooks; delete one first`);
  const webhook: StoredWebhook = {
    id: `wh${randomBytes(8).toString('hex')}`,
    tenant,
    url: form.url,
    events: form.events ?? [],
    ...(form.description !== undefined && { description: form.description }),
    secrets: [{ secret: newSecret(), until: null }],
    createdAt: state.clock.now(),
    failingSince: null,
    disabled: null,
  };
  await state.webhooks.put(webhook);
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
  // Deliveries that wait for hours because of the old address are tried at the new one.
  for await (const job of context.state.webhooks.dirty()) {
    if (job.webhook === after.id && after.disabled === null) await context.webhookQueue.wake([job]);
  }
  return view(after);
}

/** A new secret; the one before it signs along for a day. Throws `not_found`. */
export async function rotateWebhook(context: WebhookContext, named: Named): Promise<WebhookView> {
  const webhook = await find(context, named);
  const until = context.state.clock.now() + oldSecretMs;
  const [current] = webhook.secrets;
  const secrets = [{ secret: newSecret(), until: null }, ...(current ? [{ ...current, until }] : [])];
  await context.state.webhooks.put({ ...webhook, secrets });
  return view({ ...webhook, secrets }, true);
}

/** Throws `not_found`. */
export async function deleteWebhook({ state, log }: WebhookContext, { tenant, id }: Named): Promise<void> {
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

/** What can be seen without connecting; addresses behind names are judged when they are connected to. */
function requireAddress({ config }: WebhookContext, url: string): void {
  const address = new URL(url);
  const wrong =
    address.username !== '' || address.password !== ''
      ? 'the address must not contain a user name or password; the signature proves who sends'
      : address.protocol !== 'https:' && !config.webhookHosts.includes(address.hostname)
        ? 'the address must begin with https://, or its host must be in NEXTPANEL_WEBHOOK_HOSTS on the server'
        : null;
  if (wrong !== null) throw new NextpanelError('invalid', wrong, { detail: { pointer: '/url' } });
}

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
