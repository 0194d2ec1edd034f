import type { ProviderView } from '@nextpanel/core';
import { type Command, Option } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

interface ProvidersOptions extends RemoteOptions {
  readonly pause?: string;
  readonly resume?: string;
}

/** `providers`: lists them and why one is paused; `--pause ID` and `--resume ID` apply to all stories. */
export function addProviders(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('providers --resume openai'))
    .addOption(new Option('--pause <provider>', 'stop ordering from it').conflicts('resume'))
    .option('--resume <provider>', 'order from it again, once its key or credit is fixed');
  withServer(command).action((options: ProvidersOptions) => providers(io, options));
}

async function providers(io: Io, options: ProvidersOptions): Promise<void> {
  const { client } = await findServer(io, options);
  if (options.pause !== undefined) await client.pauseProvider(options.pause);
  if (options.resume !== undefined) await client.resumeProvider(options.resume);
  const all = await client.providers();
  if (options.json) return printJson(io.stdout, { items: all });
  for (const provider of all) printLine(io.stdout, describeProvider(provider));
}

function describeProvider({ id, models, paused, outage, limits }: ProviderView): string {
  const refusing = limits.flatMap(({ model, refusing: refused }) =>
    refused ? [`rate limit of ${model} exceeded since ${refused.since}: ${refused.words}`] : [],
  );
  const states = [
    ...(paused ? [`paused since ${paused.since}: ${paused.reason}`] : []),
    ...(outage ? [`failing since ${outage.since}: ${outage.reason}; it is tried again at ${outage.retryAt}`] : []),
    ...refusing,
  ];
  return plainText(`${id}  ${states.join('; ') || 'ready'}  (${models.join(', ')})`);
}
