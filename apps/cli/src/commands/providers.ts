import type { ProviderView } from '@nextpanel/core';
import { type Command, Option } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { describeProviderStats } from '../story/describe-provider-stats.ts';
import { findServer } from '../system/find-server.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, wholeNumber, withServer } from './server-options.ts';

interface ProvidersOptions extends RemoteOptions {
  readonly pause?: string;
  readonly resume?: string;
  readonly stats?: string;
  readonly minutes?: number;
}

/** `providers`: lists them and why one is paused; `--pause ID` and `--resume ID` apply to all stories. */
export function addProviders(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('providers --resume openai', 'providers --stats openai --minutes 180'))
    .addOption(new Option('--pause <provider>', 'stop ordering from it').conflicts('resume'))
    .option('--resume <provider>', 'order from it again, once its key or credit is fixed')
    .addOption(
      new Option('--stats <provider>', 'its requests by minute: how many failed, and how long they took').conflicts([
        'pause',
        'resume',
      ]),
    )
    .option('--minutes <n>', 'how far back --stats looks (default: 60)', wholeNumber(1, 1_440));
  withServer(command).action((options: ProvidersOptions) => providers(io, options));
}

async function providers(io: Io, options: ProvidersOptions): Promise<void> {
  const { client } = await findServer(io, options);
  if (options.stats !== undefined) {
    const stats = await client.providerStats(options.stats, options.minutes);
    if (options.json) return printJson(io.stdout, stats);
    if (stats.items.length > 0) return void io.stdout.write(describeProviderStats(stats));
    return printLine(io.stderr, `no request at ${options.stats} ended in the last ${options.minutes ?? 60} minutes`);
  }
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
