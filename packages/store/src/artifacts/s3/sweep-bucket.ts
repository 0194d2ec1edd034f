import { hashesIn } from '../../hashes-in.ts';
import type { SweepOptions, SweepReport, Swept } from '../artifacts.ts';
import type { Bucket, Listed } from './open-bucket.ts';
import { type Mark, planSweep } from './plan-sweep.ts';
import { recordOf } from './s3-records.ts';

/** Records read at once. */
const recordsAtOnce = 16;

/** Where the marks of one sweep are kept for the next, in any process. */
const marksKey = 'sweep/marks.json';

export const artifactKey = (sha256: string): string => `sha256/${sha256.slice(0, 2)}/${sha256.slice(2)}`;

const hashOf = (key: string): string | null => {
  const [, start, rest] = /^sha256\/([0-9a-f]{2})\/([0-9a-f]{62})$/.exec(key) ?? [];
  return start === undefined ? null : `${start}${rest}`;
};

/**
 * One sweep of a bucket; see `SweepOptions` for what stays, and `planSweep` for when the rest goes. `trashed` counts what was marked,
 * `restored` what was marked before and is wanted again. Records are only read if they could save something.
 */
export async function sweepBucket(bucket: Bucket, options: SweepOptions): Promise<SweepReport> {
  const { graceMs, now, isWanted, expires, signal } = options;
  const before = await readMarks(bucket);
  const isCandidate = (object: Listed) => graceMs === 0 || object.modified <= now - graceMs;

  const records: Listed[] = [];
  const expiring: Listed[] = [];
  for await (const object of bucket.list('records/')) {
    signal.throwIfAborted();
    const name = recordOf(object.key);
    if (name === null) continue;
    if (expires(name.key) && isCandidate(object) && !(await namesOf(bucket, object.key)).some(isWanted))
      expiring.push(object);
    else records.push(object);
  }

  const unwanted = new Map<string, Listed>();
  for await (const object of bucket.list('sha256/')) {
    signal.throwIfAborted();
    const sha256 = hashOf(object.key);
    if (sha256 !== null && !isWanted(sha256) && isCandidate(object)) unwanted.set(sha256, object);
  }
  const plan = (objects: readonly Listed[]) => planSweep(objects, before, { now, graceMs });
  // What an expiring record names is kept until the record is gone.
  const { remove: endedRecords } = plan(expiring);
  const ended = new Set(endedRecords.map(({ key }) => key));
  if (unwanted.size > 0) {
    const naming = [...records, ...expiring.filter(({ key }) => !ended.has(key))];
    for (const sha256 of await namedBy(bucket, naming, unwanted, signal)) unwanted.delete(sha256);
  }

  const { remove, marks, marked, spared } = plan([...expiring, ...unwanted.values()]);
  const purged: Listed[] = [];
  for (const object of remove) {
    signal.throwIfAborted();
    // It may have been stored again since it was listed.
    const present = await bucket.head(object.key);
    if (present === null || !isSameTime(present, object)) continue;
    await bucket.remove(object.key);
    purged.push(object);
  }
  await writeMarks(bucket, marks, before);
  return { trashed: sum(marked.filter(({ key }) => marks.has(key))), purged: sum(purged), restored: spared };
}

async function namesOf(bucket: Bucket, key: string): Promise<string[]> {
  const stored = await bucket.get(key);
  return stored === null ? [] : hashesIn(Buffer.from(stored.bytes).toString());
}

/** Which of these hashes a record names. */
async function namedBy(
  bucket: Bucket,
  records: readonly Listed[],
  unwanted: ReadonlyMap<string, Listed>,
  signal: AbortSignal,
): Promise<Set<string>> {
  const named = new Set<string>();
  for (let first = 0; first < records.length; first += recordsAtOnce) {
    signal.throwIfAborted();
    const some = records.slice(first, first + recordsAtOnce);
    // A record that cannot be read may name anything: the error ends the sweep.
    for (const names of await Promise.all(some.map(({ key }) => namesOf(bucket, key))))
      for (const sha256 of names) if (unwanted.has(sha256)) named.add(sha256);
  }
  return named;
}

async function readMarks(bucket: Bucket): Promise<ReadonlyMap<string, Mark>> {
  const stored = await bucket.get(marksKey);
  if (stored === null) return new Map();
  try {
    return new Map(JSON.parse(Buffer.from(stored.bytes).toString()) as [string, Mark][]);
  } catch {
    // Without marks everything is judged from the beginning, which only takes longer.
    return new Map();
  }
}

async function writeMarks(bucket: Bucket, marks: ReadonlyMap<string, Mark>, before: ReadonlyMap<string, Mark>) {
  if (marks.size === 0 && before.size === 0) return;
  await bucket.put(marksKey, Buffer.from(JSON.stringify([...marks])));
}

/** A list has milliseconds, the header of one object whole seconds. */
const isSameTime = (one: Pick<Listed, 'modified'>, other: Pick<Listed, 'modified'>): boolean =>
  Math.floor(one.modified / 1_000) === Math.floor(other.modified / 1_000);

const sum = (objects: readonly Listed[]): Swept => ({
  files: objects.length,
  bytes: objects.reduce((bytes, object) => bytes + object.bytes, 0),
});
