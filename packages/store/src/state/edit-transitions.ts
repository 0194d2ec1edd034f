import {
  laidPanel,
  layoutSettings,
  type MicroUsd,
  type PageMap,
  type PanelSpec,
  planPages,
  type StoryStatus,
} from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { type ChainLink, type ChangedStory, readChangedStory } from '../edits/changed-story.ts';
import { chainAfter, type EditPlan } from '../edits/edit-plan.ts';
import {
  type Cascade,
  type PanelChange,
  planNewTake,
  planPanelEdit,
  planRetake,
  planSelection,
  type RetakeOptions,
} from '../edits/plan-art.ts';
import { type ChangedPages, planEdition, planEditionRemoval } from '../edits/plan-edition.ts';
import { type Book, planInsertion, planMove, planRemoval } from '../edits/plan-structure.ts';
import { planAmendment, planLettering, type StoredAmendment } from '../edits/plan-words.ts';
import { readTouched } from '../edits/touched-batch.ts';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { readTakes } from './read-takes.ts';
import { packFrame, type StoredEdition, type StoredFrame, type StoredPanelSpec, type StoredSpec } from './stored.ts';

/** A story that a user changes. */
export interface EditedStory {
  readonly id: string;
  /** The lock of its job: without it no worker is drawing its batch, whatever the state says. */
  readonly lockKey: string;
  /**
   * Id of this one change, never used before. The Redis client repeats a script whose answer was lost with the connection: a
   * change with the same id is then answered, not made and paid twice.
   */
  readonly change: string;
  /** The story's `rev` when the change was thought out: one made to another state is refused. */
  readonly rev: number;
}

/**
 * Why a change was not made. `drawing`: what it concerns is being drawn or is at the vendor. `changed`: the story has changed
 * since it was read; read it again. `invalid`: the story's status forbids it.
 */
export type Refusal =
  | { readonly kind: 'gone' | 'changed' | 'drawing' }
  | { readonly kind: 'invalid'; readonly status: StoryStatus };

export interface InsertionOptions {
  /** Of batches of their own. */
  readonly batchSizes: readonly number[];
  readonly cascade: Cascade;
}

/** What a change of the reading order would come to. */
export interface Tried {
  readonly kind: 'tried';
  /** Panels in reading order. */
  readonly order: readonly string[];
  readonly chain: readonly ChainLink[];
  /** Pages that would show other panels. */
  readonly pages: readonly number[];
  /** Which panels would stand on which page. */
  readonly map: PageMap;
}

/**
 * What users change in stories already submitted. Each reads the story, computes the change in a pure function (`edits/`) and
 * applies it by one script, `apply-edit.lua`, which refuses what was computed from an older state.
 */
export interface EditTransitions {
  /**
   * Reserves an id that a user gave to a change for what it asks for, for a day. `other`: it was given to something else.
   *
   * @param asked hash of what is asked for
   */
  reserve(tenant: string, key: string, asked: string): Promise<'reserved' | 'other'>;
  /** Whether the change with this id was made, within the last day. */
  wasMade(change: string): Promise<boolean>;
  /** What is no change of a story was made, too. */
  rememberMade(change: string): Promise<void>;
  /** What a request made under this id is removed: for so many milliseconds `wasRemoved` says so. */
  rememberRemoval(id: string, ms: number): Promise<void>;
  wasRemoved(id: string): Promise<boolean>;
  editPanel(
    story: EditedStory,
    panel: string,
    change: PanelChange,
    /** Given where the panel asks for other room on its page, so that pages are planned again. */
    spec?: StoredSpec | null,
  ): Promise<{ readonly kind: 'edited' } | Refusal>;
  /** @param panels of one batch */
  retake(
    story: EditedStory,
    panels: readonly string[],
    options: RetakeOptions,
  ): Promise<{ readonly kind: 'retaken' } | { readonly kind: 'not_drawn' | 'waits'; readonly panel: string } | Refusal>;
  addTake(
    story: EditedStory,
    panel: string,
    frame: StoredFrame,
    options: { readonly select: 'auto' | 'yes' | 'no'; readonly cascade: Cascade },
  ): Promise<{ readonly kind: 'added'; readonly take: number } | Refusal>;
  selectTake(
    story: EditedStory,
    panel: string,
    take: number,
    cascade: Cascade,
  ): Promise<
    { readonly kind: 'selected' | 'unchanged' } | { readonly kind: 'no_take'; readonly takes: number } | Refusal
  >;
  /** @param after number of the panel they follow; 0: the front */
  insertPanels(
    story: EditedStory,
    after: number,
    spec: StoredSpec,
    panels: readonly PanelSpec[],
    options: InsertionOptions,
  ): Promise<
    | { readonly kind: 'inserted'; readonly panels: readonly string[] }
    | { readonly kind: 'beyond'; readonly panels: number }
    | { readonly kind: 'taken'; readonly id: string }
    | Refusal
  >;
  /** What the same would come to. Nothing is written, and no lock is looked at. */
  tryInsertion(
    id: string,
    after: number,
    spec: StoredSpec,
    panels: readonly PanelSpec[],
    options: InsertionOptions,
  ): Promise<
    | (Tried & { readonly panels: readonly string[] })
    | { readonly kind: 'beyond'; readonly panels: number }
    | { readonly kind: 'taken'; readonly id: string }
    | Refusal
  >;
  /** @param after number of the panel it is put behind; 0: the front */
  movePanel(
    story: EditedStory,
    panel: string,
    after: number,
    spec: StoredSpec,
  ): Promise<{ readonly kind: 'moved' | 'unchanged' } | { readonly kind: 'beyond'; readonly panels: number } | Refusal>;
  tryMove(
    id: string,
    panel: string,
    after: number,
    spec: StoredSpec,
  ): Promise<Tried | { readonly kind: 'unchanged' } | { readonly kind: 'beyond'; readonly panels: number } | Refusal>;
  tryRemoval(
    id: string,
    panel: string,
    spec: StoredSpec,
  ): Promise<Tried | { readonly kind: 'last' | 'at_vendor' } | Refusal>;
  removePanel(
    story: EditedStory,
    panel: string,
    spec: StoredSpec,
  ): Promise<{ readonly kind: 'removed' | 'last' | 'at_vendor' } | Refusal>;
  letter(
    story: EditedStory,
    spec: StoredSpec,
    panels: readonly { readonly panel: string; readonly spec: PanelSpec }[],
    everySheet: boolean,
  ): Promise<{ readonly kind: 'lettered' } | Refusal>;
  /** @param relaid whether pages are planned again, for another layout or page size */
  amend(
    story: EditedStory,
    change: Omit<StoredAmendment, 'pages'>,
    relaid?: boolean,
  ): Promise<{ readonly kind: 'amended' } | Refusal>;
  /** @param pages of it that show other words than before */
  putEdition(
    story: EditedStory,
    edition: StoredEdition,
    pages: ChangedPages,
  ): Promise<{ readonly kind: 'put' } | Refusal>;
  deleteEdition(story: EditedStory, language: string): Promise<{ readonly kind: 'deleted' } | Refusal>;
  delete(story: Omit<EditedStory, 'rev'>): Promise<{ readonly kind: 'deleted' } | Refusal>;
  /** What deleted stories of a tenant had cost, by provider. */
  deletedSpending(tenant: string): Promise<Map<string, { readonly spent: MicroUsd; readonly possibly: MicroUsd }>>;
}

/** How long an id that a user gave to a change stands for it (s); answers are remembered as long, see `transitions/lib/answers.lua`. */
const rememberedS = 86_400;

export function editTransitions(redis: Redis, run: RunTransition, keys: Keyspace): EditTransitions {
  type Applied = { readonly kind: 'applied'; readonly answer: string };

  /** Reads, plans, applies. What `plan` answers instead of a plan is the outcome. */
  async function edit<Other extends { readonly kind: string }>(
    { id, lockKey, change, rev }: EditedStory,
    plan: (story: ChangedStory) => Promise<EditPlan | Other>,
    allowed: 'even cancelled' | 'not cancelled' = 'not cancelled',
  ): Promise<Applied | Other | Refusal> {
    const { answered, story } = await readChangedStory(redis, keys, { id, lockKey, change });
    if (answered) return { kind: 'applied', answer: answered[1] ?? '' };
    if (!story) return { kind: 'gone' };
    if (story.status === 'cancelled' && allowed === 'not cancelled') return { kind: 'invalid', status: story.status };
    if (story.rev !== rev) return { kind: 'changed' };
    const planned = await plan(story);
    if ('kind' in planned) return planned;
    const keyNames = [keys.story(id), lockKey, keys.change(change)];
    const [kind, fact] = (await run('apply-edit', keyNames, [JSON.stringify(planned)])) as [string, string];
    if (kind === 'applied') return { kind, answer: fact };
    if (kind === 'invalid') return { kind, status: fact as StoryStatus };
    return { kind: kind as 'gone' | 'changed' | 'drawing' };
  }
  const batchOf = (story: ChangedStory, panel: string | undefined): string[] =>
    [...story.plates, ...story.chain, ...story.cover].flatMap(({ id, panels }) =>
      panel !== undefined && panels.includes(panel) ? [id] : [],
    );
  const touched = (story: ChangedStory, ...batches: readonly string[]) =>
    readTouched(redis, keys, story, [...new Set(batches)]);
  const readPages = async (story: ChangedStory): Promise<PageMap> =>
    JSON.parse((await redis.hget(keys.storyPart(story.id, 'pages'), story.layout)) ?? '[]') as PageMap;
  /** The pages of a story, with the panels that stand on them where their layout depends on them. */
  const readBook = async (story: ChangedStory, spec: StoredSpec): Promise<Book> => {
    const isGrid = spec.book.layout === 'grid';
    const [pages, specs, selected] = await Promise.all([
      readPages(story),
      isGrid ? [] : redis.hmget(keys.storyPart(story.id, 'panels'), ...story.order),
      isGrid ? [] : redis.hmget(keys.storyPart(story.id, 'selected'), ...story.order),
    ]);
    const byId = <Value>(list: readonly (string | null)[]) =>
      new Map(
        list.flatMap((json, index) =>
          json === null ? [] : [[story.order[index] as string, JSON.parse(json) as Value] as const],
        ),
      );
    return { pages, spec, specs: byId<StoredPanelSpec>(specs), frames: byId<StoredFrame>(selected) };
  };
  const mapAfter = async (story: ChangedStory, { set }: EditPlan): Promise<PageMap> => {
    const map = set.pages?.[story.layout];
    return map === undefined ? readPages(story) : (JSON.parse(String(map)) as PageMap);
  };
  /** The batch of a panel, and with a cascade also the others of the chain and the cover. */
  const choiceOf = async (story: ChangedStory, panel: string, cascade: Cascade) => {
    const batches = await touched(
      story,
      ...(cascade === 'redraw' ? [...story.chain, ...story.cover].map(({ id }) => id) : []),
      ...batchOf(story, panel),
    );
    const takes = await readTakes(redis, keys, story.id, panel);
    return { batches, choice: { panel, takes, cascade } };
  };
  const insertion = async (
    story: ChangedStory,
    after: number,
    spec: StoredSpec,
    panels: readonly PanelSpec[],
    options: InsertionOptions,
  ) => {
    const [book, ids, batches] = await Promise.all([
      readBook(story, spec),
      redis.hkeys(keys.storyPart(story.id, 'panels')),
      touched(story, ...batchOf(story, story.order[after - 1]), ...batchOf(story, story.order[after])),
    ]);
    return planInsertion(story, batches, book, { after, panels, taken: new Set(ids), ...options });
  };
  const move = async (story: ChangedStory, panel: string, after: number, spec: StoredSpec) => {
    const rest = story.order.filter((id) => id !== panel);
    const at = after > story.order.indexOf(panel) ? after - 1 : after;
    const beside = [panel, rest[at - 1], rest[at]].flatMap((id) => batchOf(story, id));
    const [book, batches] = await Promise.all([readBook(story, spec), touched(story, ...beside)]);
    return planMove(story, batches, book, { panel, after });
  };
  const removal = async (story: ChangedStory, panel: string, spec: StoredSpec) => {
    const [book, [batch]] = await Promise.all([readBook(story, spec), touched(story, ...batchOf(story, panel))]);
    return batch ? planRemoval(story, batch, book, panel) : { kind: 'changed' as const };
  };
  /** Plans a change and says what it would come to; nothing is written. */
  async function attempt<Other extends { readonly kind: string }>(
    id: string,
    plan: (story: ChangedStory) => Promise<EditPlan | Other>,
  ): Promise<(Tried & { readonly answer: string }) | Other | Refusal> {
    const { story } = await readChangedStory(redis, keys, { id, lockKey: keys.story(id), change: id });
    if (!story) return { kind: 'gone' };
    if (story.status === 'cancelled') return { kind: 'invalid', status: story.status };
    const planned = await plan(story);
    if ('kind' in planned) return planned;
    return {
      kind: 'tried',
      answer: planned.answer,
      order: planned.lists.order ?? story.order,
      chain: chainAfter(story, planned),
      pages: planned.pages,
      map: await mapAfter(story, planned),
    };
  }
  const named = <Kind extends string, Other extends { readonly kind: string }>(
    kind: Kind,
    outcome: Applied | Other,
  ): { readonly kind: Kind } | Exclude<Other, Applied> =>
    outcome.kind === 'applied' ? { kind } : (outcome as Exclude<Other, Applied>);

  return {
    async reserve(tenant, key, asked) {
      const name = keys.askedFor(tenant, key);
      const isNew = await redis.set(name, asked, 'EX', rememberedS, 'NX');
      if (isNew === 'OK') return 'reserved';
      const before = await redis.get(name);
      // It ended between the two.
      return before === null || before === asked ? 'reserved' : 'other';
    },
    wasMade: async (change) => (await redis.exists(keys.change(change))) === 1,
    async rememberMade(change) {
      await redis.set(keys.change(change), '1', 'EX', rememberedS);
    },
    async rememberRemoval(id, ms) {
      await redis.set(keys.change(`removed:${id}`), '1', 'PX', Math.ceil(ms));
    },
    wasRemoved: async (id) => (await redis.exists(keys.change(`removed:${id}`))) === 1,
    async editPanel(story, panel, change, spec = null) {
      const outcome = await edit(story, async (it) => {
        const [batch] = await touched(it, ...batchOf(it, panel));
        const book = spec === null ? null : await readBook(it, spec);
        return batch ? planPanelEdit(it, batch, panel, change, book) : { kind: 'changed' as const };
      });
      return named('edited', outcome);
    },
    async retake(story, panels, options) {
      const outcome = await edit(story, async (it) => {
        const batches = await touched(it, ...panels.flatMap((panel) => batchOf(it, panel)));
        const known = batches.flatMap((batch) => batch.panels.map(({ id }) => id));
        return panels.every((panel) => known.includes(panel))
          ? planRetake(it, batches, panels, options)
          : { kind: 'changed' as const };
      });
      return named('retaken', outcome);
    },
    async addTake(story, panel, frame, { select, cascade }) {
      const outcome = await edit(story, async (it) => {
        const { batches, choice } = await choiceOf(it, panel, cascade);
        // Made elsewhere, it names no pictures that went along.
        return planNewTake(it, batches, choice, packFrame(frame, new Map()), select);
      });
      return outcome.kind === 'applied' ? { kind: 'added', take: Number(outcome.answer) } : outcome;
    },
    async selectTake(story, panel, take, cascade) {
      const outcome = await edit(story, async (it) => {
        const { batches, choice } = await choiceOf(it, panel, cascade);
        return planSelection(it, batches, choice, take);
      });
      return named('selected', outcome);
    },
    async insertPanels(story, after, spec, panels, options) {
      const outcome = await edit(story, (it) => insertion(it, after, spec, panels, options));
      return outcome.kind === 'applied' ? { kind: 'inserted', panels: outcome.answer.split(' ') } : outcome;
    },
    async tryInsertion(id, after, spec, panels, options) {
      const tried = await attempt(id, (it) => insertion(it, after, spec, panels, options));
      return tried.kind === 'tried' ? { ...tried, panels: tried.answer.split(' ') } : tried;
    },
    async movePanel(story, panel, after, spec) {
      return named('moved', await edit(story, (it) => move(it, panel, after, spec)));
    },
    tryMove: (id, panel, after, spec) => attempt(id, (it) => move(it, panel, after, spec)),
    async removePanel(story, panel, spec) {
      return named('removed', await edit(story, (it) => removal(it, panel, spec)));
    },
    tryRemoval: (id, panel, spec) => attempt(id, (it) => removal(it, panel, spec)),
    async letter(story, spec, panels, everySheet) {
      return named('lettered', await edit<never>(story, async (it) => planLettering(it, spec, panels, everySheet)));
    },
    async amend(story, change, relaid = false) {
      const plan = async (it: ChangedStory) => {
        if (!relaid) return planAmendment(it, { ...change, pages: null });
        const { specs, frames } = await readBook(it, change.spec);
        const panels = it.order.map((id) => laidPanel(id, specs.get(id) ?? { weight: 'normal' }, frames.get(id)));
        return planAmendment(it, { ...change, pages: planPages(panels, layoutSettings(change.spec)) });
      };
      return named('amended', await edit<never>(story, plan, 'even cancelled'));
    },
    async putEdition(story, edition, pages) {
      return named('put', await edit<never>(story, async (it) => planEdition(it, edition, pages)));
    },
    async deleteEdition(story, language) {
      return named(
        'deleted',
        await edit<never>(story, async (it) => planEditionRemoval(it, language), 'even cancelled'),
      );
    },
    async delete({ id, lockKey, change }) {
      const keyNames = [keys.story(id), lockKey, keys.change(change)];
      const [kind, status] = (await run('delete-story', keyNames, [])) as [string, StoryStatus];
      if (kind === 'invalid') return { kind, status };
      return { kind: kind as 'deleted' | 'gone' };
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
