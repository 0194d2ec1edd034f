import type { WorkerView } from '@nextpanel/core';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { localTime } from '../story/describe-story.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

export function addWorkers(command: Command, { io }: CommandContext): void {
  command.addHelpText('after', examples('workers'));
  withServer(command).action((options: RemoteOptions) => workers(io, options));
}

async function workers(io: Io, options: RemoteOptions): Promise<void> {
  const { client } = await findServer(io, options);
  const items = await client.workers();
  if (options.json) return printJson(io.stdout, { items });
  if (items.length === 0)
    return printLine(io.stderr, 'no worker has reported recently; nothing is drawn until one runs');
  io.stdout.write(formatTable([['ROLE', 'HOST', 'PID', 'SINCE', 'WORKING ON'], ...items.map(rowOf)]));
}

const rowOf = ({ role, host, pid, startedAt, holds }: WorkerView): string[] => [
  role,
  plainText(host),
  `${pid}`,
  localTime(startedAt),
  holds.map(({ story, what }) => plainText(story === null ? what : `${story} ${what}`)).join(', ') || '–',
];
