import type { StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';

/** A batch of the chain: its panels in chain order, by id. */
export interface ChainLink {
  readonly id: string;
  readonly panels: readonly string[];
}

/** What every change of a story is computed from, read in two round trips whatever the story's length. */
export interface ChangedStory {
  readonly id: string;
  readonly status: StoryStatus;
  /** Goes up with each user edit. */
  readonly rev: number;
  /** Goes up with each edit that changes what sheets and books show. */
  readonly edits: number;
  readonly provider: string;
  readonly approveAfter: string;
  readonly layout: string;
  /** Highest numbers given to generated ids. */
  readonly panelIds: number;
  readonly batchIds: number;
  /** Panels in reading order. */
  readonly order: readonly string[];
  readonly chain: readonly ChainLink[];
  /** The batches of plates, which come before the chain. */
  readonly plates: readonly ChainLink[];
  /** The batch of a cover that is drawn, which comes after the chain. */
  readonly cover: readonly ChainLink[];
  /** Whether the lock of the story's job is held: without it no worker is drawing a batch. */
  readonly locked: boolean;
}

export interface ReadChange {
  /** What this very change answered before, when its answer was lost with the connection. */
  readonly answered: readonly string[] | null;
  readonly story: ChangedStory | null;
}

/** @param change id of the change, by which a repeat is recognised */
export async function readChangedStory(
  redis: Redis,
  keys: Keyspace,
  { id, lockKey, change }: { readonly id: string; readonly lockKey: string; readonly change: string },
): Promise<ReadChange> {
  const reads = redis
    .pipeline()
    .get(keys.change(change))
    .hmget(keys.story(id), ...header)
    .lrange(keys.storyPart(id, 'order'), 0, -1)
    .lrange(keys.storyPart(id, 'chain'), 0, -1)
    .lrange(keys.storyPart(id, 'plates'), 0, -1)
    .lrange(keys.storyPart(id, 'cover'), 0, -1)
    .exists(lockKey);
  const [answered, fields, order, chain, plates, cover, locked] = valuesOf(await reads.exec()) as [
    string | null,
    (string | null)[],
    string[],
    string[],
    string[],
    string[],
    number,
  ];
  const [status, rev, edits, provider, approveAfter, layout, panelIds, batchIds] = fields;
  const story: ChangedStory | null = status
    ? {
        id,
        status: status as StoryStatus,
        rev: Number(rev ?? 0),
        edits: Number(edits ?? 0),
        provider: provider ?? '',
        approveAfter: approveAfter ?? '',
        layout: layout ?? '',
        panelIds: Number(panelIds ?? 0),
        batchIds: Number(batchIds ?? 0),
        order,
        chain: await readChain(redis, keys, id, chain),
        plates: await readChain(redis, keys, id, plates),
        cover: await readChain(redis, keys, id, cover),
        locked: locked === 1,
      }
    : null;
  return { answered: answered === null ? null : (JSON.parse(answered) as string[]), story };
}

const header = ['status', 'rev', 'edits', 'provider', 'approveAfter', 'layout', 'panelIds', 'batchIds'];

/** The panels of batches, by their ids. */
export async function readChain(
  redis: Redis,
  keys: Keyspace,
  story: string,
  chain: readonly string[],
): Promise<ChainLink[]> {
  if (chain.length === 0) return [];
  const lists = await redis.hmget(keys.storyPart(story, 'batches'), ...chain.map((id) => `${id}.panels`));
  return chain.map((id, index) => ({ id, panels: idsIn(lists[index]) }));
}

/** A list of ids as stored in one field. */
export const idsIn = (list: string | null | undefined): string[] => (list ?? '').split(' ').filter((id) => id !== '');

/** A panel's number, from 1; 0 for a removed one. */
export const numberOf = ({ order }: Pick<ChangedStory, 'order'>, panel: string): number => order.indexOf(panel) + 1;
