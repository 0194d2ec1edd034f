import { resolve } from 'node:path';
import { ServerUnreachable } from '@nextpanel/client';
import { parseConfig } from '@nextpanel/core/config';
import type { Command } from 'commander';
import { type Check, examine } from '../doctor/check.ts';
import { checkChat } from '../doctor/check-chat.ts';
import { checkClocks } from '../doctor/check-clocks.ts';
import { checkDataDir, checkNode, checkOwnPort, checkPnpm, checkRedis } from '../doctor/check-machine.ts';
import { checkProcesses } from '../doctor/check-processes.ts';
import { checkProviders } from '../doctor/check-providers.ts';
import { checkSigning } from '../doctor/check-signing.ts';
import { checkState } from '../doctor/check-state.ts';
import { checkStorage } from '../doctor/check-storage.ts';
import { checkVendors } from '../doctor/check-vendors.ts';
import { exitCodes } from '../exit-codes.ts';
import { type CommandContext, type Io, printJson } from '../io.ts';
import { findExample } from '../story/find-example.ts';
import { readStoryFile } from '../story/read-story-file.ts';
import { findServer } from '../system/find-server.ts';
import { formatTable } from '../terminal/format-table.ts';
import { paint } from '../terminal/paint.ts';
import { plainText } from '../terminal/plain-text.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

const colours = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

export function addDoctor(command: Command, { io, finish }: CommandContext): void {
  command.addHelpText('after', examples('doctor'));
  command.option(
    '--providers',
    'also ask each vendor that is set up in this environment for its models, which is free',
  );
  withServer(command).action(async (options: RemoteOptions & { readonly providers?: boolean }) => {
    const checks = await examineAll(io, options);
    if (options.providers) checks.push(...(await checkVendors(parseConfig(io.env))));
    if (options.json) printJson(io.stdout, { ok: checks.every(({ status }) => status !== 'fail'), checks });
    else io.stdout.write(describeChecks(io, checks));
    if (checks.some(({ status }) => status === 'fail')) finish(exitCodes.environment);
  });
}

async function examineAll(io: Io, options: RemoteOptions): Promise<Check[]> {
  const config = parseConfig(io.env);
  return Promise.all([
    examine('node', () => checkNode()),
    examine('pnpm', () => checkPnpm(io)),
    examine('redis', () => checkRedis(io, config)),
    examine('state', () => checkState(io, config, options)),
    examine('data folder', () => checkDataDir(config)),
    examine('storage', () => checkStorage(io, options)),
    examine('port', () => checkOwnPort(config, resolve(io.cwd, config.dataDir))),
    examine('server', () => checkServer(io, options)),
    examine('processes', () => checkProcesses(io, options)),
    examine('providers', () => checkProviders(io, options)),
    examine('review', () => checkChat(config.review, 'NEXTPANEL_REVIEW')),
    examine('scripts', () => checkChat(config.script, 'NEXTPANEL_SCRIPT')),
    examine('signing', () => checkSigning(io, config, options)),
    examine('clocks', () => checkClocks(io, config, options)),
    examine('example', checkExample),
  ]);
}

async function checkServer(io: Io, options: RemoteOptions): Promise<Omit<Check, 'name'>> {
  const { url, client } = await findServer(io, options);
  try {
    await client.health();
    return { status: 'ok', detail: `${url} is ready` };
  } catch (error) {
    // A server that is not running is no fault, unless the user named one.
    const named = options.url !== undefined || Boolean(io.env.NEXTPANEL_URL);
    if (!(error instanceof ServerUnreachable)) throw error;
    return {
      status: named ? 'fail' : 'warn',
      detail: `no server answers at ${url}`,
      advice: 'start it with: npm start',
    };
  }
}

async function checkExample(): Promise<Omit<Check, 'name'>> {
  const file = await findExample();
  const { panels } = await readStoryFile(file);
  return { status: 'ok', detail: `${file} is a story of ${panels.length} panels` };
}

function describeChecks(io: Io, checks: readonly Check[]): string {
  // Padded before it is painted: escapes have no width.
  const mark = (status: Check['status']) => paint(io.stdout, io.env, colours[status], status.padEnd(4));
  const rows = checks.map(({ name, status, detail, advice }) => [
    mark(status),
    name,
    plainText(advice === undefined ? detail : `${detail}; ${advice}`),
  ]);
  return formatTable(rows);
}
