import {
  coverPanel,
  isActiveStatus,
  isCoverPanel,
  isDrawingStatus,
  microUsd,
  NextpanelError,
  remainingCost,
  type StoryView,
  say,
  usd,
  wantedBooks,
} from '@nextpanel/core';
import type { Read, RequestFacts, StoredBook, StoredSheet, StoryFacts, StoryHead } from '@nextpanel/store';
import { warningsOfCast, warningsOfChecks } from '../checks/shown-verdicts.ts';
import type { Context } from '../context.ts';

/** A story of a tenant. */
export interface Scope {
  readonly tenant: string;
  readonly id: string;
}

/** Of a story that is changed. */
export interface ChangeScope extends Scope {
  /** Id of the change: one that was made is answered, not made again. Default: a new one. */
  readonly change?: string;
  /** The change is refused when the story has another revision. */
  readonly ifRev?: number;
}

/** The story as the API shows it. Throws `not_found`, also for another tenant's story. */
export async function readStory(
  context: Pick<Context, 'state'> & Partial<Pick<Context, 'queues'>>,
  scope: Scope,
): Promise<StoryView> {
  const facts = await storyFacts(context, scope);
  const { read } = context.state;
  const [sheets, books] = await Promise.all([
    facts.composedSheets > 0 ? read.sheets(scope.id) : new Map<number, Read<StoredSheet>>(),
    facts.books.length > 0 ? read.books(scope.id) : new Map<string, Read<StoredBook>>(),
  ]);
  const found = [
    ...[...sheets.values()].flatMap(({ value }) => value.warnings),
    ...[...books].flatMap(([name, { value }]) => warningsOfBook(name, value)),
  ];
  const view = viewStory(facts);
  const { checks, review } = facts.spec;
  const checked = checks || review ? [...(await warningsOfChecks(context, scope.id)).values()].flat() : [];
  const cast = review ? await warningsOfCast(context, scope.id, facts.spec) : [];
  const line =
    isDrawingStatus(facts.status) && context.queues
      ? await context.queues.placeOf(facts.spec.render.provider, scope.id)
      : null;
  return {
    ...view,
    ...signaturesOf(books),
    ...(line && { line }),
    cost: { ...view.cost, remainingUsd: usd(await remainingOf(context, facts)) },
    warnings: [...view.warnings, ...found.map(({ code, detail }) => ({ code, detail })), ...cast, ...checked],
  };
}

/** The same of a story that was submitted just now, from what was stored: nothing of it is drawn, asked for, checked or bound yet. */
export function viewNewStory(facts: StoryFacts, line: StoryView['line'] | null): StoryView {
  const view = viewStory(facts);
  return { ...view, ...(line && { line }), cost: { ...view.cost, remainingUsd: usd(remainingAfter(facts, [])) } };
}

/** With what the pages of books are signed. */
export function signaturesOf(books: ReadonlyMap<string, Read<StoredBook>>): {
  readonly signatures?: NonNullable<StoryView['signatures']>;
} {
  const signed = [...books].flatMap(([name, { value }]) => (value.signature ? [[name, value.signature] as const] : []));
  return signed.length > 0 ? { signatures: Object.fromEntries(signed) } : {};
}

/** What to know of the pages of a book that is bound in others than the story's. */
export const warningsOfBook = (name: string, { warnings = [] }: StoredBook): StoryView['warnings'] =>
  warnings.map(({ code, detail }) => ({ code, detail: say('in.book', { book: name, said: detail }) }));

/** What is left of a story is priced by what its requests have cost: of another model, or at another provider, they say nothing. */
export async function remainingOf({ state }: Pick<Context, 'state'>, facts: StoryFacts): Promise<number> {
  const { id, status, panels, drawnPanels } = facts;
  const isOpen = status !== 'cancelled' && panels > drawnPanels;
  return remainingAfter(facts, isOpen ? await state.read.requests(id) : []);
}

function remainingAfter(
  { status, spec, panels, drawnPanels, coverDrawn }: StoryFacts,
  requests: readonly RequestFacts[],
): number {
  const { render, estimate } = spec;
  const undrawn = panels - drawnPanels;
  const cover = estimate.cover?.expectedUsd ?? 0;
  const openCover = coverDrawn === false ? microUsd(cover) : 0;
  if (status === 'cancelled') return 0;
  if (undrawn === 0) return openCover;
  const paid = Math.max(1, panels - (estimate.recalledPanels ?? 0));
  const settled = requests.flatMap(({ outcome, estimate: price, provider, model, judge }) =>
    outcome &&
    judge === null &&
    (provider ?? render.provider) === render.provider &&
    (model ?? render.model) === render.model
      ? [{ estimate: price, cost: outcome.cost }]
      : [],
  );
  // Plates are drawn before the first panel.
  const plates = estimate.plates?.expectedUsd ?? 0;
  const open = openCover + (status === 'queued' || status === 'plates' ? microUsd(plates) : 0);
  const panelUsd = Math.max(0, estimate.expectedUsd - plates - cover) / paid;
  return open + remainingCost(microUsd(panelUsd), Math.min(undrawn, paid), settled);
}

/** The stored facts of a tenant's story. Throws `not_found`. */
export async function storyFacts({ state }: Pick<Context, 'state'>, { tenant, id }: Scope): Promise<StoryFacts> {
  const facts = await state.read.story(id);
  if (facts?.tenant !== tenant) throw new NextpanelError('not_found', `there is no story ${id.slice(0, 64)}`);
  return facts;
}

/** The story's own facts, without what has to be counted. Throws `not_found`. */
export async function storyHead({ state }: Pick<Context, 'state'>, { tenant, id }: Scope): Promise<StoryHead> {
  const head = await state.read.head(id);
  if (head?.tenant !== tenant) throw new NextpanelError('not_found', `there is no story ${id.slice(0, 64)}`);
  return head;
}

function viewWait({ status, waiting, wait }: StoryFacts): StoryView['waiting'] {
  if (!isActiveStatus(status) || waiting === null || wait === null) return null;
  const { since, until, detail = null, progress = null } = wait;
  return {
    code: waiting,
    since: new Date(since).toISOString(),
    until: until === undefined ? null : new Date(until).toISOString(),
    detail,
    progress,
  };
}

export function viewStory(facts: StoryFacts): StoryView {
  const { id, spec } = facts;
  const self = `/v1/stories/${id}`;
  return {
    id,
    title: facts.title,
    status: facts.status,
    waitingOn: facts.status === 'needs_attention' ? facts.reason : isActiveStatus(facts.status) ? facts.waiting : null,
    waiting: viewWait(facts),
    provider: spec.render.provider,
    model: spec.render.model,
    language: spec.language,
    readingDirection: spec.readingDirection,
    layout: spec.book.layout,
    characters: spec.characters.map((character) => ({ id: character.id, name: character.name })),
    progress: {
      panels: { drawn: facts.drawnPanels, total: facts.panels },
      batches: { drawn: facts.drawnBatches, total: facts.batches },
      sheets: { drawn: facts.composedSheets, total: facts.sheets },
    },
    cost: {
      estimateUsd: spec.estimate.expectedUsd,
      budgetUsd: facts.budget === null ? null : usd(facts.budget),
      spentUsd: usd(facts.spent),
      heldUsd: usd(facts.held),
      possiblyUsd: usd(facts.possibly),
    },
    failures: facts.failures.map(({ panel, number, failure: { code, detail, againUsd } }) => ({
      panel: number === 0 ? null : number,
      panelId: panel,
      code,
      detail,
      ...(againUsd !== undefined && { againUsd }),
    })),
    ...(facts.priority !== 0 && { priority: facts.priority }),
    ...(spec.externalId !== undefined && { externalId: spec.externalId }),
    ...(spec.metadata !== undefined && { metadata: spec.metadata }),
    ...(spec.continued && {
      continues: {
        story: spec.continued.story,
        title: spec.continued.title,
        panel: spec.continued.lastFrame.number,
        panelId: spec.continued.lastFrame.panel,
      },
    }),
    ...(facts.duplicateOf !== null && { duplicateOf: facts.duplicateOf }),
    warnings: [...spec.warnings, ...warnOfDuplicate(facts), ...warningsOfWait(facts)],
    books: wantedBooks(spec.book).flatMap(({ name }) => (facts.books.includes(name) ? [name] : [])),
    createdAt: new Date(facts.createdAt).toISOString(),
    updatedAt: new Date(facts.updatedAt).toISOString(),
    rev: facts.rev,
    links: {
      self,
      panels: `${self}/panels`,
      ...(isCoverPanel(spec, coverPanel) && { cover: `${self}/panels/id:${coverPanel}` }),
      batches: `${self}/batches`,
      sheets: `${self}/sheets`,
      events: `${self}/events`,
      books: Object.fromEntries(facts.books.map((format) => [format, `${self}/books/${format}`])),
    },
  };
}

function refusedSince({ since, detail }: NonNullable<StoryFacts['wait']>): string {
  const time = new Date(since).toISOString();
  return detail === undefined ? say('wait.refused', { time }) : say('wait.refused.why', { time, said: detail });
}

/** What a wait that takes very long warns of. */
const warningsOfWait = ({ waitsLong, waiting, wait }: StoryFacts): StoryView['warnings'] =>
  waitsLong && waiting === 'rate_limited' && wait
    ? [
        {
          code: 'rate_limited_long',
          detail: refusedSince(wait),
        },
      ]
    : [];

/** Nothing waits for the other story, so what both need at the same time is paid twice. */
function warnOfDuplicate({ duplicateOf, spec }: StoryFacts): StoryView['warnings'] {
  if (duplicateOf === null) return [];
  const { expectedUsd } = spec.estimate;
  const detail =
    expectedUsd > 0
      ? say('story.same.paid', { story: duplicateOf, price: `$${expectedUsd.toFixed(2)}` })
      : say('story.same.free', { story: duplicateOf });
  return [{ code: 'duplicate_story', detail }];
}
