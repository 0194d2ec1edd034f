import type { LeftOutPicture, MicroUsd, RequestState, SentPicture } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { compareIds } from '../compare-ids.ts';
import { jsonOrNull } from '../json-or-null.ts';
import type { Keyspace } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import { readPictures, unpackPictures } from './stored-pictures.ts';
import { unfoldKept } from './unfold-kept.ts';

/** A piece of evidence, as `learn-outcome` wrote it. */
export interface StoredEvidence {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly source: 'webhook' | 'history' | 'user';
  readonly says: 'found' | 'paid' | 'unpaid';
  readonly cost?: MicroUsd;
}

export interface RequestFacts {
  readonly id: string;
  /** The key its frames can be recalled by. */
  readonly key: string;
  readonly state: RequestState;
  /** Ids. */
  readonly batch: string;
  readonly panels: readonly string[];
  /** Pictures it asked for. */
  readonly images: number;
  /** Where it was ordered; null for one of a time when that was not written down: at the story's only provider. */
  readonly provider: string | null;
  readonly model: string | null;
  /** The model that it asks about frames, instead of drawing any; null: it draws. */
  readonly judge: string | null;
  readonly estimate: MicroUsd;
  readonly vendorId: string | null;
  /** Milliseconds since the epoch. */
  readonly orderedAt: number | null;
  readonly settledAt: number | null;
  readonly outcome: { readonly cost: MicroUsd; readonly code?: string; readonly requestId?: string } | null;
  /** Ordered by another installation: it counts against no budget. */
  readonly imported: boolean;
  /** What was learnt about it when its outcome was not certain, oldest first. */
  readonly evidence: readonly StoredEvidence[];
  /** The pictures that went along, and those that did not; empty for requests of releases that did not say. */
  readonly references: readonly SentPicture[];
  readonly leftOut: readonly LeftOutPicture[];
}

type StoredIntent = Pick<RequestFacts, 'batch' | 'panels' | 'estimate'> &
  Partial<Pick<RequestFacts, 'provider' | 'model' | 'references' | 'leftOut'>> & {
    readonly frames?: readonly unknown[];
    readonly judge?: { readonly model: string };
  };

/** `orderedAt`, `settledAt`: of a request that is folded, see `fold_kept` in `lib/requests.lua`. */
type StoredOutcome = NonNullable<RequestFacts['outcome']> & Partial<Pick<RequestFacts, 'orderedAt' | 'settledAt'>>;

/** What is read of the requests of a story. */
export interface RequestReader {
  requests(id: string): Promise<RequestFacts[]>;
}

export function requestReader(redis: Redis, keys: Keyspace): RequestReader {
  const picturesIn = (id: string, texts: Iterable<string | null | undefined>) =>
    readPictures(redis, keys.storyPart(id, 'pictures'), texts);
  return {
    async requests(id) {
      // No transaction: a Redis without memory refuses to queue one, and the order only sorts.
      const reads = redis.pipeline().lrange(keys.storyPart(id, 'order'), 0, -1).hgetall(keys.storyPart(id, 'requests'));
      const [order, stored] = valuesOf(await reads.exec()) as [string[], Record<string, string>];
      const fields = Object.fromEntries(unfoldKept(Object.entries(stored)));
      const intents = Object.entries(fields).flatMap(([field, text]) => (field.endsWith('.intent') ? [text] : []));
      const pictures = await picturesIn(id, intents);
      const places = new Map(order.map((panel, index) => [panel, index]));
      const placeOf = ([panel = '']: readonly string[]) => places.get(panel) ?? order.length;
      return Object.entries(fields)
        .flatMap(([field, state]) => {
          const request = /^(.*)\.state$/.exec(field)?.[1];
          if (request === undefined) return [];
          const intent = jsonOrNull<StoredIntent>(fields[`${request}.intent`]);
          // A request that was recalled from its record was never intended, and cost nothing.
          if (!intent) return [];
          const outcome = jsonOrNull<StoredOutcome>(fields[`${request}.outcome`]);
          return [
            {
              id: request,
              key: fields[`${request}.key`] ?? '',
              state: state as RequestState,
              batch: intent.batch,
              panels: intent.panels,
              images: intent.frames?.length ?? intent.panels.length,
              provider: intent.provider ?? null,
              model: intent.model ?? null,
              judge: intent.judge?.model ?? null,
              estimate: intent.estimate,
              vendorId: fields[`${request}.vendor`] ?? null,
              orderedAt: Number(fields[`${request}.orderedAt`] ?? outcome?.orderedAt ?? 0) || null,
              settledAt: Number(fields[`${request}.settledAt`] ?? outcome?.settledAt ?? 0) || null,
              outcome: outcome && outcomeOf(outcome),
              imported: fields[`${request}.imported`] === '1',
              evidence: jsonOrNull<StoredEvidence[]>(fields[`${request}.evidence`]) ?? [],
              references: unpackPictures(intent.references ?? [], pictures),
              leftOut: unpackPictures(intent.leftOut ?? [], pictures),
            },
          ];
        })
        .sort(
          (a, b) =>
            placeOf(a.panels) - placeOf(b.panels) ||
            // What is not ordered yet comes last.
            (a.orderedAt ?? Number.MAX_SAFE_INTEGER) - (b.orderedAt ?? Number.MAX_SAFE_INTEGER) ||
            compareIds(a.id, b.id),
        );
    },
  };
}

const outcomeOf = ({ cost, code, requestId }: StoredOutcome): RequestFacts['outcome'] => ({
  cost,
  ...(code !== undefined && { code }),
  ...(requestId !== undefined && { requestId }),
});
