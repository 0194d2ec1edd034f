import type { Client } from '@nextpanel/client';
import { linkDays } from '@nextpanel/core/link-days';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { localTime } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

type Link = Awaited<ReturnType<Client['links']>>[number];

interface AddOptions extends RemoteOptions {
  readonly name?: string;
  readonly days?: number;
}

const dayMs = 86_400_000;

/** `links list`, `add` and `revoke`. */
export function addLinks(links: Command, { io }: CommandContext): void {
  links.addHelpText('after', examples('links add ID --name Ana --days 7', 'links revoke ID LINK'));
  withServer(links.command('list').description('list the links that are valid').argument('<id>', 'story id')).action(
    (id: string, options: RemoteOptions) => list(io, id, options),
  );
  withServer(
    links
      .command('add')
      .description('make a link and print its address, which is shown only once')
      .argument('<id>', 'story id')
      .option('--name <name>', 'whom it is for; stands under their notes')
      .option('--days <n>', `after how many days it ends (default ${linkDays.default})`, wholeNumber(1, linkDays.most)),
  ).action((id: string, options: AddOptions) => add(io, id, options));
  withServer(
    links
      .command('revoke')
      .description('end a link at once; notes that were written with it stay')
      .argument('<id>', 'story id')
      .argument('<link>', 'link id'),
  ).action(async (id: string, link: string, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    await client.deleteLink(id, link);
    if (options.json) return printJson(io.stdout, { id: link });
    printLine(io.stdout, `${plainText(link)} is revoked`);
  });
}

async function list(io: Io, id: string, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const items = await client.links(id);
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0) return printLine(io.stderr, `there are no links; make one with: links add ${plainText(id)}`);
  io.stdout.write(formatTable([['ID', 'NAME', 'ENDS'], ...items.map(rowOf)]));
}

const rowOf = ({ id, name, expires }: Link): string[] => [id, plainText(name ?? ''), localTime(expires)];

async function add(io: Io, id: string, { name, days, ...options }: AddOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const link = await client.addLink(id, {
    ...(name !== undefined && { name }),
    ...(days !== undefined && { expires: new Date(Date.now() + days * dayMs).toISOString() }),
  });
  if (options.json) return printJson(io.stdout, link);
  printLine(io.stdout, plainText(link.url ?? ''));
  printLine(io.stderr, `valid until ${localTime(link.expires)}; keep the address: it is not shown again`);
}
