import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@nextpanel/core';
import { LocalError, lockDataDir, type ProcessLine, prepareDataDir } from '@nextpanel/local';
import type { Interruption } from './interruption.ts';
import { startSystem } from './start-system.ts';
import type { CliUpFacts } from './up-file.ts';

/** How long another system on the same data folder may take to become ready. */
const otherReadyMs = 150_000;

export interface EnterOptions {
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logLevel: string;
  readonly onLine: (line: ProcessLine) => void;
  readonly log: (line: string) => void;
  readonly interruption: Interruption;
}

export interface EnteredSystem extends AsyncDisposable {
  readonly url: string;
  /** Rejects if the system is ours and a part of it fails permanently. */
  readonly failed: Promise<never>;
  /** The process that owns the system; null if it is ours. */
  readonly owner: number | null;
}

/**
 * The system of the data folder: the one already running there, or one of our own on a private port, which stops when it is
 * disposed.
 */
export async function enterSystem(options: EnterOptions): Promise<EnteredSystem> {
  const dataDir = await prepareDataDir(options.config.dataDir);
  const facts: CliUpFacts = { url: null, command: 'story' };
  const deadline = Date.now() + otherReadyMs;
  for (;;) {
    const lock = await lockDataDir(dataDir, facts);
    if (lock.locked) {
      await using parts = new AsyncDisposableStack();
      parts.defer(() => lock.release());
      options.log(`starting nextpanel on ${dataDir}`);
      const system = parts.use(await startSystem({ ...options, dataDir, host: '127.0.0.1', port: 0 }));
      lock.update({ ...facts, url: system.url });
      const owned = parts.move();
      return { url: system.url, failed: system.failed, owner: null, [Symbol.asyncDispose]: () => owned.disposeAsync() };
    }
    const { url, pid } = lock.owner;
    if (url !== null) {
      return { url, failed: new Promise(() => {}), owner: pid, [Symbol.asyncDispose]: async () => {} };
    }
    if (Date.now() > deadline) {
      throw new LocalError(
        'start_timeout',
        `process ${pid} has been starting nextpanel on ${dataDir} for too long. Stop it and try again.`,
      );
    }
    await sleep(200, undefined, { signal: options.interruption.signal }).catch(() => {});
    options.interruption.signal.throwIfAborted();
  }
}
