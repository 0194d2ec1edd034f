import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import { type BatchReader, batchReader } from './read-batches.ts';
import { type FactsReader, factsReader } from './read-facts.ts';
import { type PanelReader, panelReader } from './read-panels.ts';
import { type RequestReader, requestReader } from './read-requests.ts';
import { type SheetReader, sheetReader } from './read-sheets.ts';
import { type TakeReader, takeReader } from './read-takes.ts';

/** Everything that is read of a story. A story that does not exist reads as null or empty. */
export interface StoryReader extends FactsReader, BatchReader, PanelReader, RequestReader, TakeReader, SheetReader {}

export function storyReader(redis: Redis, keys: Keyspace): StoryReader {
  const panels = panelReader(redis, keys);
  return {
    ...factsReader(redis, keys),
    ...batchReader(redis, keys),
    ...panels,
    ...requestReader(redis, keys),
    ...takeReader(redis, keys, panels),
    ...sheetReader(redis, keys),
  };
}
