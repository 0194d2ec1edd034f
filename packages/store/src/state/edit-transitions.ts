import type { Amendment, MicroUsd, PanelSpec, StoryStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import type { StoredFrame, StoredSpec } from './stored.ts';

/** A story that is changed. */
export interface EditedStory {
  readonly id: string;
  /** The lock of its job: without it nobody has its batch in hand, whatever the state says. */
  readonly lockKey: string;
  /**
   * Id of this one change, never used before. The client of Redis sends a script again whose answer was lost with the
   * connection: what was made under this id is then answered, not made and paid twice.
   */
  readonly change: string;
}

/** Whether later frames that were drawn from one that changes are drawn again. */
type Cascade = 'keep' | 'redraw';

/**
 * Why a change was not made. `drawing`: what it concerns is in a worker's or the vendor's hands. `changed`: somebody else
 * changed the same meanwhile; read again. `invalid`: the story's status forbids it.
 */
export type Refusal =
  | { readonly kind: 'gone' | 'changed' | 'drawing' }
  | { readonly kind: 'invalid'; readonly status: StoryStatus };

/** Changes that people make to stories already submitted; each is one script, see `transitions/`. */
export interface EditTransitions {
  /** @param art whether the picture changes, and not only the words set on it */
  editPanel(
    story: EditedStory,
    place: { readonly panel: number; readonly batch: number },
    change: { readonly seen: string; readonly spec: PanelSpec; readonly art: boolean; readonly cascade: Cascade },
  ): Promise<{ readonly kind: 'edited' } | Refusal>;
  retake(
    story: EditedStory,
    batch: number,
    panels: readonly number[],
    options: { readonly count: number; readonly cascade: Cascade },
  ): Promise<{ readonly kind: 'retaken' } | { readonly kind: 'not_drawn'; readonly panel: number } | Refusal>;
  addTake(
    story: EditedStory,
    place: { readonly panel: number; readonly batch: number },
    frame: StoredFrame,
    options: { readonly select: 'auto' | 'yes' | 'no'; readonly cascade: Cascade },
  ): Promise<{ readonly kind: 'added'; readonly take: number } | Refusal>;
  selectTake(
    story: EditedStory,
    place: { readonly panel: number; readonly batch: number },
    take: number,
    cascade: Cascade,
  ): Promise<
    { readonly kind: 'selected' | 'unchanged' } | { readonly kind: 'no_take'; readonly takes: number } | Refusal
  >;
  insertPanels(
    story: EditedStory,
    after: number,
    spec: { readonly seen: string; readonly value: StoredSpec },
    panels: readonly PanelSpec[],
    options: { readonly batchSizes: readonly number[]; readonly cascade: Cascade },
  ): Promise<
    | { readonly kind: 'inserted'; readonly batch: number }
    | { readonly kind: 'beyond'; readonly panels: number }
    | Refusal
  >;
  letter(
    story: EditedStory,
    spec: { readonly seen: string; readonly value: StoredSpec },
    panels: readonly { readonly number: number; readonly seen: string; readonly spec: PanelSpec }[],
    everySheet: boolean,
  ): Promise<{ readonly kind: 'lettered' } | Refusal>;
  amend(
    story: EditedStory,
    seen: string,
    change: {
      readonly title?: NonNullable<Amendment['title']>;
      readonly budget?: MicroUsd | null;
      readonly spec: StoredSpec;
      readonly render: boolean;
      readonly books: boolean;
    },
  ): Promise<{ readonly kind: 'amended' } | Refusal>;
  delete(story: EditedStory): Promise<{ readonly kind: 'deleted' } | Refusal>;
  /** What deleted stories of a tenant had cost, by provider. */
  deletedSpending(tenant: string): Promise<Map<string, { readonly spent: MicroUsd; readonly possibly: MicroUsd }>>;
}

export function editTransitions(redis: Redis, run: RunTransition, keys: Keyspace): EditTransitions {
  const change = async (
    name: string,
    { id, lockKey, change: changeId }: EditedStory,
    args: readonly (string | number)[],
  ): Promise<readonly [kind: string, fact?: string | number]> =>
    (await run(name, [keys.story(id), lockKey, keys.change(changeId)], args)) as [string, (string | number)?];
  const answer = <Kind extends string>([kind, fact]: readonly [string, (string | number)?]) =>
    (kind === 'invalid' ? { kind, status: fact } : { kind }) as { kind: Kind } | Refusal;
  return {
    async editPanel(story, { panel, batch }, { seen, spec, art, cascade }) {
      const args = [panel, seen, JSON.stringify(spec), art ? 'art' : 'words', batch, cascade];
      return answer<'edited'>(await change('edit-panel', story, args));
    },
    async retake(story, batch, panels, { count, cascade }) {
      const done = await change('retake-panels', story, [batch, count, cascade, ...panels]);
      return done[0] === 'not_drawn' ? { kind: 'not_drawn', panel: Number(done[1]) } : answer<'retaken'>(done);
    },
    async addTake(story, { panel, batch }, frame, { select, cascade }) {
      const done = await change('add-take', story, [panel, JSON.stringify(frame), batch, select, cascade]);
      return done[0] === 'added' ? { kind: 'added', take: Number(done[1]) } : (answer<never>(done) as Refusal);
    },
    async selectTake(story, { panel, batch }, take, cascade) {
      const done = await change('select-take', story, [panel, take, batch, cascade]);
      return done[0] === 'no_take'
        ? { kind: 'no_take', takes: Number(done[1]) }
        : answer<'selected' | 'unchanged'>(done);
    },
    async insertPanels(story, after, { seen, value }, panels, { batchSizes, cascade }) {
      const done = await change('insert-panels', story, [
        after,
        seen,
        JSON.stringify(value),
        cascade,
        batchSizes.length,
        ...batchSizes,
        ...panels.map((panel) => JSON.stringify(panel)),
      ]);
      if (done[0] === 'inserted') return { kind: 'inserted', batch: Number(done[1]) };
      if (done[0] === 'beyond') return { kind: 'beyond', panels: Number(done[1]) };
      return answer<never>(done) as Refusal;
    },
    async letter(story, { seen, value }, panels, everySheet) {
      const args = panels.flatMap((panel) => [panel.number, panel.seen, JSON.stringify(panel.spec)]);
      const head = [seen, JSON.stringify(value), value.title, everySheet ? 'all' : 'some'];
      return answer<'lettered'>(await change('letter-story', story, [...head, ...args]));
    },
    async amend(story, seen, { title, budget, spec, render, books }) {
      const fields: Record<string, string | number> = {
        spec: JSON.stringify(spec),
        provider: spec.render.provider,
        formats: spec.book.formats.length,
        approveAfter: spec.render.approveAfter ?? '',
        ...(title !== undefined && { title }),
        ...(budget !== undefined && { budget: budget ?? '' }),
      };
      const args = [seen, render ? 'render' : '', books ? 'books' : '', ...Object.entries(fields).flat()];
      return answer<'amended'>(await change('amend-story', story, args));
    },
    async delete(story) {
      return answer<'deleted'>(await change('delete-story', story, []));
    },
    async deletedSpending(tenant) {
      const fields = await redis.hgetall(keys.deleted(tenant));
      const spending = new Map<string, { spent: MicroUsd; possibly: MicroUsd }>();
      for (const [field, value] of Object.entries(fields)) {
        const [provider = '', what] = field.split('.');
        const sums = spending.get(provider) ?? { spent: 0, possibly: 0 };
        sums[what === 'spent' ? 'spent' : 'possibly'] = Number(value);
        spending.set(provider, sums);
      }
      return spending;
    },
  };
}
