import { randomUUID } from 'node:crypto';
import { newestSchema, oldestSchema, schemaKeys } from '@nextpanel/core';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectState } from '../../src/connect-state.ts';
import { testSubmission } from '../testing.ts';

const url = process.env.REDIS_URL ?? '';
let redis: Redis;
let prefix: string;

beforeEach(() => {
  prefix = `test-${randomUUID()}`;
  redis = new Redis(url);
});
afterEach(async () => {
  const keys = await redis.keys(`{${prefix}}:*`);
  if (keys.length > 0) await redis.del(keys);
  redis.disconnect();
});

const connect = () => connectState({ redis: url, patience: 'prompt', prefix });
const beatOfFirstRelease = async (agoMs: number) => {
  const { firstWorkers, firstWorkersSeen } = schemaKeys(prefix);
  const beat = { role: 'worker', host: 'old-host', pid: 4_711, startedAt: 0, holds: [] };
  const [seconds] = await redis.time();
  await redis.hset(firstWorkers, 'worker-1', JSON.stringify(beat));
  await redis.zadd(firstWorkersSeen, String(Number(seconds) * 1_000 - agoMs), 'worker-1');
};

describe('a process that starts', () => {
  it('gives a new installation the newest schema', async () => {
    await using _ = await connect();
    expect(await redis.get(schemaKeys(prefix).schema)).toBe(String(newestSchema));
  });

  it('refuses state of a newer schema, and says what to do', async () => {
    await redis.set(schemaKeys(prefix).schema, newestSchema + 1);
    await expect(connect()).rejects.toMatchObject({
      code: 'state_newer',
      message: expect.stringMatching(
        new RegExp(`schema ${newestSchema + 1}.* reads schemas up to ${newestSchema}; start the version`),
      ),
    });
  });

  it('refuses state that only the release before it can read', async () => {
    await redis.set(schemaKeys(prefix).schema, oldestSchema - 1);
    await expect(connect()).rejects.toMatchObject({ code: 'state_older' });
  });

  it('refuses to migrate while a process of the first release is alive, and names it', async () => {
    await beatOfFirstRelease(5_000);
    await expect(connect()).rejects.toMatchObject({
      code: 'old_processes',
      message: expect.stringContaining('worker 4711 on old-host'),
    });
    expect(await redis.get(schemaKeys(prefix).schema)).toBeNull();
  });

  it('starts once such a process has been silent for a minute', async () => {
    await beatOfFirstRelease(61_000);
    await using _ = await connect();
    expect(await redis.get(schemaKeys(prefix).schema)).toBe(String(newestSchema));
  });

  it('waits for another one that migrates, and continues when that one is done', async () => {
    const lease = schemaKeys(prefix).schema.replace(/schema$/, 'migrating');
    await redis.set(lease, 'another', 'PX', 60_000);
    const connecting = connect();
    await redis.set(schemaKeys(prefix).schema, newestSchema);
    await using _ = await connecting;
    expect(await redis.get(lease)).toBe('another');
  });
});

describe('a process that runs while the schema is raised beyond what it reads', () => {
  it('changes nothing any more: every transition is refused', async () => {
    await using state = await connect();
    await state.stories.submit(testSubmission('before', 1));
    await redis.set(schemaKeys(prefix).schema, newestSchema + 1);
    const before = (await redis.keys(`{${prefix}}:*`)).sort();
    const refused = { code: 'state_newer' };
    await expect(state.stories.submit(testSubmission('after', 1))).rejects.toMatchObject(refused);
    await expect(state.stories.pause('before')).rejects.toMatchObject(refused);
    await expect(state.providers.pause('fal', 'why', null)).rejects.toMatchObject(refused);
    const beat = { id: 'w', role: 'worker', host: 'here', pid: 1, startedAt: 1, holds: [] } as const;
    await expect(state.workers.beat(beat)).rejects.toMatchObject(refused);
    expect((await redis.keys(`{${prefix}}:*`)).sort()).toEqual(before);
  });

  it('a Redis that lost everything gets its schema back with the next heartbeat', async () => {
    await using state = await connect();
    const beat = { id: 'w', role: 'worker', host: 'here', pid: 1, startedAt: 1, holds: [] } as const;
    await state.workers.beat(beat);
    await redis.del(await redis.keys(`{${prefix}}:*`));
    await state.workers.beat(beat);
    expect(await redis.get(schemaKeys(prefix).schema)).toBe(String(newestSchema));
  });
});

describe('raising the schema', () => {
  it('has nothing to do where the state is current', async () => {
    await using state = await connect();
    expect(await state.installation.raise()).toMatchObject({
      kind: 'current',
      facts: { schema: newestSchema, oldProcesses: [] },
    });
  });

  it('waits for processes that do not read the newest schema, and names them', async () => {
    await using state = await connect();
    const { schema } = schemaKeys(prefix);
    await redis.set(schema, newestSchema - 1);
    const [seconds] = await redis.time();
    const old = { role: 'api', host: 'there', pid: 9, schemas: { oldest: 1, newest: newestSchema - 1 } };
    await redis.hset(schema.replace(/schema$/, 'workers'), 'api-1', JSON.stringify(old));
    const seen = schema.replace(/schema$/, 'workers:seen');
    await redis.zadd(seen, Number(seconds) * 1_000, 'api-1');
    expect(await state.installation.raise()).toMatchObject({
      kind: 'blocked',
      facts: {
        schema: newestSchema - 1,
        oldProcesses: [{ role: 'api', host: 'there', pid: 9, newest: newestSchema - 1 }],
      },
    });
    await redis.zadd(seen, (Number(seconds) - 61) * 1_000, 'api-1');
    expect(await state.installation.raise()).toMatchObject({ kind: 'raised', facts: { schema: newestSchema } });
  });
});
