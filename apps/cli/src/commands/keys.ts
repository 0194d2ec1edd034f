import type { Client, KeyForm } from '@nextpanel/client';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { localTime } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

type Key = Awaited<ReturnType<Client['keys']>>[number];

interface AddOptions extends RemoteOptions {
  readonly role: KeyForm['role'];
  readonly name: string;
  readonly tenant?: string;
  readonly days?: number;
}

interface ChangeOptions extends RemoteOptions {
  readonly role?: KeyForm['role'];
  readonly name?: string;
  readonly expires?: string;
}

const dayMs = 86_400_000;
const daysMost = 3_650;

const role = () => new Option('--role <role>', 'what the key may do').choices(['read', 'submit', 'control', 'admin']);

/** `keys list`, `add`, `change`, `rotate` and `revoke`. */
export function addKeys(keys: Command, { io }: CommandContext): void {
  keys.addHelpText('after', examples('keys add --role submit --name "nightly job"', 'keys rotate ID --grace-hours 2'));

  withServer(
    keys.command('list').description('list the keys').option('--tenant <name>', 'only those of this tenant'),
  ).action((options: RemoteOptions & { readonly tenant?: string }) => list(io, options));
  withServer(
    keys
      .command('add')
      .description('make a key and print its secret, which is shown only once')
      .addOption(role().makeOptionMandatory())
      .requiredOption('--name <name>', 'what the key is for')
      .option('--tenant <name>', "whose key it is (another tenant needs the operator's key)")
      .option('--days <n>', 'after how many days it ends', wholeNumber(1, daysMost)),
  ).action((options: AddOptions) => add(io, options));
  withServer(
    keys
      .command('change')
      .description('change role, name or end of a key')
      .argument('<id>', 'key id')
      .addOption(role())
      .option('--name <name>', 'what the key is for')
      .option('--expires <time>', 'when it ends, such as 2027-01-31, or never', readTime),
  ).action((id: string, options: ChangeOptions) => change(io, id, options));
  withServer(
    keys
      .command('rotate')
      .description('make a new secret; the one before it is valid for a day longer')
      .argument('<id>', 'key id')
      .option('--grace-hours <n>', 'how long the old secret is valid (0: not at all)', wholeNumber(0, 720)),
  ).action(async (id: string, options: RemoteOptions & { readonly graceHours?: number }) => {
    const { client } = await findServer(io, options);
    const { graceHours } = options;
    printSecret(io, await client.rotateKey(id, graceHours === undefined ? {} : { graceHours }), options);
  });
  withServer(
    keys
      .command('revoke')
      .description('end a key at once, with its sessions and event streams')
      .argument('<id>', 'key id'),
  ).action(async (id: string, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    await client.revokeKey(id);
    if (options.json) return printJson(io.stdout, { id });
    printLine(io.stdout, `${plainText(id)} is revoked`);
  });
}

async function list(io: Io, options: RemoteOptions & { readonly tenant?: string }): Promise<void> {
  const { client } = await findServer(io, options);
  const items = await client.keys(options.tenant);
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0)
    return printLine(io.stderr, 'there are no keys; make one with: keys add --role ROLE --name NAME');
  io.stdout.write(
    formatTable([['ID', 'TENANT', 'ROLE', 'NAME', 'STARTS WITH', 'LAST USED', 'ENDS'], ...items.map(rowOf)]),
  );
}

const rowOf = ({ id, tenant, role: of, name, prefix, lastUsedAt, expiresAt }: Key): string[] => [
  id,
  plainText(tenant),
  of,
  plainText(name),
  plainText(prefix),
  lastUsedAt === null ? 'never' : localTime(lastUsedAt),
  expiresAt === null ? '' : localTime(expiresAt),
];

async function add(io: Io, { role: of, name, tenant, days, ...options }: AddOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * dayMs).toISOString();
  const key = await client.addKey({
    role: of,
    name,
    ...(tenant !== undefined && { tenant }),
    ...(expiresAt !== undefined && { expiresAt }),
  });
  printSecret(io, key, options);
}

async function change(io: Io, id: string, { role: to, name, expires, ...options }: ChangeOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const key = await client.changeKey(id, {
    ...(to !== undefined && { role: to }),
    ...(name !== undefined && { name }),
    ...(expires !== undefined && { expiresAt: expires === 'never' ? null : expires }),
  });
  if (options.json) return printJson(io.stdout, key);
  io.stdout.write(formatTable([rowOf(key)]));
}

function printSecret(io: Io, key: Key, { json }: RemoteOptions): void {
  if (json) {
    printJson(io.stdout, key);
    return;
  }
  printLine(io.stdout, `${key.id} ${plainText(key.secret ?? '')}`);
  printLine(io.stderr, 'keep the secret: it is not shown again');
}

function readTime(text: string): string {
  if (text === 'never') return text;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('It must be a time such as 2027-01-31, or never.');
  return new Date(at).toISOString();
}
