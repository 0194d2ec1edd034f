import type { Client, TenantChange } from '@nextpanel/client';
import { type Command, InvalidArgumentError } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

type Tenant = Awaited<ReturnType<Client['tenants']>>[number];

interface SetOptions extends RemoteOptions {
  readonly name?: string;
  readonly weight?: number;
  readonly stories?: number | null;
  readonly concurrentImages?: number | null;
  readonly imagesPerDay?: number | null;
  readonly usdPerDay?: number | null;
}

/** `tenants list`, `set` and `remove`. */
export function addTenants(tenants: Command, { io }: CommandContext): void {
  tenants.addHelpText(
    'after',
    examples('tenants set acme --weight 2 --usd-per-day 20', 'tenants set acme --usd-per-day none'),
  );

  withServer(tenants.command('list').description('list the tenants, with what they have used today')).action(
    (options: RemoteOptions) => list(io, options),
  );
  withServer(
    tenants
      .command('set')
      .description('set up a tenant, or change it; a limit may be "none"')
      .argument('<tenant>', 'name of the tenant')
      .option('--name <text>', 'a name for people')
      .option('--weight <n>', 'share of the machine, 0.1–100 (1)', amount)
      .option('--stories <n>', 'unfinished stories at once', limit)
      .option('--concurrent-images <n>', 'pictures under way at once', limit)
      .option('--images-per-day <n>', 'pictures ordered in a day (UTC)', limit)
      .option('--usd-per-day <n>', 'dollars in a day (UTC)', limit),
  ).action((id: string, options: SetOptions) => set(io, id, options));
  withServer(
    tenants
      .command('remove')
      .description('delete a tenant without stories, and revoke its keys')
      .argument('<tenant>', 'name of the tenant'),
  ).action(async (id: string, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    await client.deleteTenant(id);
    if (options.json) return printJson(io.stdout, { id });
    printLine(io.stdout, `${plainText(id)} is deleted, and its keys are revoked`);
  });
}

const head = ['TENANT', 'WEIGHT', 'STORIES', 'IMAGES TODAY', 'USD TODAY'];

async function list(io: Io, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const items = await client.tenants();
  if (options.json) return printJson(io.stdout, { items });
  io.stdout.write(formatTable([head, ...items.map(rowOf)]));
}

const of = (used: number | string, most: number | null): string => (most === null ? `${used}` : `${used} of ${most}`);

const rowOf = ({ id, weight, limits, today, waitingStories }: Tenant): string[] => [
  plainText(id),
  String(weight),
  of(waitingStories, limits.waitingStories),
  of(today.images, limits.imagesPerDay),
  of(today.usd.toFixed(2), limits.usdPerDay),
];

async function set(io: Io, id: string, { name, weight, ...options }: SetOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const limits = Object.fromEntries(
    Object.entries({
      waitingStories: options.stories,
      concurrentImages: options.concurrentImages,
      imagesPerDay: options.imagesPerDay,
      usdPerDay: options.usdPerDay,
    }).filter(([, value]) => value !== undefined),
  ) as NonNullable<TenantChange['limits']>;
  const tenant = await client.addTenant({
    id,
    ...(name !== undefined && { name }),
    ...(weight !== undefined && { weight }),
    limits,
  });
  if (options.json) return printJson(io.stdout, tenant);
  io.stdout.write(formatTable([head, rowOf(tenant)]));
}

function amount(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a number.');
}

const limit = (text: string): number | null => (text === 'none' ? null : amount(text));
