import { NextpanelError } from '@nextpanel/core/error';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface OpenOptions extends RemoteOptions {
  readonly print?: true;
}

export function addOpen(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('open ID'))
    .argument('[id]', 'story id')
    .option('--print', 'only print the address');
  withServer(command).action((id: string | undefined, options: OpenOptions) => openDashboard(io, id, options));
}

async function openDashboard(io: Io, id: string | undefined, { print, ...options }: OpenOptions): Promise<void> {
  const { url, client } = await findServer(io, options);
  // A story that does not exist is an error here, not an empty page there. And it shows that a server answers.
  if (id === undefined) await client.stories({ limit: 1 });
  else await client.story(id);
  const address = new URL(id === undefined ? '/' : `/stories/${encodeURIComponent(id)}`, url).href;
  if (options.json) printJson(io.stdout, { url: address });
  else printLine(io.stdout, address);
  if (!print) await startBrowser(address);
}

async function startBrowser(address: string): Promise<void> {
  // Loaded here: no other command needs it.
  const { default: open } = await import('open');
  const browser = await open(address);
  await new Promise<void>((resolve, reject) => {
    browser.once('error', (cause) =>
      reject(new NextpanelError('usage', 'no browser could be started; open the address above yourself', { cause })),
    );
    browser.once('spawn', resolve);
    if (browser.pid !== undefined) resolve();
  });
}
