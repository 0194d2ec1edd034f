import type { BatchStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { compareIds } from '../compare-ids.ts';
import { type ChainLink, idsIn, readChain } from '../edits/changed-story.ts';
import { jsonOrNull } from '../json-or-null.ts';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import type { StoredFailure } from './stored.ts';

export interface BatchFacts {
  readonly id: string;
  /** Place in the chain, from 1. */
  readonly number: number;
  readonly status: BatchStatus;
  /** Ids in chain order, those of removed panels included. */
  readonly panels: readonly string[];
  readonly attempts: number;
  readonly reference: { readonly panel: string; readonly sha256: string } | null;
}

export interface AttemptFacts {
  /** Id of its batch. */
  readonly batch: string;
  readonly number: number;
  /** `waited`: milliseconds in the queue before it began. */
  readonly start: { readonly at: number; readonly fence: number; readonly waited?: number };
  readonly end: {
    readonly at: number;
    readonly outcome: string;
    /** Milliseconds from the first order to the last answer of the provider. */
    readonly provider?: number;
    readonly code?: string;
    readonly failure?: StoredFailure;
  } | null;
}

/** What is read of a story's batches and their attempts. */
export interface BatchReader {
  /** The chain: its batches with the ids of their panels. */
  chain(id: string): Promise<ChainLink[]>;
  /** The batches of plates with the ids of their panels, in the order they are drawn. */
  plates(id: string): Promise<ChainLink[]>;
  /** The batch of a cover that is drawn, as a list of one; empty: none is. */
  cover(id: string): Promise<ChainLink[]>;
  batches(id: string): Promise<BatchFacts[]>;
  /** Some batches of the chain. */
  batchesById(id: string, batches: readonly string[]): Promise<Pick<BatchFacts, 'id' | 'status' | 'panels'>[]>;
  attempts(id: string): Promise<AttemptFacts[]>;
}

export function batchReader(redis: Redis, keys: Keyspace): BatchReader {
  return {
    async chain(id) {
      return readChain(redis, keys, id, await redis.lrange(keys.storyPart(id, 'chain'), 0, -1));
    },
    async plates(id) {
      return readChain(redis, keys, id, await redis.lrange(keys.storyPart(id, 'plates'), 0, -1));
    },
    async cover(id) {
      return readChain(redis, keys, id, await redis.lrange(keys.storyPart(id, 'cover'), 0, -1));
    },
    async batches(id) {
      // One transaction: between two reads the story may be deleted, or get more.
      const reads = redis.multi().lrange(keys.storyPart(id, 'chain'), 0, -1).hgetall(keys.storyPart(id, 'batches'));
      const [chain, fields] = valuesOf(await reads.exec()) as [string[], Record<string, string>];
      return chain.flatMap((batch, index) => {
        const status = fields[`${batch}.status`];
        if (status === undefined) return [];
        return [
          {
            id: batch,
            number: index + 1,
            status: shownStatus(status, fields[`${batch}.suspended`]),
            panels: idsIn(fields[`${batch}.panels`]),
            attempts: Number(fields[`${batch}.attempts`] ?? 0),
            reference: jsonOrNull<{ panel: string; sha256: string }>(fields[`${batch}.reference`]),
          },
        ];
      });
    },
    async batchesById(id, batches) {
      if (batches.length === 0) return [];
      const names = batches.flatMap((batch) => [`${batch}.status`, `${batch}.panels`, `${batch}.suspended`]);
      const fields = await redis.hmget(keys.storyPart(id, 'batches'), ...names);
      return batches.flatMap((batch, index) => {
        const [status, panels, suspended] = fields.slice(3 * index, 3 * index + 3);
        return status ? [{ id: batch, status: shownStatus(status, suspended), panels: idsIn(panels) }] : [];
      });
    },
    async attempts(id) {
      const reads = redis.multi().lrange(keys.storyPart(id, 'chain'), 0, -1).hgetall(keys.storyPart(id, 'attempts'));
      const [chain, fields] = valuesOf(await reads.exec()) as [string[], Record<string, string>];
      const places = new Map(chain.map((batch, index) => [batch, index]));
      const placeOf = (batch: string) => places.get(batch) ?? chain.length;
      return Object.entries(fields)
        .flatMap(([field, start]) => {
          const [batch = '', number = '', edge] = field.split('.');
          if (edge !== 'start') return [];
          return [
            {
              batch,
              number: Number(number),
              start: JSON.parse(start) as AttemptFacts['start'],
              end: jsonOrNull<NonNullable<AttemptFacts['end']>>(fields[`${batch}.${number}.end`]),
            },
          ];
        })
        .sort((a, b) => placeOf(a.batch) - placeOf(b.batch) || compareIds(a.batch, b.batch) || a.number - b.number);
    },
  };
}

/** A batch whose turn was suspended is still being drawn, at the vendor: no turn is in progress. */
const shownStatus = (stored: string, suspended: string | null | undefined): BatchStatus =>
  suspended ? 'drawing' : (stored as BatchStatus);
