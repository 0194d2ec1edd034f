import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import {
  asNextpanelError,
  type Config,
  clockToleranceMs,
  type ErrorCode,
  exitCodeOfCode,
  exitCodes,
  parseConfig,
  redisLoss,
  redisRefusal,
} from '@nextpanel/core';
import { destination, pino } from 'pino';
import { armFailpoint, armWhenTold } from './arm-failpoint.ts';
import { type Context, openContext, type Role } from './context.ts';
import type { MeanwhilePlace } from './starting/answer-meanwhile.ts';
import { type FreePort, openWhenThere } from './starting/open-when-there.ts';
import { watchEpoch } from './watch-epoch.ts';

/** How long closing the connections may take, in milliseconds. */
const closeMs = 5_000;

/** What a process runs: how to stop it, and what it reports to its supervisor when it is ready. */
export interface RunningProcess {
  readonly ready?: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/**
 * The whole life of one of our processes: read the environment, open the parts, start, tell the supervisor, and stop once
 * on SIGTERM, SIGINT or when the supervisor is gone. A second signal does not wait. Logs are JSON lines on stderr. A part that is only away for
 * now is waited for; see `openWhenThere`.
 *
 * Exit codes: 0 stopped · 2 the configuration is wrong · 5 the environment is (Redis, data dir, port) · 1 anything else ·
 * 130/143 forced.
 *
 * @param start is passed what frees the port of the process, to be called just before it listens
 * @param check looks at the configuration before anything is opened; throws to refuse it
 */
export async function runProcess(
  role: Role,
  start: (context: Context, freePort: FreePort) => Promise<RunningProcess>,
  check: (config: Config) => void = () => undefined,
): Promise<void> {
  try {
    const config = parseConfig(process.env);
    check(config);
    const log = pino({ name: role, level: config.logLevel, redact: secrets }, destination({ dest: 2, sync: true }));
    const floor = armFailpoint(config.failpoint);
    armWhenTold(floor);
    const { opened: context, freePort } = await openWhenThere(
      (freePort) => openContext(config, { log, role, floor, freePort }),
      { log, place: placeOf(config, role) },
    );
    warnOfClock(context);
    const epoch = watchEpoch(context);
    // Not retried: parts that were started already would keep running beside the new ones. The supervisor restarts the process.
    const running = await start(context, freePort);
    stopOnSignal(context, async () => {
      await running.stop();
      epoch[Symbol.dispose]();
      // Closing connections in order waits for Redis, which may be gone.
      await Promise.race([context[Symbol.asyncDispose](), delay(closeMs, undefined, { ref: false })]);
    });
    // Where NODE_COMPILE_CACHE is set: a process that is killed never writes it, and the next one starts half as fast.
    flushCompileCache();
    const { url: metrics } = context.measures;
    log.info({ ...running.ready, ...(metrics !== null && { metrics }) }, 'ready');
    process.send?.({ type: 'ready', ...running.ready, ...(metrics !== null && { metrics }) });
  } catch (thrown) {
    const { code, message } = redisRefusal(thrown) ?? redisLoss(thrown) ?? asNextpanelError(thrown);
    process.stderr.write(
      `${JSON.stringify({ level: 60, time: Math.round(performance.timeOrigin + performance.now()), name: role, code, msg: message })}\n`,
    );
    process.exit(exitCodeOf(code));
  }
}

/** Where probes ask: the port of the API, or that of the metrics; workers and finalizers without one have none. */
function placeOf({ host, port, metricsPort }: Config, role: Role): MeanwhilePlace | null {
  if (role === 'api') return { host, port, alive: null };
  return metricsPort === null ? null : { host, port: metricsPort, alive: '/metrics' };
}

/** Headers that carry keys are cut out wherever a request is logged whole. */
const secrets = ['authorization', 'cookie', 'set-cookie'].flatMap((name) =>
  ['headers', 'req.headers', 'res.headers', 'err.config.headers'].map((place) => `${place}["${name}"]`),
);

/** Nothing that matters goes by this machine's clock, but alarms of queues and signatures of vendors do. */
function warnOfClock({ state, log }: Pick<Context, 'state' | 'log'>): void {
  const clockAheadMs = Math.round(state.clock.aheadMs());
  if (Math.abs(clockAheadMs) > clockToleranceMs)
    log.warn({ clockAheadMs }, 'the clock of this machine differs from that of Redis; set it by NTP');
}

/** A process reports a wrong configuration or environment to its supervisor; everything else is unexpected. */
const exitCodeOf = (code: ErrorCode): number => {
  const exitCode = exitCodeOfCode(code);
  return exitCode === exitCodes.invalid || exitCode === exitCodes.environment ? exitCode : exitCodes.unexpected;
};

function stopOnSignal({ log }: Pick<Context, 'log'>, stop: () => Promise<void>): void {
  let stopping = false;
  const begin = (reason: string, forcedExitCode?: number) => {
    if (stopping) {
      if (forcedExitCode !== undefined) {
        log.warn({ reason }, 'forced to stop: requests under way may be paid without being kept');
        process.exit(forcedExitCode);
      }
      return;
    }
    stopping = true;
    log.info({ reason }, 'stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => begin('SIGTERM', 143));
  process.on('SIGINT', () => begin('SIGINT', 130));
  process.on('disconnect', () => begin('disconnect'));
  // The supervisor may have gone while this process was still starting.
  if (process.send !== undefined && !process.connected) begin('disconnect');
}
