import {
  type BatchStatus,
  coverPanel,
  isCoverPanel,
  type LeftOutPicture,
  type MicroUsd,
  type NamedText,
  nameTexts,
  type PageMap,
  type RequestState,
  type SentPicture,
  type StoryStatus,
} from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { type ChainLink, idsIn, readChain } from '../edits/changed-story.ts';
import type { Keyspace, StoryPart } from '../keyspace.ts';
import { valuesOf } from '../values-of.ts';
import { type OtherSheet, otherSheets, type Read } from './book-transitions.ts';
import { type Spent, spendingByProvider } from './spending-by-provider.ts';
import {
  readFrame,
  type StoredBook,
  type StoredFailure,
  type StoredFrame,
  type StoredPanelSpec,
  type StoredSheet,
  type StoredSpec,
  type WaitingFacts,
} from './stored.ts';
import { readPictures, type StoredPictures, unpackPictures } from './stored-pictures.ts';
import { unfoldKept } from './unfold-kept.ts';

/** A story's own facts and its derived counts, as one round trip reads them. */
export interface StoryFacts {
  readonly id: string;
  readonly tenant: string;
  readonly title: string;
  readonly status: StoryStatus;
  readonly reason: string | null;
  /** What an active story waits for, such as `rate_limited` or `provider_paused`. */
  readonly waiting: string | null;
  /** Since when it waits for that, by Redis' clock, and what is known of it; null: it does not wait, or waits since a release before this was stored. */
  readonly wait: (WaitingFacts & { readonly since: number }) | null;
  /** It waits for so long that its view warns of it. */
  readonly waitsLong: boolean;
  /** It is not drawn before, by Redis' clock; null: it may be drawn now. */
  readonly notBefore: number | null;
  /** A vendor has something of it that can be fetched, whatever its status. */
  readonly toFetch: boolean;
  /** Whether a cover that the story has drawn has its frame, be it kept for a batch under way; null: none is drawn. */
  readonly coverDrawn: boolean | null;
  readonly spec: StoredSpec;
  /** The story that asked for exactly the same before it; null: there was none. */
  readonly duplicateOf: string | null;
  /** −10 … 10, among the stories of its tenant. */
  readonly priority: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly panels: number;
  readonly batches: number;
  readonly sheets: number;
  readonly drawnPanels: number;
  readonly drawnBatches: number;
  readonly composedSheets: number;
  /** Names of the books that are bound. */
  readonly books: readonly string[];
  readonly budget: MicroUsd | null;
  /** Goes up with each user edit. */
  readonly rev: number;
  /** Goes up with each edit that changes what sheets and books show. */
  readonly edits: number;
  readonly spent: MicroUsd;
  readonly held: MicroUsd;
  readonly possibly: MicroUsd;
  /** The same by provider: a story may have gone on with another one. */
  readonly spending: ReadonlyMap<string, Spent>;
  /** In reading order; panel null stands for a whole batch or story, number 0 for that or for a removed panel. */
  readonly failures: readonly {
    readonly panel: string | null;
    readonly number: number;
    readonly failure: StoredFailure;
  }[];
}

/** A story's own facts without anything that is counted. */
export type StoryHead = Pick<
  StoryFacts,
  'id' | 'tenant' | 'title' | 'status' | 'spec' | 'rev' | 'edits' | 'sheets' | 'createdAt' | 'panels'
>;

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

export interface PanelFacts {
  readonly id: string;
  /** Place in reading order, from 1; 0 for a removed panel. */
  readonly number: number;
  /** Every text has its id. */
  readonly spec: StoredPanelSpec & { readonly text: readonly NamedText[] };
  readonly selected: StoredFrame | null;
  /** Number of the selected take. */
  readonly take: number | null;
  readonly kept: StoredFrame | null;
  readonly takes: number;
  /** Whether a user asked for it to be drawn again, and it is not yet. */
  readonly asked: boolean;
  readonly failure: StoredFailure | null;
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

/** As many panels are looked up one by one: the order of a long story is more to read than their places. */
const fewPanels = 32;

/** Everything that is read of a story. A story that does not exist reads as null or empty. */
export interface StoryReader {
  story(id: string): Promise<StoryFacts | null>;
  stories(ids: readonly string[]): Promise<(StoryFacts | null)[]>;
  /** What changes of a story look at, whatever its length. */
  head(id: string): Promise<StoryHead | null>;
  /** The chain: its batches with the ids of their panels. */
  chain(id: string): Promise<ChainLink[]>;
  /** The batches of plates with the ids of their panels, in the order they are drawn. */
  plates(id: string): Promise<ChainLink[]>;
  /** The batch of a cover that is drawn, as a list of one; empty: none is. */
  cover(id: string): Promise<ChainLink[]>;
  /** Whether the user is asked to approve the plates, and has. */
  platesGate(id: string): Promise<'none' | 'open' | 'approved'>;
  /** Ids of the panels in reading order. */
  order(id: string): Promise<string[]>;
  /** Numbers of panels, from 1; 0 for those that are not in the book. */
  numbers(id: string, panels: readonly string[]): Promise<number[]>;
  /** The id of the panel with a number, from 1; null where there is none. */
  panelAt(id: string, number: number): Promise<string | null>;
  /** Which panels, by id, stand on which page of the main layout. */
  pages(id: string): Promise<PageMap>;
  /** Panels by id, also removed ones. */
  panels(id: string, panels: readonly string[]): Promise<PanelFacts[]>;
  batches(id: string): Promise<BatchFacts[]>;
  /** Some batches of the chain. */
  batchesById(id: string, batches: readonly string[]): Promise<Pick<BatchFacts, 'id' | 'status' | 'panels'>[]>;
  attempts(id: string): Promise<AttemptFacts[]>;
  requests(id: string): Promise<RequestFacts[]>;
  selected(id: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>>;
  /** Frames kept for a batch that is not committed yet. */
  kept(id: string, panels: readonly string[]): Promise<Map<string, Read<StoredFrame>>>;
  /** All takes of a panel, the first one first. */
  takes(id: string, panel: string): Promise<StoredFrame[]>;
  /** All takes of panels and plates that are not selected where another one is. */
  discardedTakes(id: string): Promise<StoredFrame[]>;
  /** A take of any panel by its bytes, or null. */
  takeBySha256(id: string, sha256: string): Promise<StoredFrame | null>;
  /** Whether a tile with these bytes went along with a take of any panel, or they are the mask of one. */
  hasTile(id: string, sha256: string): Promise<boolean>;
  sheets(id: string): Promise<Map<number, Read<StoredSheet>>>;
  /** One of the sheets of other pages than the story's, as it was last composed. */
  otherSheet(sheet: OtherSheet, number: number): Promise<StoredSheet | null>;
  /** By name. */
  books(id: string): Promise<Map<string, Read<StoredBook>>>;
  /** Ids of stories the system has work for, longest untouched first. */
  active(): Promise<string[]>;
}

export function storyReader(redis: Redis, keys: Keyspace): StoryReader {
  const stories = async (ids: readonly string[]): Promise<(StoryFacts | null)[]> => {
    const reads = redis.pipeline();
    for (const id of ids) {
      reads.hgetall(keys.story(id));
      reads.hkeys(keys.storyPart(id, 'selected'));
      reads.hkeys(keys.storyPart(id, 'kept'));
      reads.hgetall(keys.storyPart(id, 'batches'));
      reads.hlen(keys.storyPart(id, 'sheets'));
      reads.hkeys(keys.storyPart(id, 'books'));
      reads.hvals(keys.storyPart(id, 'open'));
      reads.hgetall(keys.storyPart(id, 'failures'));
      reads.lrange(keys.storyPart(id, 'order'), 0, -1);
      reads.lrange(keys.storyPart(id, 'chain'), 0, -1);
    }
    const answers = valuesOf(await reads.exec());
    return ids.map((_, index) => readFacts(answers.slice(10 * index, 10 * index + 10)));
  };
  const picturesIn = (id: string, texts: Iterable<string | null | undefined>) =>
    readPictures(redis, keys.storyPart(id, 'pictures'), texts);
  const frames = async (
    id: string,
    part: 'selected' | 'kept',
    panels: readonly string[],
  ): Promise<Map<string, Read<StoredFrame>>> => {
    if (panels.length === 0) return new Map();
    const raws = await redis.hmget(keys.storyPart(id, part), ...panels);
    const pictures = await picturesIn(id, raws);
    return new Map(
      panels.flatMap((panel, index) => {
        const raw = raws[index];
        return raw ? [[panel, { raw, value: readFrame(raw, pictures) }] as const] : [];
      }),
    );
  };
  const numbersOf = async (id: string, panels: readonly string[]): Promise<number[]> => {
    if (panels.length === 0) return [];
    const reads = redis.pipeline();
    for (const panel of panels) reads.lpos(keys.storyPart(id, 'order'), panel);
    return (valuesOf(await reads.exec()) as (number | null)[]).map((at) => (at ?? -1) + 1);
  };
  return {
    stories,
    async story(id) {
      return (await stories([id]))[0] ?? null;
    },
    async head(id) {
      const reads = redis
        .pipeline()
        .hmget(keys.story(id), 'tenant', 'title', 'status', 'spec', 'rev', 'edits', 'sheets', 'created')
        .llen(keys.storyPart(id, 'order'));
      const [fields, panels] = valuesOf(await reads.exec()) as [(string | null)[], number];
      const [tenant, title, status, spec, rev, edits, sheets, created] = fields;
      if (!tenant || !status || !spec) return null;
      return {
        id,
        tenant,
        title: title ?? '',
        status: status as StoryStatus,
        spec: JSON.parse(spec) as StoredSpec,
        rev: Number(rev ?? 0),
        edits: Number(edits ?? 0),
        sheets: Number(sheets ?? 0),
        createdAt: Number(created ?? 0),
        panels,
      };
    },
    async chain(id) {
      return readChain(redis, keys, id, await redis.lrange(keys.storyPart(id, 'chain'), 0, -1));
    },
    async plates(id) {
      return readChain(redis, keys, id, await redis.lrange(keys.storyPart(id, 'plates'), 0, -1));
    },
    async cover(id) {
      return readChain(redis, keys, id, await redis.lrange(keys.storyPart(id, 'cover'), 0, -1));
    },
    async platesGate(id) {
      const [gate, approved] = await redis.hmget(keys.story(id), 'platesGate', 'platesApproved');
      return gate !== '1' ? 'none' : approved === '1' ? 'approved' : 'open';
    },
    numbers: numbersOf,
    order: (id) => redis.lrange(keys.storyPart(id, 'order'), 0, -1),
    panelAt: async (id, number) => (await redis.lindex(keys.storyPart(id, 'order'), number - 1)) ?? null,
    async pages(id) {
      const layout = (await redis.hget(keys.story(id), 'layout')) ?? '';
      return json<PageMap>(await redis.hget(keys.storyPart(id, 'pages'), layout)) ?? [];
    },
    async panels(id, fields) {
      if (fields.length === 0) return [];
      // One panel, or a few, are found one by one; many by the whole order.
      const few = fields.length <= fewPanels;
      const order = few ? [] : await redis.lrange(keys.storyPart(id, 'order'), 0, -1);
      const places = few ? await numbersOf(id, fields) : [];
      const reads = redis
        .pipeline()
        .hmget(keys.storyPart(id, 'panels'), ...fields)
        .hmget(keys.storyPart(id, 'selected'), ...fields)
        .hmget(keys.storyPart(id, 'kept'), ...fields)
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.count`))
        .hmget(keys.storyPart(id, 'takes'), ...fields.map((field) => `${field}.selected`))
        .hmget(keys.storyPart(id, 'redraws'), ...fields)
        .hmget(keys.storyPart(id, 'failures'), ...fields);
      const [specs, selected, kept, takes, chosen, redraws, failures] = valuesOf(await reads.exec()) as (
        | string
        | null
      )[][];
      const numbers = new Map(order.map((panel, index) => [panel, index + 1]));
      const pictures = await picturesIn(id, [...(selected ?? []), ...(kept ?? [])]);
      return fields.flatMap((panel, index) => {
        const stored = json<StoredPanelSpec>(specs?.[index]);
        if (!stored) return [];
        const spec = { ...stored, text: nameTexts(panel, stored.text) };
        return [
          {
            id: panel,
            number: few ? (places[index] ?? 0) : (numbers.get(panel) ?? 0),
            spec,
            selected: frameOrNull(selected?.[index], pictures),
            take: selected?.[index] ? Number(chosen?.[index] ?? 1) : null,
            kept: frameOrNull(kept?.[index], pictures),
            takes: countTakes(takes?.[index], selected?.[index]),
            asked: Boolean(redraws?.[index]),
            failure: json<StoredFailure>(failures?.[index]),
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
            reference: json<{ panel: string; sha256: string }>(fields[`${batch}.reference`]),
          },
        ];
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
              end: json<NonNullable<AttemptFacts['end']>>(fields[`${batch}.${number}.end`]),
            },
          ];
        })
        .sort((a, b) => placeOf(a.batch) - placeOf(b.batch) || compare(a.batch, b.batch) || a.number - b.number);
    },
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
          const intent = json<StoredIntent>(fields[`${request}.intent`]);
          // A request that was recalled from its record was never intended, and cost nothing.
          if (!intent) return [];
          const outcome = json<StoredOutcome>(fields[`${request}.outcome`]);
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
              evidence: json<StoredEvidence[]>(fields[`${request}.evidence`]) ?? [],
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
            compare(a.id, b.id),
        );
    },
    selected: (id, panels) => frames(id, 'selected', panels),
    kept: (id, panels) => frames(id, 'kept', panels),
    async takes(id, panel) {
      const raws = await readTakes(redis, keys, id, panel);
      const pictures = await picturesIn(id, raws);
      return raws.map((raw) => readFrame(raw, pictures));
    },
    async discardedTakes(id) {
      const key = keys.storyPart(id, 'takes');
      // Few pictures have several takes, and the frames of a long story are much to read.
      const counted = (await redis.hkeys(key)).filter((field) => field.endsWith('.count'));
      const counts = counted.length === 0 ? [] : await redis.hmget(key, ...counted);
      const several = counted.flatMap((field, index) => {
        const count = Number(counts[index] ?? 0);
        return count > 1 ? [{ picture: field.slice(0, -'.count'.length), count }] : [];
      });
      if (several.length === 0) return [];
      const selected = await frames(
        id,
        'selected',
        several.map(({ picture }) => picture),
      );
      const fields = several.flatMap(({ picture, count }) =>
        Array.from({ length: count }, (_, index) => ({ picture, field: `${picture}.${index + 1}` })),
      );
      const raws = await redis.hmget(key, ...fields.map(({ field }) => field));
      const pictures = await picturesIn(id, raws);
      return fields.flatMap(({ picture }, index) => {
        const frame = frameOrNull(raws[index], pictures);
        const chosen = selected.get(picture)?.value;
        return frame !== null && chosen !== undefined && frame.sha256 !== chosen.sha256 ? [frame] : [];
      });
    },
    async takeBySha256(id, sha256) {
      const takes = await valuesIn(redis, keys, id, ['selected', 'takes']);
      const isIt = (take: string) => take.includes(`"${sha256}"`) && readFrame(take, new Map()).sha256 === sha256;
      const found = takes.find(isIt);
      return frameOrNull(found, await picturesIn(id, [found]));
    },
    async hasTile(id, sha256) {
      const texts = await valuesIn(redis, keys, id, ['selected', 'takes', 'kept', 'pictures']);
      return texts.some((text) => text.includes(`"${sha256}"`) && isMadeFor(text, sha256));
    },
    async sheets(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'sheets'));
      return new Map(
        Object.entries(fields).map(([number, raw]) => [Number(number), { raw, value: JSON.parse(raw) as StoredSheet }]),
      );
    },
    async otherSheet({ story, pages, language }, number) {
      const field = `${otherSheets(pages, language)}${number}`;
      return json<StoredSheet>(await redis.hget(keys.storyPart(story, 'otherSheets'), field));
    },
    async books(id) {
      const fields = await redis.hgetall(keys.storyPart(id, 'books'));
      return new Map(
        Object.entries(fields).map(([format, raw]) => [format, { raw, value: JSON.parse(raw) as StoredBook }]),
      );
    },
    active: () => redis.zrangebyscore(keys.active, '-inf', '+inf'),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function readFacts(answers: readonly unknown[]): StoryFacts | null {
  const [header, selected, kept, batches, sheets, books, open, failures, order, chain] = answers as [
    Record<string, string>,
    string[],
    string[],
    Record<string, string>,
    number,
    string[],
    string[],
    Record<string, string>,
    string[],
    string[],
  ];
  if (header.id === undefined) return null;
  const spec = JSON.parse(header.spec as string) as StoredSpec;
  const sums = {
    spent: Number(header.spent),
    held: open.reduce((total, high) => total + Number(high), 0),
    possibly: Number(header.possibly),
  };
  return {
    id: header.id,
    tenant: header.tenant as string,
    title: header.title as string,
    status: header.status as StoryStatus,
    reason: header.reason || null,
    waiting: header.waiting ?? null,
    wait: header.waitingSince
      ? { since: Number(header.waitingSince), ...json<WaitingFacts>(header.waitingFacts) }
      : null,
    waitsLong: header.waitingLong !== undefined,
    toFetch: header.toFetch === '1',
    notBefore: header.notBefore ? Number(header.notBefore) : null,
    coverDrawn: isCoverPanel(spec, coverPanel) ? [...selected, ...kept].includes(coverPanel) : null,
    spec,
    duplicateOf: header.duplicateOf ?? null,
    priority: Number(header.priority ?? 0),
    createdAt: Number(header.created),
    updatedAt: Number(header.updated),
    panels: order.length,
    batches: chain.length,
    sheets: Number(header.sheets),
    drawnPanels: countDrawn(order, selected, kept),
    drawnBatches: chain.filter((batch) => batches[`${batch}.status`] === 'drawn').length,
    composedSheets: sheets,
    books,
    rev: Number(header.rev ?? 0),
    edits: Number(header.edits ?? 0),
    budget: header.budget ? Number(header.budget) : null,
    ...sums,
    spending: spendingByProvider(header.provider as string, sums, json(header.earlier) ?? {}),
    failures: Object.entries(failures)
      .map(([panel, raw]) => ({
        panel: panel === '*' ? null : panel,
        number: order.indexOf(panel) + 1,
        failure: JSON.parse(raw) as StoredFailure,
      }))
      .sort((a, b) => a.number - b.number),
  };
}

/** A batch whose turn was suspended is still being drawn, at the vendor: no turn is in progress. */
const shownStatus = (stored: string, suspended: string | null | undefined): BatchStatus =>
  suspended ? 'drawing' : (stored as BatchStatus);

/** How many panels of the book have a frame, be it kept for a batch under way. */
function countDrawn(order: readonly string[], selected: readonly string[], kept: readonly string[]): number {
  const drawn = new Set([...selected, ...kept]);
  return order.filter((panel) => drawn.has(panel)).length;
}

const outcomeOf = ({ cost, code, requestId }: StoredOutcome): RequestFacts['outcome'] => ({
  cost,
  ...(code !== undefined && { code }),
  ...(requestId !== undefined && { requestId }),
});

const frameOrNull = (text: string | null | undefined, pictures: StoredPictures): StoredFrame | null =>
  text ? readFrame(text, pictures) : null;

/** How many takes a panel has: its only one stands in `selected` alone. */
const countTakes = (count: string | null | undefined, selected: string | null | undefined): number =>
  Number(count ?? (selected ? 1 : 0));

/** All takes of a panel as stored, the first one first. */
export async function readTakes(redis: Redis, keys: Keyspace, story: string, panel: string): Promise<string[]> {
  const key = keys.storyPart(story, 'takes');
  const reads = redis.pipeline().hget(key, `${panel}.count`).hget(keys.storyPart(story, 'selected'), panel);
  const [count, selected] = valuesOf(await reads.exec()) as (string | null)[];
  if (!count) return selected ? [selected] : [];
  const frames = await redis.hmget(
    key,
    ...Array.from({ length: Number(count) }, (_, index) => `${panel}.${index + 1}`),
  );
  return frames.map((frame) => frame ?? '');
}

async function valuesIn(redis: Redis, keys: Keyspace, id: string, parts: readonly StoryPart[]): Promise<string[]> {
  return (await Promise.all(parts.map((part) => redis.hvals(keys.storyPart(id, part))))).flat();
}

const json = <Value>(text: string | null | undefined): Value | null => (text ? (JSON.parse(text) as Value) : null);

/** Whether a picture was made for the request of a take; asked of stored takes, and of pictures that went along with some. */
function isMadeFor(text: string, sha256: string): boolean {
  const { role, retouch, references = [], ...it } = JSON.parse(text) as Partial<SentPicture & StoredFrame>;
  if (role !== undefined) return role === 'tile' && it.sha256 === sha256;
  return (
    retouch?.mask === sha256 ||
    references.some((sent) => typeof sent === 'object' && sent.role === 'tile' && sent.sha256 === sha256)
  );
}
