import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { asNextpanelError, exitCodeOfCode, parseConfig } from '@nextpanel/core';
import { openArtifacts } from '@nextpanel/store';
import { destination, pino } from 'pino';
import { openContext } from '../context.ts';
import { backUp } from './back-up.ts';
import { copyArtifacts } from './copy-artifacts.ts';
import { restore } from './restore.ts';

/** `--state-only` leaves the pictures out. */
const usage = 'backup FILE [--state-only] | restore FILE | move-artifacts PLACE';

/**
 * One of the commands that work on a whole installation, past the API: the result as one JSON line on stdout, the log on stderr. Answers with
 * the exit code.
 */
export async function runBackup(args: readonly string[]): Promise<number> {
  const [command, place, ...options] = args;
  const log = pino({ name: 'backup', level: process.env.LOG_LEVEL ?? 'warn' }, destination({ dest: 2, sync: true }));
  try {
    if (place === undefined || !['backup', 'restore', 'move-artifacts'].includes(command ?? '')) {
      process.stderr.write(`usage: ${usage}\n`);
      return exitCodeOfCode('usage');
    }
    const config = parseConfig(process.env);
    await using context = await openContext(config, { log, role: 'api', anyEpoch: command === 'restore' });
    const act = {
      backup: () => backUpToFile(context, place, { pictures: !options.includes('--state-only') }),
      restore: () => restore(context, createReadStream(place)),
      'move-artifacts': () => moveTo(context, place),
    }[command as 'backup' | 'restore' | 'move-artifacts'];
    process.stdout.write(`${JSON.stringify(await act())}\n`);
    return 0;
  } catch (thrown) {
    const { code, message } = asNextpanelError(thrown);
    process.stdout.write(`${JSON.stringify({ error: { code, detail: message } })}\n`);
    log.debug({ err: thrown }, 'failed');
    return exitCodeOfCode(code);
  }
}

type Context = Awaited<ReturnType<typeof openContext>>;

/** Under a name of its own until it is whole. */
async function backUpToFile(context: Context, file: string, options: { readonly pictures: boolean }) {
  const partial = `${file}.partial`;
  try {
    const counts = await backUp(context, createWriteStream(partial, { mode: 0o600 }), options);
    await rename(partial, file);
    return counts;
  } finally {
    await rm(partial, { force: true });
  }
}

/** @param place as NEXTPANEL_ARTIFACTS has it, with the S3_… variables of the environment */
async function moveTo(context: Context, place: string) {
  const { artifacts } = parseConfig({ ...process.env, NEXTPANEL_ARTIFACTS: place });
  return copyArtifacts(context, await openArtifacts(artifacts, { fsync: context.config.fsync }));
}
