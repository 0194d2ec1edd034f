import { HashSet } from '@nextpanel/store';
import type { Context } from './context.ts';

type ShrinkContext = Pick<Context, 'state' | 'artifacts' | 'config' | 'log'>;

/** What is younger than this stays: the process that stored it may not have said yet what for. In milliseconds. */
const youngMs = 60 * 60 * 1_000;

/** Stories whose state is read in one round trip. */
const storiesAtOnce = 50;
const megabyte = 1_048_576;

/**
 * Makes artifacts fit into NEXTPANEL_RETENTION_MB: first what lies in the trash, then, of stories that are over, the one untouched for the
 * longest time first, its books and pages of other layouts (made again when asked for) and its takes that are not selected. Never a selected
 * take, a picture of a cast, a record or anything of a story that is not over: then it warns. Answers with the bytes that are stored after it.
 */
export async function shrinkArtifacts(context: ShrinkContext, signal: AbortSignal): Promise<number> {
  const { artifacts, config, log, state } = context;
  const before = await artifacts.usage(signal);
  const limit = config.retentionBytes;
  let bytes = before;
  if (limit !== null && bytes > limit) {
    const old = state.clock.now() - Math.min(youngMs, config.retentionMs);
    bytes -= await artifacts.emptyTrash(old);
    const freed = { books: 0, takes: 0 };
    for await (const { story, kind, sha256 } of spare(context, () => bytes > limit, signal)) {
      const size = await artifacts.drop(sha256, old);
      if (size === null) continue;
      bytes -= size;
      freed[kind] += 1;
      log.debug({ story, sha256, kind }, 'removed to make room');
    }
    const facts = { limitMb: limit / megabyte, beforeMb: mb(before), nowMb: mb(bytes), ...freed };
    log.info(facts, 'artifacts were more than NEXTPANEL_RETENTION_MB');
    if (bytes > limit)
      log.warn(
        facts,
        'artifacts are still more than NEXTPANEL_RETENTION_MB: the rest is selected, younger than an hour or of stories that are not over; delete stories, or raise it',
      );
  }
  await state.sweeps.report({ at: state.clock.now(), bytes, limit });
  return bytes;
}

const mb = (bytes: number): number => Math.round(bytes / megabyte);

/** What may go, in the order in which it goes, for as long as there is `more` to be freed. */
async function* spare({ state }: Pick<Context, 'state'>, more: () => boolean, signal: AbortSignal) {
  const keeps = new HashSet();
  const over: { readonly id: string; readonly since: number }[] = [];
  let ids: string[] = [];
  const read = async () => {
    signal.throwIfAborted();
    for (const [index, need] of (await state.spared.needs(ids)).entries()) {
      for (const hash of need.keeps) keeps.add(hash);
      if (need.overSince !== null) over.push({ id: ids[index] ?? '', since: need.overSince });
    }
    ids = [];
  };
  for await (const { id } of state.allStories()) {
    ids.push(id);
    if (ids.length === storiesAtOnce) await read();
  }
  await read();
  over.sort((one, other) => one.since - other.since);
  for (const { id: story } of over) {
    signal.throwIfAborted();
    if (!more()) return;
    const { made, takes } = await state.spared.read(story);
    for (const sha256 of made) if (more() && !keeps.has(sha256)) yield { story, kind: 'books' as const, sha256 };
    if (!more() || takes.length === 0) continue;
    // Marked first: from then on none of them can be selected.
    for (const sha256 of await state.spared.markTakes(story))
      if (!keeps.has(sha256)) yield { story, kind: 'takes' as const, sha256 };
  }
}
