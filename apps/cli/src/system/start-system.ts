import { fileURLToPath } from 'node:url';
import type { Config } from '@nextpanel/core';
import {
  askLoading,
  finalizerFlags,
  freePort,
  mallocSettings,
  type ProcessLine,
  type Supervisor,
  startRedis,
  superviseProcesses,
} from '@nextpanel/local';
import { compiledFolder } from '../compiled-folder.ts';
import { describeProcessFailure } from './format-log-line.ts';
import { giveUpWaiting } from './give-up-waiting.ts';
import type { Interruption } from './interruption.ts';
import { urlOf } from './url-of.ts';

/** From the first process started to the last one ready, on a slow and busy machine. */
const startMs = 120_000;
const lookEveryMs = 10_000;
/** How long a process needs to exit after its drain. */
const lastStepsMs = 15_000;
/** Processes that accept work stop before those that do it. */
const stopOrder = [['api'], ['worker', 'finalizer']];

export interface StartOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute; prepared and locked by us. */
  readonly dataDir: string;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly logLevel: string;
  /** Receives the output of the processes. */
  readonly onLine: (line: ProcessLine) => void;
  /** Receives what happens to the processes and to Redis. */
  readonly log: (line: string) => void;
  readonly interruption: Interruption;
}

export interface System extends AsyncDisposable {
  /** Where the API is reachable on this machine. */
  readonly url: string;
  /** Rejects when a part fails permanently; the system should then be disposed. */
  readonly failed: Promise<never>;
}

/**
 * Starts Redis (unless REDIS_URL names one), API, worker and finalizer, and resolves when all of them are ready. Disposing
 * stops them in order; nothing is left running. A further signal meanwhile forces them.
 *
 * @throws LocalError when a part cannot run; Interrupted
 */
export async function startSystem(options: StartOptions): Promise<System> {
  const { config, interruption } = options;
  await using parts = new AsyncDisposableStack();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => {});
  let supervisor: Supervisor | undefined;
  let stopping = false;
  const stop = () => {
    stopping = true;
    return supervisor?.stop({ graceMs: config.drainSeconds * 1_000 + lastStepsMs, order: stopOrder });
  };
  interruption.onAgain(() => {
    if (supervisor) void stop();
    else process.exit(interruption.signal.reason.exitCode);
  });

  const redisUrl = config.redisUrl ?? (await startOwnRedis());
  const port = options.port === 0 ? await freePort() : options.port;
  const compiled = compiledFolder(process.env);
  supervisor = superviseProcesses({
    specs: ['api', 'worker', 'finalizer'].map((name) => ({
      name,
      args: [...(name === 'finalizer' ? finalizerFlags : []), entryOf(name)],
    })),
    env: {
      ...(compiled !== undefined && { NODE_COMPILE_CACHE: compiled }),
      ...mallocSettings,
      // All processes are ours, and of this version.
      NEXTPANEL_MIGRATE: 'auto',
      ...options.env,
      REDIS_URL: redisUrl,
      NEXTPANEL_DATA_DIR: options.dataDir,
      HOST: options.host,
      PORT: String(port),
      LOG_LEVEL: options.logLevel,
    },
    onLine: options.onLine,
    onFailed: (error) => fail(describeProcessFailure(error)),
    // Processes that exit while being stopped need no message.
    log: (line) => {
      if (!stopping) options.log(line);
    },
  });
  parts.defer(async () => stop());
  const ready = Promise.all(supervisor.processes.map((each) => each.ready));
  ready.catch(() => {});
  const started = new AbortController();
  const patience = {
    startMs,
    lookEveryMs,
    loading: () => askLoading(redisUrl),
    log: options.log,
    signal: started.signal,
  };
  await Promise.race([ready, failed, interruption.interrupted, giveUpWaiting(patience)]).finally(() => started.abort());

  const owned = parts.move();
  return { url: urlOf(options.host, port), failed, [Symbol.asyncDispose]: () => owned.disposeAsync() };

  async function startOwnRedis(): Promise<string> {
    const starting = startRedis({ dataDir: options.dataDir, env: options.env, log: options.log, onFailed: fail });
    // An interrupted start must not leave a server that comes up a moment later.
    parts.defer(async () => (await starting.catch(() => undefined))?.stop());
    return (await Promise.race([starting, interruption.interrupted])).url;
  }
}

const entryOf = (name: string): string => fileURLToPath(new URL(`../../../${name}/src/main.ts`, import.meta.url));
