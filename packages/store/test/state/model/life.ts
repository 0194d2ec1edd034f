import { bookName, type Fence, type PanelSpec, type ProviderId } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { openKeyspace } from '../../../src/keyspace.ts';
import type { State } from '../../../src/state/open-state.ts';
import { packFrame, type StoredFrame, type StoredSheet, type StoredSpec } from '../../../src/state/stored.ts';
import { testPanel, testSubmission } from '../../testing.ts';
import type { Beginning } from './commands.ts';
import type { Dump } from './observe.ts';
import { type Along, inGroupsOf, newBatch, newPanel, type Panel, pagesOf, type StoryModel } from './story-model.ts';
import type { Turn } from './turn-rules.ts';

/** A turn that claimed a batch, as Redis and the model know it. */
export interface OpenTurn {
  readonly turn: Turn;
  readonly fence: Fence;
  readonly along: Along;
  /** Panel whose frame is the reference frame. */
  readonly before: string;
}

/** What was read of the story some time ago. */
export interface Look {
  readonly rev: number;
  readonly edits: number;
  readonly title: string;
  readonly formats: readonly string[];
  /** Ids, frames and words of the panels, page by page. */
  readonly pages: readonly (readonly {
    readonly id: string;
    readonly frame: string | null;
    readonly words: string;
  }[])[];
  readonly sheets: ReadonlyMap<number, string>;
}

/** One frame to be drawn; `further` 0 is the panel's own. */
export interface Target {
  readonly panel: Panel;
  readonly further: number;
  /** The panel's art revision that is asked for. */
  readonly art: number;
}

/** One story in Redis with its model beside it, and what its workers and readers remember. */
export interface Life {
  readonly id: string;
  readonly tenant: string;
  readonly state: State;
  readonly redis: Redis;
  readonly keys: ReturnType<typeof openKeyspace>;
  readonly lockKey: string;
  readonly beginning: Beginning;
  readonly model: StoryModel;
  /** Newest first. */
  readonly turns: OpenTurn[];
  /** What each request draws. */
  readonly draws: Map<string, readonly Target[]>;
  look: Look;
  spec: StoredSpec;
  dump: Dump | null;
  /** Makes names that were never used before. */
  next(): number;
}

/** Both providers of a story are its own: a paused one stops nobody else. */
export const providersOf = (id: string) => [`p-${id}`, `q-${id}`] as unknown as [ProviderId, ProviderId];

export function submissionOf(id: string, tenant: string, it: Beginning) {
  const basis = testSubmission(id, it.panels, it.batchSize);
  const render = { ...basis.spec.render, provider: providersOf(id)[0] };
  const { approveAfter, budget } = it;
  const spec: StoredSpec = {
    ...basis.spec,
    render: approveAfter === null ? render : { ...render, approveAfter },
  };
  return { ...basis, tenant, spec, budget };
}

export function beginLife(
  parts: Pick<Life, 'state' | 'redis'>,
  prefix: string,
  id: string,
  beginning: Beginning,
): Life {
  const keys = openKeyspace(prefix);
  const tenant = `t-${id}`;
  const { spec, panels, budget } = submissionOf(id, tenant, beginning);
  const order = panels.map((panel) => newPanel(panel.id, JSON.stringify(panel.spec)));
  const batches = inGroupsOf(order, beginning.batchSize).map((group, index) => newBatch(`b${index + 1}`, [...group]));
  const model: StoryModel = {
    exists: true,
    status: 'queued',
    reason: null,
    waiting: null,
    waitingDetail: '',
    fence: 0,
    spec: JSON.stringify(spec),
    title: spec.title,
    provider: spec.render.provider,
    formats: spec.book.formats.map(bookName),
    budget,
    approveAfter: beginning.approveAfter,
    approved: false,
    rev: 0,
    edits: 0,
    batchSize: beginning.batchSize,
    order,
    batches,
    gone: { batches: [], panels: [] },
    panelIds: order.length,
    batchIds: batches.length,
    failure: null,
    requests: new Map(),
    sheets: new Map(),
    books: new Map(),
    frames: new Map(),
    paused: new Map(),
    collecting: null,
    lock: null,
    events: ['story.status queued '],
  };
  let last = 0;
  const lockKey = `${keys.root}:draw:${id}:lock`;
  const life = { ...parts, id, tenant, keys, lockKey, beginning, model, turns: [], draws: new Map(), spec, dump: null };
  return Object.assign(life, {
    look: lookAt(model),
    next: () => {
      last += 1;
      return last;
    },
  });
}

export const lookAt = (model: StoryModel): Look => ({
  rev: model.rev,
  edits: model.edits,
  title: model.title,
  formats: model.formats,
  pages: pagesOf(model).map((panels) =>
    panels.map(({ id, selected, spec }) => ({
      id,
      frame: selected,
      words: (JSON.parse(spec) as PanelSpec).prompt,
    })),
  ),
  sheets: new Map([...model.sheets].sort(([a], [b]) => a - b)),
});

/** A frame as stored, by its name. */
export function storedFrame({ model }: Pick<Life, 'model'>, name: string): StoredFrame {
  const from = model.frames.get(name);
  return {
    sha256: name,
    source: { kind: 'request', request: null, key: `key-${name}` },
    width: 1,
    height: 1,
    mime: 'image/png',
    ...(from && { from }),
  };
}

/** A frame's text as stored; '' where there is none. */
export const rawFrame = (life: Pick<Life, 'model'>, name: string | null): string =>
  name === null ? '' : packFrame(storedFrame(life, name), new Map());

export const storedSheet = (sha256: string): StoredSheet => ({
  inputs: 'i',
  sha256,
  width: 1,
  height: 1,
  panels: [],
  warnings: [],
});

export const seenSheets = (sheets: ReadonlyMap<number, string>) =>
  new Map([...sheets].map(([n, name]) => [n, { raw: JSON.stringify(storedSheet(name)), value: null }]));

/** The members of `items` that `mask` names by its bits; all for 0. */
export const chosen = <Item>(items: readonly Item[], mask: number): Item[] =>
  mask === 0 ? [...items] : items.filter((_, index) => ((mask >> (index % 8)) & 1) === 1);

/** A panel's text nobody used before. */
export const newSpec = (life: Life): PanelSpec => ({ ...testPanel(0), prompt: `w${life.next()}` });
