import { fileURLToPath } from 'node:url';
import { parseConfig } from '@nextpanel/core/config';
import { buildDashboard, checkPort, LocalError, lockDataDir, prepareDataDir, type UpFacts } from '@nextpanel/local';
import type { Command } from 'commander';
import { type CommandContext, type Io, printJson, printLine } from '../io.ts';
import { formatLogLine } from '../system/format-log-line.ts';
import { catchInterruption } from '../system/interruption.ts';
import { startSystem } from '../system/start-system.ts';
import type { CliUpFacts } from '../system/up-file.ts';
import { examples } from './examples.ts';

export function addUp(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('up'))
    .option('--json', 'print one JSON document when everything is ready')
    .addHelpText(
      'after',
      `
Reads its settings from the environment: HOST (127.0.0.1), PORT (3000), NEXTPANEL_DATA_DIR (./data), REDIS_URL (instead of
the embedded Redis), NEXTPANEL_API_KEYS, NEXTPANEL_CONCURRENCY (8), NEXTPANEL_DRAIN_SECONDS (600), LOG_LEVEL (info), …
Ctrl-C stops it after the pictures in progress. Ctrl-C again stops it at once.`,
    )
    .action((options: { json?: true }) => runUp(io, options));
}

async function runUp(io: Io, { json }: { json?: true }): Promise<never> {
  const config = parseConfig(io.env);
  const tell = (line: string) => printLine(io.stderr, line);
  using interruption = catchInterruption();
  await using parts = new AsyncDisposableStack();

  const dataDir = await prepareDataDir(config.dataDir);
  const facts: CliUpFacts = { url: null, command: 'up' };
  const lock = await lockDataDir(dataDir, facts);
  if (!lock.locked) throw alreadyRunning(dataDir, lock.owner);
  parts.defer(() => lock.release());
  if (config.port !== 0) await checkFreePort(config.host, config.port);

  await ensureDashboard(tell);
  tell(`starting nextpanel on ${dataDir}`);
  const system = parts.use(
    await startSystem({
      config,
      env: io.env,
      dataDir,
      host: config.host,
      port: config.port,
      logLevel: config.logLevel,
      onLine: (line) => tell(formatLogLine(line)),
      log: tell,
      interruption,
    }),
  );
  const { url } = system;
  lock.update({ ...facts, url });
  if (json) printJson(io.stdout, { url, dataDir, pid: process.pid });
  else printLine(io.stdout, `listening on ${url}`);
  tell(`  dashboard         ${url}/`);
  tell(`  API and its docs  ${url}/docs`);
  tell(`  queues            ${url}/queues`);
  tell(`  data              ${dataDir}`);
  tell('Ctrl-C stops it.');

  interruption.signal.addEventListener('abort', () =>
    tell('stopping after the pictures in progress (Ctrl-C again stops at once)'),
  );
  return await Promise.race([system.failed, interruption.interrupted]);
}

/** The system also runs without its dashboard; the server then shows a plain page at /. */
async function ensureDashboard(tell: (line: string) => void): Promise<void> {
  const root = fileURLToPath(new URL('../../../../', import.meta.url));
  try {
    await buildDashboard({ root, log: tell });
  } catch (error) {
    tell(`starting without the dashboard: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The user chooses the port here, so the error shows the command they typed with a free-looking port. */
async function checkFreePort(host: string, port: number): Promise<void> {
  try {
    await checkPort(host, port);
  } catch (error) {
    if (!(error instanceof LocalError && error.code === 'port_taken')) throw error;
    throw new LocalError('port_taken', `${error.message} For example: PORT=${port + 1} npm start`, { cause: error });
  }
}

function alreadyRunning(dataDir: string, owner: UpFacts & { readonly pid: number }): LocalError {
  const where = owner.url === null ? 'and is starting' : `at ${owner.url}`;
  const advice =
    'command' in owner && owner.command === 'story'
      ? 'It is drawing a story (`npm run story`) and stops when that is done; wait for it'
      : `Use it, stop it (kill ${owner.pid})`;
  return new LocalError(
    'already_running',
    `nextpanel already runs on ${dataDir}, ${where} (pid ${owner.pid}). ${advice}, or set NEXTPANEL_DATA_DIR to another folder.`,
  );
}
