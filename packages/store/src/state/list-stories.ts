import { NextpanelError, type Page, type StoryStatus, storyMatcher } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { compareIds } from '../compare-ids.ts';
import type { Keyspace } from '../keyspace.ts';
import type { StoryFacts } from './read-facts.ts';
import type { StoryReader } from './read-story.ts';
import type { IndexedStory, StoryIndex } from './story-index.ts';

export interface StoryQuery {
  readonly tenant: string;
  readonly status?: StoryStatus;
  /** Part of the title or the id, ignoring case. */
  readonly query?: string;
  /** What another system calls the story. */
  readonly externalId?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly sort: 'created' | '-created' | 'updated' | '-updated';
  readonly limit: number;
  readonly cursor?: string;
}

/** Most ids looked at in one round trip. */
const sliceMax = 200;

/**
 * One page of a tenant's stories. The cursor is the position (score and id) of the last story seen, so stories that are
 * added or removed in the meantime neither repeat nor hide others. Throws `invalid_cursor`.
 */
export async function listStories(
  redis: Redis,
  keys: Keyspace,
  reader: Pick<StoryReader, 'stories'>,
  storyIndex: StoryIndex,
  storyQuery: StoryQuery,
): Promise<Page<StoryFacts>> {
  const { tenant, sort, limit, cursor } = storyQuery;
  if (isFiltered(storyQuery)) return filterStories(reader, storyIndex, storyQuery);
  const index = keys.tenantIndex(tenant, sort.endsWith('created') ? 'created' : 'updated');
  const backwards = sort.startsWith('-');
  let position = cursor === undefined ? null : readCursor(cursor);
  const items: StoryFacts[] = [];
  // One more says whether another page follows: every story of a slice is read whole.
  const slice = Math.min(limit + 1, sliceMax);
  for (;;) {
    const entries = await readSlice(redis, index, backwards, position, slice);
    if (entries.length === 0) return { items, nextCursor: null };
    const stories = await reader.stories(entries.map(({ id }) => id));
    for (const [at, entry] of entries.entries()) {
      const story = stories[at];
      position = entry;
      if (!story) continue;
      items.push(story);
      if (items.length === limit) {
        const more = at + 1 < entries.length || (await readSlice(redis, index, backwards, entry, 1)).length > 0;
        return { items, nextCursor: more ? writeCursor(entry) : null };
      }
    }
  }
}

/** The same of the stories that match: they are found in memory, and only those of the page are read. */
async function filterStories(
  reader: Pick<StoryReader, 'stories'>,
  storyIndex: StoryIndex,
  { tenant, sort, limit, cursor, ...filter }: StoryQuery,
): Promise<Page<StoryFacts>> {
  const after = cursor === undefined ? null : readCursor(cursor);
  const by = sort.endsWith('created') ? 'created' : 'updated';
  const sign = sort.startsWith('-') ? -1 : 1;
  const isNext = (story: IndexedStory, { score, id }: Position) =>
    sign * (story[by] - score || compareIds(story.id, id)) > 0;
  const matches = storyMatcher(filter);
  const all = (await storyIndex.read(tenant)).inOrder(by);
  const found: IndexedStory[] = [];
  // One more says whether another page follows.
  for (let at = 0; at < all.length && found.length <= limit; at += 1) {
    const story = all.at(sign > 0 ? at : -1 - at) as IndexedStory;
    if (matches(story) && (after === null || isNext(story, after))) found.push(story);
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const items = (await reader.stories(page.map(({ id }) => id))).filter(
    // One may have changed a moment ago.
    (story) => story !== null && matches({ ...story, ...story.spec }),
  ) as StoryFacts[];
  return { items, nextCursor: found.length > limit && last ? writeCursor({ score: last[by], id: last.id }) : null };
}

const isFiltered = ({ status, query, externalId, metadata }: StoryQuery): boolean =>
  [status, query, externalId, metadata].some((part) => part !== undefined);

interface Position {
  readonly score: number;
  readonly id: string;
}

async function readSlice(
  redis: Redis,
  index: string,
  backwards: boolean,
  after: Position | null,
  slice: number,
): Promise<Position[]> {
  const from = after === null ? (backwards ? '+inf' : '-inf') : String(after.score);
  const passed = ({ score, id }: Position) =>
    after !== null && score === after.score && (backwards ? id >= after.id : id <= after.id);
  // Stories of one millisecond share a score: however many of them were seen, the slice after them is looked for.
  for (let offset = 0; ; offset += slice) {
    const answer = backwards
      ? await redis.zrevrangebyscore(index, from, '-inf', 'WITHSCORES', 'LIMIT', offset, slice)
      : await redis.zrangebyscore(index, from, '+inf', 'WITHSCORES', 'LIMIT', offset, slice);
    const entries = Array.from({ length: answer.length / 2 }, (_, at) => ({
      id: answer[2 * at] as string,
      score: Number(answer[2 * at + 1]),
    })).filter((entry) => !passed(entry));
    if (entries.length > 0 || answer.length < 2 * slice) return entries;
  }
}

const writeCursor = ({ score, id }: Position): string => Buffer.from(`${score} ${id}`).toString('base64url');

function readCursor(cursor: string): Position {
  const [, score, id] = /^(\d+) (\S+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (score === undefined || id === undefined) {
    throw new NextpanelError('invalid_cursor', 'the cursor was not issued by this server; start again without it');
  }
  return { score: Number(score), id };
}
