import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../start-world.ts';
import type { Tale } from '../tales.ts';
import type { Violation } from '../violation.ts';

/** Jobs are removed a moment after their last effect. */
const settleMs = 20_000;
const lookMs = 250;

/** No job, no lock, no open request, no kept frame that waits, no temporary or damaged file; nothing of deleted stories. */
export async function checkLeftovers(world: World, tales: readonly Tale[]): Promise<Violation[]> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    const left = await findLeftovers(world, tales);
    if (left.length === 0) return [];
    if (Date.now() > deadline) return left.map((detail) => ({ invariant: 'nothing is left behind', detail }));
    await sleep(lookMs);
  }
}

async function findLeftovers(
  { look, root, client, dataDir, bucket }: World,
  tales: readonly Tale[],
): Promise<string[]> {
  const left: string[] = [];
  for (const { name, waiting, active, delayed } of await client.queues()) {
    if (waiting + active + delayed > 0)
      left.push(`queue ${name}: ${waiting} waiting, ${active} active, ${delayed} delayed`);
  }
  const keys = await scanKeys(look, `${root}:*`);
  const gone = new Set(tales.filter(({ deleted }) => deleted).map(({ id }) => id));
  // For an hour a deletion lists the records that sweeps must remove.
  const removals = new Set(await look.hkeys(`${root}:removals`));
  for (const key of keys) {
    if (key.endsWith(':lock')) left.push(`lock ${key}`);
    const id = tales.find((tale) => key.includes(tale.id))?.id;
    if (id === undefined) continue;
    if (key === `${root}:removed:${id}` && removals.has(id)) continue;
    if (gone.has(id)) left.push(`${key} of a deleted story`);
    else if (isOpen(key, isCancelled(tales, id)) && (await look.hlen(key)) > 0) left.push(`open ${key}`);
    else if (!key.startsWith(`${root}:story:`)) left.push(`job ${key}`);
  }
  const active = await look.zrangebyscore(`${root}:active`, '-inf', '+inf');
  if (active.length > 0) left.push(`active stories ${active.join()}`);
  if (bucket !== null) {
    const files = await readdir(dataDir);
    if (files.length > 0) left.push(`the data folder holds ${files.join()}, though artifacts are in a bucket`);
    return left;
  }
  for (const folder of ['tmp', 'corrupt']) {
    const files = await readdir(join(dataDir, 'artifacts', folder)).catch(() => []);
    if (files.length > 0) left.push(`${folder}/ holds ${files.slice(0, 5).join()}`);
  }
  return left;
}

/** A cancelled story keeps its frames and failures; none of its requests is in progress. */
const isOpen = (key: string, cancelled: boolean): boolean =>
  (cancelled ? /:open$/ : /:(open|kept|failures|redraws)$/).test(key);

const isCancelled = (tales: readonly Tale[], id: string): boolean =>
  tales.some((tale) => tale.id === id && tale.status === 'cancelled');

async function scanKeys(redis: World['look'], pattern: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const some of redis.scanStream({ match: pattern, count: 1_000 })) keys.push(...(some as string[]));
  return [...new Set(keys)];
}

/** While stories are active: a job exists if and only if a batch may be drawn. It has a few seconds to become true. */
export async function checkJobs({ look, root }: World, tales: readonly Tale[]): Promise<Violation[]> {
  const deadline = Date.now() + settleMs;
  for (;;) {
    const wrong: string[] = [];
    for (const { id, spec, deleted } of tales) {
      const job = `${root}:draw-${spec.render.provider}:${id}`;
      // Read at one moment, or a story that advances between two reads would look wrong.
      const [status, exists] = (await look.eval(
        "return {redis.call('HGET', KEYS[1], 'status'), redis.call('EXISTS', KEYS[2])}",
        2,
        `${root}:story:${id}`,
        job,
      )) as [string | null, number];
      const draws = status === 'queued' || status === 'drawing';
      if (!deleted && draws !== (exists === 1))
        wrong.push(`${id} is ${status} and ${exists === 1 ? 'has a job' : 'has no job'}`);
    }
    if (wrong.length === 0) return [];
    if (Date.now() > deadline)
      return wrong.map((detail) => ({ invariant: 'a job exists if and only if a batch may be drawn', detail }));
    await sleep(lookMs);
  }
}
