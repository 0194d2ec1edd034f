import type { Client } from '@nextpanel/client';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { localTime } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

type Webhook = Awaited<ReturnType<Client['webhooks']>>[number];

interface AddOptions extends RemoteOptions {
  readonly event?: string[];
}

interface SecretOptions extends RemoteOptions {
  readonly rotate?: boolean;
}

/** `webhooks list`, `add`, `remove`, `rotate`, `enable`, `disable`, `deliveries`, `secret` and `redeliver`. */
export function addWebhooks(webhooks: Command, { io }: CommandContext): void {
  webhooks.addHelpText(
    'after',
    examples('webhooks add https://example.com/hook --event story.status', 'webhooks deliveries ID'),
  );

  withServer(webhooks.command('list').description('list the webhooks')).action((options: RemoteOptions) =>
    list(io, options),
  );
  const adding = webhooks
    .command('add')
    .description('add a webhook and print its secret, which is shown only once')
    .argument('<url>', 'https address')
    .option('--event <type...>', 'only events of these types, such as story.status');
  withServer(adding).action((url: string, options: AddOptions) => add(io, url, options));

  for (const [name, description, act] of [
    ['rotate', 'make a new secret; the one before it signs along for a day', rotate],
    ['enable', 'send again, from where it stopped', enable],
    ['disable', 'send nothing for now', disable],
    ['remove', 'delete a webhook', remove],
    ['deliveries', 'list the last deliveries with their tries', deliveries],
  ] as const) {
    const command = webhooks.command(name).description(description).argument('<id>', 'webhook id');
    withServer(command).action((id: string, options: RemoteOptions) => act(io, id, options));
  }
  const secret = webhooks
    .command('secret')
    .description('print the secret that signs the deliveries of stories with a webhook of their own')
    .option('--rotate', 'make a new one first; the one before it signs along for a day');
  withServer(secret).action(async (options: SecretOptions) => {
    const { client } = await findServer(io, options);
    const found = await (options.rotate ? client.rotateWebhookSecret() : client.webhookSecret());
    if (options.json) return printJson(io.stdout, found);
    printLine(io.stdout, plainText(found.secret));
  });
  const again = webhooks
    .command('redeliver')
    .description('send a delivery again')
    .argument('<id>', 'webhook id')
    .argument('<delivery>', 'id of the delivery, from `webhooks deliveries`');
  withServer(again).action(async (id: string, delivery: string, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    const sent = await client.redeliver(id, delivery);
    if (options.json) return printJson(io.stdout, sent);
    printLine(io.stdout, `${plainText(sent.id)} is sent again`);
  });
}

async function list(io: Io, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const items = await client.webhooks();
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0) return printLine(io.stderr, 'there are no webhooks; add one with: webhooks add URL');
  io.stdout.write(formatTable([['ID', 'ADDRESS', 'EVENTS', 'STATE'], ...items.map(rowOf)]));
}

const rowOf = ({ id, url, events, failingSince, disabled }: Webhook): string[] => [
  id,
  plainText(url),
  events.length === 0 ? 'all' : events.map((type) => plainText(type)).join(', '),
  disabled
    ? `disabled: ${plainText(disabled.reason)}`
    : failingSince
      ? `failing since ${localTime(failingSince)}`
      : 'works',
];

async function add(io: Io, url: string, options: AddOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const webhook = await client.addWebhook({ url, ...(options.event && { events: options.event }) });
  printSecret(io, webhook, options);
}

async function rotate(io: Io, id: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  printSecret(io, await client.rotateWebhook(id), options);
}

function printSecret(io: Io, webhook: Webhook, { json }: RemoteOptions): void {
  if (json) {
    printJson(io.stdout, webhook);
    return;
  }
  printLine(io.stdout, `${webhook.id} ${plainText(webhook.secret ?? '')}`);
  printLine(io.stderr, 'keep the secret: it verifies deliveries, and is not shown again');
}

const enable = (io: Io, id: string, options: RemoteOptions) => change(io, id, options, false);
const disable = (io: Io, id: string, options: RemoteOptions) => change(io, id, options, true);

async function change(io: Io, id: string, options: RemoteOptions, disabled: boolean): Promise<void> {
  const { client } = await findServer(io, options);
  const webhook = await client.changeWebhook(id, { disabled });
  if (options.json) return printJson(io.stdout, webhook);
  printLine(io.stdout, `${id} is ${disabled ? 'disabled' : 'enabled'}`);
}

async function remove(io: Io, id: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  await client.deleteWebhook(id);
  if (options.json) return printJson(io.stdout, { id });
  printLine(io.stdout, `${id} is deleted`);
}

async function deliveries(io: Io, id: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const items = await client.deliveries(id);
  if (options.json) return printJson(io.stdout, { items });
  const rows = items.map(({ id: delivery, type, state, tries }) => [
    plainText(delivery),
    plainText(type),
    state,
    `${tries.length}`,
    plainText(tries.at(-1)?.detail ?? ''),
  ]);
  io.stdout.write(formatTable([['DELIVERY', 'EVENT', 'STATE', 'TRIES', 'LAST'], ...rows]));
}
