import { NextpanelError } from './error.ts';
import type { ErrorCode } from './errors/catalogue.ts';
import { awayForNow } from './is-away.ts';

/** When to look again whether Redis does what it refused, in milliseconds. */
export const redisRetryMs = 5_000;

interface Refusal {
  readonly code: ErrorCode;
  /** Inside a script the word stands behind the script's name, and before Redis 7 behind an error of the script. */
  readonly pattern: RegExp;
  readonly says: (message: string) => string;
}

/**
 * What a Redis says that answers and does not do what it was asked. Each stands for a state of the server that passes or that an
 * operator ends, so that everything waits and continues; nothing is wrong with the command. The words are Redis' own, src/server.c and
 * src/script.c.
 */
const refusals: readonly Refusal[] = [
  {
    code: 'redis_read_only',
    pattern: /\b(READONLY|UNBLOCKED|MASTERDOWN)\b/,
    says: () =>
      'Redis is a replica and takes no writes; if another server was promoted, the address leads to the wrong one',
  },
  {
    code: 'redis_cluster_down',
    pattern: /\bCLUSTERDOWN\b/,
    says: () => 'the Redis cluster has no primary for our keys at the moment',
  },
  {
    code: 'redis_cannot_save',
    pattern: /\bMISCONF\b/,
    says: () => 'Redis cannot save its data to disk and therefore refuses writes; its log says why, often a full disk',
  },
  {
    code: 'redis_without_replicas',
    pattern: /\bNOREPLICAS\b/,
    says: () => 'Redis has fewer replicas than min-replicas-to-write asks for and refuses writes',
  },
  {
    code: 'redis_full',
    pattern: /\bOOM\b/,
    says: () => 'Redis has no memory left (maxmemory is reached); nothing was lost',
  },
  {
    code: 'redis_forbids',
    pattern: /\bNOPERM\b|No permissions to (access|run)|can't run this command or subcommand/i,
    says: (message) => `the Redis user may not do all that is needed: ${message}`,
  },
  {
    code: 'redis_busy',
    pattern: /\bBUSY\b/,
    says: () => 'Redis is busy with a script that takes long and answers nothing else',
  },
  {
    code: 'redis_login',
    pattern: /\b(NOAUTH|WRONGPASS)\b|invalid password/,
    says: () => 'Redis does not accept the user name and password of REDIS_URL',
  },
];

/** The refusals that are about the configuration: they do not pass on their own. */
const misconfigured: readonly ErrorCode[] = ['redis_forbids', 'redis_login'];

/** Words of a refusal that Redis repeats of what it was given. */
const longestWords = 200;

/**
 * The refusal of Redis that was thrown, or that something thrown was caused by: with its own code, retryable, and with the words of Redis
 * only where they say which command or key it is about. Null for everything else.
 */
export function redisRefusal(thrown: unknown): NextpanelError | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth += 1) {
    if (error instanceof NextpanelError) {
      if (refusals.some(({ code }) => code === error.code)) return error;
      continue;
    }
    // Messages of vendors and of people may have these words too.
    if (error.name !== 'ReplyError' && !isOfPipeline(error)) continue;
    const { message } = error;
    const found = refusals.find(({ pattern }) => pattern.test(message));
    if (!found) continue;
    return new NextpanelError(found.code, found.says(message.slice(0, longestWords)), {
      cause: thrown,
      retryable: true,
      retryAfterMs: redisRetryMs,
      ...(!misconfigured.includes(found.code) && { detail: awayForNow }),
    });
  }
  return null;
}

/** ioredis' errors of a transaction, and BullMQ's of its scripts, have no class of their own. */
const isOfPipeline = ({ name, message }: Error): boolean =>
  name === 'Error' && /^(-?(ERR )?(READONLY|MISCONF|NOREPLICAS|OOM|NOPERM|BUSY) |EXECABORT )/.test(message);

/**
 * What ioredis and BullMQ throw when the connection to a Redis that was there is lost, or a command got no answer; neither has an error code
 * for it. Null for everything else.
 */
export function redisLoss(thrown: unknown): NextpanelError | null {
  if (!(thrown instanceof Error)) return null;
  const { name, message } = thrown;
  const isLoss = name === 'MaxRetriesPerRequestError' || /^(Connection is closed\.|LOADING )/.test(message);
  if (!isLoss) return null;
  return new NextpanelError('redis_unreachable', 'Redis does not answer', {
    cause: thrown,
    retryable: true,
    detail: awayForNow,
  });
}

/** Whether the keys are on another node of a cluster by now. Such a command was not run. */
export const isMoved = ({ message }: Error): boolean => /^(MOVED|ASK) \d/.test(message);

/** Whether the server at the other end is no longer the one that takes writes: the connection must be made again, perhaps to another. */
export const isDemoted = ({ message }: Error): boolean => /\b(READONLY|UNBLOCKED|MASTERDOWN)\b/.test(message);
