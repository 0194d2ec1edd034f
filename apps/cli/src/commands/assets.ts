import type { Client } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core/error';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { readPicture } from '../story/local-pictures.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { fromUser } from '../user-paths.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

type Asset = Awaited<ReturnType<Client['uploadAsset']>>;

/** `assets list`, `add`, `show` and `remove`. */
export function addAssets(assets: Command, { io }: CommandContext): void {
  assets.addHelpText('after', examples('assets add hare.png', 'assets show ID', 'assets remove ID'));

  withServer(assets.command('list').description('list the pictures')).action((options: RemoteOptions) =>
    list(io, options),
  );
  withServer(
    assets.command('add').description('upload a picture and print its id').argument('<file>', 'PNG, JPEG or WebP'),
  ).action((file: string, options: RemoteOptions) => add(io, file, options));
  withServer(
    assets.command('show').description('the stories that have a picture').argument('<id>', 'id of the picture'),
  ).action(async (id: string, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    const asset = await client.asset(id);
    if (options.json) return printJson(io.stdout, asset);
    printTable(io, [asset]);
    for (const story of asset.stories) printLine(io.stdout, `${plainText(story.id)}  ${plainText(story.title)}`);
    if (asset.stories.length === 0) printLine(io.stderr, 'no story has it');
  });
  withServer(
    assets.command('remove').description('delete a picture that no story has').argument('<id>', 'id of the picture'),
  ).action(async (id: string, options: RemoteOptions) => {
    const { client } = await findServer(io, options);
    await client.deleteAsset(id);
    if (options.json) return printJson(io.stdout, { id });
    printLine(io.stdout, `${plainText(id)} is deleted`);
  });
}

async function list(io: Io, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const items: Asset[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.assets({ limit: 200, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0) return printLine(io.stderr, 'no pictures are uploaded; add one with: assets add FILE');
  printTable(io, items);
}

function printTable(io: Io, items: readonly Asset[]): void {
  const rows = items.map(({ id, width, height, bytes }) => [plainText(id), `${width}×${height}`, `${bytes}`]);
  io.stdout.write(formatTable([['ID', 'PIXELS', 'BYTES'], ...rows]));
}

async function add(io: Io, file: string, options: RemoteOptions): Promise<void> {
  const picture = await readPicture(fromUser(io, file));
  if (typeof picture === 'string') throw new NextpanelError('usage', `${file} ${picture}`);
  const { client } = await findServer(io, options);
  const asset = await client.uploadAsset(picture.bytes, picture.mime);
  if (options.json) return printJson(io.stdout, asset);
  printLine(io.stdout, plainText(asset.id));
}
