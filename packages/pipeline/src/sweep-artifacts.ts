import { HashSet, type SweepReport } from '@nextpanel/store';
import { isAnswerKey } from './adapt/script-ledger.ts';
import type { Context } from './context.ts';
import { deleteRecords } from './delete-records.ts';
import type { RequestRecord } from './record.ts';
import { shrinkArtifacts } from './shrink-artifacts.ts';
import { isAssetKey } from './store-asset.ts';

type SweepContext = Pick<Context, 'state' | 'artifacts' | 'config' | 'log' | 'measures'>;

/** A turn at a story that was deleted under it ends at its next write. No vendor is waited for longer than half an hour. */
const lateRecordMs = 60 * 60 * 1_000;

/** Stories whose state is read in one round trip. */
const storiesAtOnce = 50;

/**
 * Removes the records of deleted stories. Then puts what no story and no record wants any more into the trash, and removes
 * permanently what has been there for NEXTPANEL_RETENTION_HOURS; uploaded pictures that no story uses go the same way. Answers
 * null when no artifact was judged: another process sweeps, or no story is known though there are records of some.
 *
 * Safe while others draw, upload and read: see `SweepOptions`.
 */
export async function sweepArtifacts(context: SweepContext, signal: AbortSignal): Promise<SweepReport | null> {
  const { state, config, log } = context;
  return state.sweeps.alone(async (lost) => {
    const ended = AbortSignal.any([signal, lost]);
    const startedAt = performance.now();
    await removeRecords(context, ended);
    const { stories, wanted } = await readWanted(context, ended);
    if (stories === 0 && (await hasRequestRecords(context))) {
      log.warn('artifacts are not swept: no story is known, but pictures of some are stored; was Redis wiped?');
      return null;
    }
    const report = await context.artifacts.sweep({
      graceMs: config.retentionMs,
      now: state.clock.now(),
      isWanted: (sha256) => wanted.has(sha256),
      expires: belongsToNoStory,
      signal: ended,
    });
    context.measures.swept(report);
    const bytes = await shrinkArtifacts(context, ended);
    log.info({ stories, ...report, bytes, ms: Math.round(performance.now() - startedAt) }, 'artifacts swept');
    return report;
  });
}

/**
 * Removes the records of deleted stories; each again at every sweep until no process can write one any more. Then all records are
 * looked through once for what the story paid for under a key that none of its requests had: a retake is recorded as the first
 * drawing of the same, too.
 */
async function removeRecords(context: SweepContext, signal: AbortSignal): Promise<void> {
  const { state } = context;
  const now = state.clock.now();
  const removals = await state.removals.list();
  const ended = removals.filter(({ at }) => now - at > lateRecordMs);
  const others = await findRecordsOf(
    context,
    ended.map(({ story }) => story),
    signal,
  );
  for (const { story, tenant, keys } of removals) {
    signal.throwIfAborted();
    await deleteRecords(context, tenant, story, [...keys, ...(others.get(story) ?? [])]);
  }
  for (const { story } of ended) await state.removals.done(story);
}

/** For each story the keys of the records that it paid for. */
async function findRecordsOf(
  { artifacts }: Pick<Context, 'artifacts'>,
  stories: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>(stories.map((story) => [story, []]));
  if (stories.length === 0) return found;
  for await (const { tenant, key } of artifacts.records()) {
    signal.throwIfAborted();
    if (belongsToNoStory(key)) continue;
    const record = (await artifacts.readRecord(tenant, key)) as RequestRecord | null;
    found.get(record?.story ?? '')?.push(key);
  }
  return found;
}

/** Whether a record is an upload, or an answer about a script: no story paid for it. */
const belongsToNoStory = (key: string): boolean => isAssetKey(key) || isAnswerKey(key);

/** What the stories of all tenants name. */
async function readWanted({ state }: Pick<Context, 'state'>, signal: AbortSignal) {
  const wanted = new HashSet();
  let stories = 0;
  let ids: string[] = [];
  const read = async () => {
    signal.throwIfAborted();
    for (const hashes of await state.storyHashes(ids)) for (const hash of hashes) wanted.add(hash);
    stories += ids.length;
    ids = [];
  };
  for await (const { id } of state.allStories()) {
    ids.push(id);
    if (ids.length === storiesAtOnce) await read();
  }
  await read();
  return { stories, wanted };
}

/** Redis may have been wiped, or be another one: what was paid is kept, and so is what can be sent in once more. */
async function hasRequestRecords({ artifacts }: Pick<Context, 'artifacts'>): Promise<boolean> {
  for await (const { key } of artifacts.records()) if (!belongsToNoStory(key)) return true;
  return false;
}
