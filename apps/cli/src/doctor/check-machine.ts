import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Config, RedisPlace } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { redisRefusal } from '@nextpanel/core/redis-refusal';
import { checkPort, findRedis, inspectRedis, prepareDataDir, type RedisFacts } from '@nextpanel/local';
import type { Io } from '../io.ts';
import { readRunningUrl } from '../system/up-file.ts';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

/** The first version that runs TypeScript directly. */
const oldestNode = 24;
/** BullMQ's own minimum is lower; our scripts use commands of 6.2. */
const oldestRedis = [6, 2] as const;
const gib = 1024 ** 3;
/** A story of 100 panels at 1024x1024 takes about half a gibibyte with its sheets and books. */
const scarceBytes = 2 * gib;
const tooLittleBytes = 0.2 * gib;

export async function checkNode(version = process.versions.node): Promise<Finding> {
  const detail = `${version} (${process.execPath})`;
  if (Number(version.split('.')[0]) >= oldestNode) return { status: 'ok', detail };
  return {
    status: 'fail',
    detail,
    advice: `use Node ${oldestNode} or newer; \`npm start\` and \`npm run story\` bring their own`,
  };
}

export async function checkPnpm({ env }: Pick<Io, 'env'>): Promise<Finding> {
  const running = /\bpnpm\/(\S+)/.exec(env.npm_config_user_agent ?? '')?.[1];
  if (running !== undefined) return { status: 'ok', detail: running };
  try {
    const { stdout } = await promisify(execFile)('pnpm', ['--version'], { timeout: 20_000 });
    return { status: 'ok', detail: stdout.trim() };
  } catch {
    return { status: 'warn', detail: 'not on PATH', advice: 'not needed: the npm scripts fetch it with npx' };
  }
}

export async function checkRedis({ env }: Pick<Io, 'env'>, config: Config): Promise<Finding> {
  if (config.redis !== null) return checkGivenRedis(config.redis, config.redisPrefix);
  const { path, version } = await findRedis({ env });
  return { status: 'ok', detail: `${version} (${path}), started by nextpanel` };
}

async function checkGivenRedis(redis: RedisPlace, prefix: string): Promise<Finding> {
  const place = redis.nodes.map(({ host, port }) => `${host}:${port}`).join(',');
  let facts: RedisFacts;
  try {
    facts = await inspectRedis(redis, prefix);
  } catch (error) {
    const refusal = redisRefusal(error);
    const why = refusal?.message ?? (error instanceof Error ? error.message || String(error.name) : String(error));
    return {
      status: 'fail',
      detail: `${place} (REDIS_URL): ${why}`,
      advice: refusal === null ? 'start that Redis, correct REDIS_URL, or unset it' : describeCode(refusal.code).remedy,
    };
  }
  const { version, maxmemoryPolicy, appendonly } = facts;
  const detail = `${version ?? 'unknown version'} at ${place} (REDIS_URL), maxmemory-policy ${maxmemoryPolicy ?? 'unknown'}, appendonly ${appendonly ?? 'unknown'}`;
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (version !== null && (major < oldestRedis[0] || (major === oldestRedis[0] && minor < oldestRedis[1]))) {
    return { status: 'fail', detail, advice: `use Redis ${oldestRedis.join('.')} or newer, or Valkey` };
  }
  if (maxmemoryPolicy !== null && maxmemoryPolicy !== 'noeviction') {
    return {
      status: 'fail',
      detail,
      advice: 'run CONFIG SET maxmemory-policy noeviction; otherwise Redis deletes stories when memory is short',
    };
  }
  if (appendonly === 'no') {
    return {
      status: 'warn',
      detail,
      advice: 'run CONFIG SET appendonly yes; otherwise a restart of Redis loses everything since its last snapshot',
    };
  }
  return { status: 'ok', detail };
}

export async function checkDataDir(config: Config): Promise<Finding> {
  const dir = await prepareDataDir(config.dataDir);
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const detail = `${dir}, ${(free / gib).toFixed(1)} GiB free`;
  const advice = 'make room, or set NEXTPANEL_DATA_DIR to a larger disk';
  if (free < tooLittleBytes) return { status: 'fail', detail, advice };
  return free < scarceBytes ? { status: 'warn', detail, advice } : { status: 'ok', detail };
}

export async function checkOwnPort(config: Config, dataDir: string): Promise<Finding> {
  const place = `${config.host}:${config.port}`;
  const running = await readRunningUrl(dataDir);
  if (running !== null && new URL(running).port === String(config.port)) {
    return { status: 'ok', detail: `${place} is used by the running nextpanel` };
  }
  await checkPort(config.host, config.port);
  return { status: 'ok', detail: `${place} is free` };
}
