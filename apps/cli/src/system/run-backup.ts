import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '@nextpanel/core/config';
import { NextpanelError } from '@nextpanel/core/error';
import { isErrorCode } from '@nextpanel/core/errors';
import { LocalError, prepareDataDir, startRedis } from '@nextpanel/local';
import { type Io, printLine } from '../io.ts';
import { readRunningUrl } from './up-file.ts';

const entry = fileURLToPath(new URL('../../../worker/src/backup.ts', import.meta.url));

/**
 * Runs a command on the whole installation in a process of its own, with the Redis that REDIS_URL names or the embedded one of the data folder.
 * Answers with what it printed.
 *
 * @param stopped nothing may run on the data folder. Throws what the command reports, and `already_running`
 */
export async function runBackup(
  io: Io,
  args: readonly string[],
  { stopped }: { readonly stopped: boolean },
): Promise<unknown> {
  const config = parseConfig(io.env);
  const dataDir = await prepareDataDir(config.dataDir);
  const running = stopped ? await readRunningUrl(dataDir) : null;
  if (running !== null)
    throw new LocalError(
      'already_running',
      `nextpanel runs on ${dataDir}, at ${running}. Stop it first, or set NEXTPANEL_DATA_DIR to another folder.`,
    );
  await using parts = new AsyncDisposableStack();
  const redisUrl =
    config.redisUrl ??
    parts.use(await startRedis({ dataDir, env: io.env, log: (line) => printLine(io.stderr, line) })).url;
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...io.env, REDIS_URL: redisUrl, NEXTPANEL_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const answer = JSON.parse(printed.trim() || '{}') as {
    readonly error?: { readonly code: string; readonly detail: string };
  };
  if (answer.error !== undefined) {
    const { code, detail } = answer.error;
    throw new NextpanelError(isErrorCode(code) ? code : 'unexpected', detail);
  }
  if (child.exitCode !== 0) throw new NextpanelError('unexpected', 'the process ended without an answer');
  return answer;
}
