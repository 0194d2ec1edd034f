import type { Context } from './context.ts';
import type { RequestRecord } from './record.ts';

/** Stories whose state is read in one round trip. */
const storiesAtOnce = 50;

export interface DeletedRecords {
  readonly removed: number;
  /** Left to another story of the tenant that has a frame of them. */
  readonly handedOver: number;
}

/**
 * Removes the records that a story of this tenant paid for, so that nothing is recalled from it any more and its pictures
 * can be swept. A record of which another story has a frame stays and becomes that story's: it is all that makes drawing it
 * again free. Works before and after the story's own state is gone, and repeats change nothing. It looks at all stories of
 * the tenant, 50 at a time.
 *
 * @param keys request keys of the story; those under which another story's record lies are left alone
 */
export async function deleteRecords(
  { state, artifacts }: Pick<Context, 'state' | 'artifacts'>,
  tenant: string,
  story: string,
  keys: readonly string[],
): Promise<DeletedRecords> {
  const isOurs = (record: unknown): record is RequestRecord => (record as RequestRecord | null)?.story === story;
  const ours = new Map<string, RequestRecord>();
  for (const key of keys) {
    const record = await artifacts.readRecord(tenant, key);
    if (isOurs(record)) ours.set(key, record);
  }
  const heirs = await findHeirs({ state }, tenant, story, ours);
  let removed = 0;
  for (const [key, record] of ours) {
    const heir = heirs.get(key);
    if (heir === undefined) {
      if (await artifacts.removeRecord(tenant, key, isOurs)) removed += 1;
      continue;
    }
    // No order of the heir's own yielded it.
    await artifacts.writeRecord(tenant, key, { ...record, story: heir, request: '' }, { replace: true });
  }
  return { removed, handedOver: heirs.size };
}

/** For each record the tenant's other story that has a frame of it, where there is one. */
async function findHeirs(
  { state }: Pick<Context, 'state'>,
  tenant: string,
  deleted: string,
  records: ReadonlyMap<string, RequestRecord>,
): Promise<Map<string, string>> {
  const orphans = new Map([...records].map(([key, { frames }]) => [key, frames.flatMap((it) => it?.sha256 ?? [])]));
  const heirs = new Map<string, string>();
  let ids: string[] = [];
  const look = async () => {
    for (const [index, hashes] of (await state.storyHashes(ids)).entries()) {
      for (const [key, frames] of orphans) {
        if (!frames.some((sha256) => hashes.has(sha256))) continue;
        heirs.set(key, ids[index] as string);
        orphans.delete(key);
      }
    }
    ids = [];
  };
  if (orphans.size === 0) return heirs;
  for await (const { id } of state.allStories(tenant)) {
    if (id === deleted) continue;
    ids.push(id);
    if (ids.length === storiesAtOnce) await look();
    if (orphans.size === 0) return heirs;
  }
  await look();
  return heirs;
}
