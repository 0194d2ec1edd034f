import type { ErrorCode, MicroUsd, PageMap, PanelSpec, StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { type Acknowledged, tooFewReplicas } from '../acknowledged.ts';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { newStoryFacts } from './new-story-facts.ts';
import type { StoryFacts } from './read-facts.ts';
import type { StoredEdition, StoredFailure, StoredFrame, StoredSpec, WaitingFacts } from './stored.ts';

export interface Submission {
  readonly id: string;
  readonly tenant: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
  readonly spec: StoredSpec;
  /** In reading order. */
  readonly panels: readonly { readonly id: string; readonly spec: PanelSpec }[];
  /** Highest number given to a generated panel id. */
  readonly panelIds: number;
  /** In chain order, each a list of panel ids; they get the ids b1, b2, … */
  readonly batches: readonly (readonly string[])[];
  /** Plates that are drawn before, in batches, in order; each is a panel that is in no reading order. */
  readonly plates?: readonly (readonly { readonly id: string; readonly spec: PanelSpec }[])[];
  /** The cover as a panel, where it is drawn. */
  readonly cover?: PanelSpec | null;
  /** Which panels stand on which page of the main layout. */
  readonly pages: PageMap;
  readonly budget: MicroUsd | null;
  /** Equal for stories of a tenant that ask for exactly the same. */
  readonly same?: string;
  /** What it has already, as a copy of another story. It starts paused, unless nothing is left to draw. */
  readonly copied?: CopiedParts;
}

/** What a copy takes over from another story. */
export interface CopiedParts {
  /** By panel id. They count as kept, and a turn commits them without ordering anything. */
  readonly frames: ReadonlyMap<string, StoredFrame>;
  readonly editions: readonly StoredEdition[];
  readonly paused: boolean;
}

/**
 * `submitted`: `story` is what was stored, as it would be read; null for a copy, and where this very submission had been stored before.
 * `full`: the tenant has as many unfinished stories as its limit allows.
 */
export type SubmitOutcome =
  | { readonly kind: 'submitted'; readonly story: NewStory | null }
  | { readonly kind: 'full'; readonly active: number; readonly limit: number }
  | RepeatOutcome;

export interface NewStory {
  readonly facts: StoryFacts;
  /** The tenant's share of turns; 1 is usual. */
  readonly weight: number;
}

/** The idempotency key was used before: for the same story, or for another. */
export type RepeatOutcome = { readonly kind: 'replayed'; readonly id: string } | { readonly kind: 'mismatch' };

/**
 * Result of a user's command. `invalid` names the status (or `approval`) that forbids it; `fetch`: a vendor has requests of the
 * cancelled story and no worker is drawing it, so that it needs a last turn.
 */
export type CommandOutcome =
  | { readonly kind: 'done'; readonly fetch?: true }
  | { readonly kind: 'unchanged' | 'gone' }
  | { readonly kind: 'invalid'; readonly status: StoryStatus | 'approval' };

/** The transitions of a whole story; each is one script, see `transitions/`. */
export interface StoryTransitions {
  /** What a submit under this key would answer, when the key was used before. */
  replay(tenant: string, idempotency: NonNullable<Submission['idempotency']>): Promise<RepeatOutcome | null>;
  submit(submission: Submission): Promise<SubmitOutcome>;
  pause(id: string): Promise<CommandOutcome>;
  resume(id: string): Promise<CommandOutcome>;
  approve(id: string): Promise<CommandOutcome>;
  /** @param lockKey of the story's job: without the lock no worker is drawing its batch */
  cancel(id: string, lockKey: string): Promise<CommandOutcome>;
  /** Its priority among the stories of its tenant. */
  setPriority(id: string, priority: number): Promise<CommandOutcome>;
  /** Stores what an active story waits for; null: it continues. */
  waitFor(id: string, code: ErrorCode | null, facts?: WaitingFacts): Promise<void>;
  /**
   * The view of an active story that has waited for the same thing for so many milliseconds warns of it.
   *
   * @returns whether it did not warn before
   */
  warnOfWait(id: string, code: ErrorCode, ms: number): Promise<boolean>;
  /** The story is not drawn for so many milliseconds, by Redis' clock. */
  rest(id: string, ms: number): Promise<void>;
  /** Stops the story with `needs_attention`, for a reason that belongs to no batch. */
  stop(id: string, failure: StoredFailure): Promise<void>;
}

export function storyTransitions(
  redis: Redis,
  run: RunTransition,
  acknowledged: Acknowledged,
  keys: Keyspace,
): StoryTransitions {
  const command =
    (name: string) =>
    async (id: string, ...more: string[]): Promise<CommandOutcome> => {
      const [kind, word] = (await run(name, [keys.story(id), ...more], [])) as [string, string?];
      if (kind === 'invalid') return { kind, status: word as StoryStatus | 'approval' };
      if (kind === 'gone' || kind === 'unchanged') return { kind };
      return word === 'fetch' ? { kind: 'done', fetch: true } : { kind: 'done' };
    };
  return {
    async replay(tenant, { key, bodyHash }) {
      const known = await redis.hget(keys.idempotency(tenant), key);
      const [id, hash] = known?.split(' ') ?? [];
      if (id === undefined) return null;
      if (hash !== bodyHash) return { kind: 'mismatch' };
      // The answer before may have been that no replica holds it.
      if (!(await acknowledged.held())) throw tooFewReplicas();
      return { kind: 'replayed', id };
    },
    async submit(submission) {
      const header = headerFields(submission);
      const { plates = [] } = submission;
      const { answer, held } = await acknowledged.run(
        'submit-story',
        [keys.story(submission.id)],
        [
          submission.tenant,
          submission.createdAt,
          submission.idempotency?.key ?? '',
          submission.idempotency?.bodyHash ?? '',
          header.length / 2,
          ...header,
          JSON.stringify(submission.pages),
          submission.panels.length,
          ...submission.panels.flatMap(({ id: panel, spec }) => [panel, JSON.stringify(spec)]),
          submission.batches.length,
          ...submission.batches.flatMap((panels, index) => [`b${index + 1}`, panels.join(' ')]),
          plates.flat().length,
          ...plates.flat().flatMap(({ id: panel, spec }) => [panel, JSON.stringify(spec)]),
          plates.length,
          ...plates.flatMap((batch, index) => [`plates${index + 1}`, batch.map(({ id: panel }) => panel).join(' ')]),
          ...copiedFields(submission.copied),
          submission.cover ? JSON.stringify(submission.cover) : '',
        ],
      );
      // It is stored, and drawn if nothing fails meanwhile; a client that submits it again with its Idempotency-Key gets the same story.
      if (!held) throw tooFewReplicas();
      const [kind, first, second, third] = answer as [SubmitOutcome['kind'], string?, string?, string?];
      if (kind === 'full') return { kind, active: Number(first), limit: Number(second) };
      if (kind === 'replayed') {
        if (!(await acknowledged.held())) throw tooFewReplicas();
        return { kind, id: first as string };
      }
      if (kind === 'mismatch') return { kind };
      if (first === undefined || submission.copied) return { kind, story: null };
      const facts = newStoryFacts(submission, { updatedAt: Number(first), duplicateOf: second || null });
      return { kind, story: { facts, weight: Number(third) } };
    },
    pause: command('pause-story'),
    resume: command('resume-story'),
    approve: command('approve-story'),
    cancel: command('cancel-story'),
    async setPriority(id, priority) {
      const [kind] = (await run('set-priority', [keys.story(id)], [priority])) as ['set' | 'unchanged' | 'gone'];
      return { kind: kind === 'set' ? 'done' : kind };
    },
    async waitFor(id, code, facts = {}) {
      await run('wait-story', [keys.story(id)], [code ?? '', JSON.stringify(facts)]);
    },
    async warnOfWait(id, code, ms) {
      return (await run('warn-long-wait', [keys.story(id)], [code, ms]))[0] === 'warned';
    },
    async rest(id, ms) {
      await run('rest-story', [keys.story(id)], [Math.ceil(ms)]);
    },
    async stop(id, failure) {
      await run('stop-story', [keys.story(id)], [failure.code, JSON.stringify(failure)]);
    },
  };
}

function copiedFields(copied: CopiedParts | undefined): (string | number)[] {
  if (!copied) return [0, 0, ''];
  const { frames, editions, paused } = copied;
  const kept = [...frames].flatMap(([panel, frame]) => [panel, JSON.stringify(frame)]);
  const words = editions.flatMap((edition) => [edition.language, JSON.stringify(edition)]);
  return [frames.size, ...kept, editions.length, ...words, paused ? '1' : ''];
}

function headerFields({
  spec,
  pages,
  panelIds,
  batches,
  budget,
  same = '',
  plates = [],
}: Submission): (string | number)[] {
  return Object.entries({
    title: spec.title,
    provider: spec.render.provider,
    spec: JSON.stringify(spec),
    layout: spec.book.layout,
    sheets: pages.length,
    panelIds,
    batchIds: batches.length,
    formats: spec.book.formats.length,
    budget: budget ?? '',
    same,
    ...(spec.priority !== undefined && { priority: spec.priority }),
    ...(spec.externalId !== undefined && { externalId: spec.externalId }),
    ...(spec.metadata !== undefined && { metadata: JSON.stringify(spec.metadata) }),
    ...(spec.webhook !== undefined && { webhook: '1' }),
    approveAfter: spec.render.approveAfter ?? '',
    ...(spec.plates?.approve === true && plates.length > 0 && { platesGate: '1' }),
  }).flat();
}
