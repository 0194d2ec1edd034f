import type { BatchPlan, MicroUsd, PanelSpec, StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import type { StoredFailure, StoredSpec } from './stored.ts';

export interface Submission {
  readonly id: string;
  readonly tenant: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly idempotency: { readonly key: string; readonly bodyHash: string } | null;
  readonly spec: StoredSpec;
  readonly panels: readonly PanelSpec[];
  readonly batches: readonly BatchPlan[];
  readonly sheets: number;
  readonly budget: MicroUsd | null;
}

export type SubmitOutcome = { readonly kind: 'submitted' } | RepeatOutcome;

/** The idempotency key was used before: for this very story, or for another. */
export type RepeatOutcome = { readonly kind: 'replayed'; readonly id: string } | { readonly kind: 'mismatch' };

/** What a person's command did. `invalid` names the status (or `approval`) that forbids it. */
export type CommandOutcome =
  | { readonly kind: 'done' | 'unchanged' | 'gone' }
  | { readonly kind: 'invalid'; readonly status: StoryStatus | 'approval' };

/** The transitions of a whole story; each is one script, see `transitions/`. */
export interface StoryTransitions {
  /** What a submit under this key would answer, when the key was used before. */
  replay(tenant: string, idempotency: NonNullable<Submission['idempotency']>): Promise<RepeatOutcome | null>;
  submit(submission: Submission): Promise<SubmitOutcome>;
  pause(id: string): Promise<CommandOutcome>;
  resume(id: string): Promise<CommandOutcome>;
  approve(id: string): Promise<CommandOutcome>;
  cancel(id: string): Promise<CommandOutcome>;
  /** Changes what needs no drawing. Answers false when there is no such story. */
  amend(id: string, changes: { readonly title?: string; readonly budget?: MicroUsd | null }): Promise<boolean>;
  /** Changes what a panel asks for; see the script for what is refused. */
  editPanel(
    id: string,
    place: { readonly panel: number; readonly batch: number; readonly sheet: number },
    spec: PanelSpec,
    what: 'art' | 'lettering',
  ): Promise<'edited' | 'drawn' | 'drawing' | 'invalid' | 'gone'>;
  /** Makes the story wait for a person, for a reason that belongs to no batch. */
  stop(id: string, failure: StoredFailure): Promise<void>;
}

export function storyTransitions(redis: Redis, run: RunTransition, keys: Keyspace): StoryTransitions {
  const command =
    (name: string) =>
    async (id: string): Promise<CommandOutcome> => {
      const [kind, status] = (await run(name, [keys.story(id)], [])) as [string, (StoryStatus | 'approval')?];
      if (kind === 'invalid' && status !== undefined) return { kind, status };
      return { kind: kind === 'gone' || kind === 'unchanged' ? kind : 'done' };
    };
  return {
    async replay(tenant, { key, bodyHash }) {
      const known = await redis.hget(keys.idempotency(tenant), key);
      const [id, hash] = known?.split(' ') ?? [];
      if (id === undefined) return null;
      return hash === bodyHash ? { kind: 'replayed', id } : { kind: 'mismatch' };
    },
    async submit(submission) {
      const header = headerFields(submission);
      const [kind, id] = (await run(
        'submit-story',
        [keys.story(submission.id)],
        [
          submission.tenant,
          submission.createdAt,
          submission.idempotency?.key ?? '',
          submission.idempotency?.bodyHash ?? '',
          header.length / 2,
          ...header,
          submission.panels.length,
          ...submission.panels.map((panel) => JSON.stringify(panel)),
          submission.batches.length,
          ...submission.batches.flatMap(({ first, last }) => [first, last]),
        ],
      )) as [SubmitOutcome['kind'], string];
      return kind === 'replayed' ? { kind, id } : { kind };
    },
    pause: command('pause-story'),
    resume: command('resume-story'),
    approve: command('approve-story'),
    cancel: command('cancel-story'),
    async amend(id, { title, budget }) {
      const fields = [
        ...(title === undefined ? [] : ['title', title]),
        ...(budget === undefined ? [] : ['budget', budget ?? '']),
      ];
      return fields.length === 0 || (await run('amend-story', [keys.story(id)], fields))[0] === 'amended';
    },
    async editPanel(id, { panel, batch, sheet }, spec, what) {
      const args = [panel, JSON.stringify(spec), what, batch, sheet];
      return (await run('edit-panel', [keys.story(id)], args))[0] as Awaited<ReturnType<StoryTransitions['editPanel']>>;
    },
    async stop(id, failure) {
      await run('stop-story', [keys.story(id)], [failure.code, JSON.stringify(failure)]);
    },
  };
}

function headerFields({ spec, sheets, budget }: Submission): (string | number)[] {
  return Object.entries({
    title: spec.title,
    provider: spec.render.provider,
    spec: JSON.stringify(spec),
    sheets,
    formats: spec.book.formats.length,
    budget: budget ?? '',
    approveAfter: spec.render.approveAfter ?? '',
  }).flat();
}
