import type { PageMap, PanelSpec } from '@nextpanel/core';
import type { StoredSpec } from '../state/stored.ts';
import { type ChangedStory, numberOf } from './changed-story.ts';
import { beginEdit, drop, type EditPlan, put, showOther, tell } from './edit-plan.ts';

/** The words of panels are replaced; nothing is drawn, the sheets that show them and the books are made again. */
export function planLettering(
  story: ChangedStory,
  spec: StoredSpec,
  panels: readonly { readonly panel: string; readonly spec: PanelSpec }[],
  everySheet: boolean,
): EditPlan {
  const plan = beginEdit(story);
  put(plan, 'story', 'spec', JSON.stringify(spec));
  put(plan, 'story', 'title', spec.title);
  showOther(plan, story);
  plan.everySheet = everySheet;
  plan.books = everySheet;
  for (const { panel, spec: words } of panels) {
    put(plan, 'panels', panel, JSON.stringify(words));
    plan.sheets.push(panel);
  }
  const ids = panels.map(({ panel }) => panel);
  tell(plan, 'story.lettered', { panels: ids.map((id) => numberOf(story, id)), panelIds: ids });
  return plan;
}

export interface StoredAmendment {
  readonly title?: string;
  /** µ$; null: none. */
  readonly budget?: number | null;
  readonly spec: StoredSpec;
  /** Undrawn batches are drawn differently: refused while one is being drawn, or at a vendor from which it will be collected. */
  readonly render: boolean;
  /** Books are bound again. */
  readonly books: boolean;
  /** The pages of another layout or page size; null: they stay. */
  readonly pages: PageMap | null;
  /** What of the cast looks otherwise from now on, by its name as a plate. */
  readonly cast?: string;
  /** The plate that the story draws of it, by other words from now on. */
  readonly plate?: { readonly panel: string; readonly spec: PanelSpec } | null;
}

/** Title, budget, book, the looks of the cast, or how undrawn batches are drawn. Allowed for a cancelled story. */
export function planAmendment(
  story: ChangedStory,
  { title, budget, spec, render, books, pages, cast, plate = null }: StoredAmendment,
): EditPlan {
  const plan = beginEdit(story);
  plan.cancelled = true;
  plan.idle = render;
  plan.leaves = spec.render.provider !== story.provider;
  const approveAfter = String(spec.render.approveAfter ?? '');
  // Another gate waits for an approval of its own.
  if (approveAfter !== story.approveAfter) drop(plan, 'story', 'approved');
  const fields = {
    spec: JSON.stringify(spec),
    provider: spec.render.provider,
    formats: spec.book.formats.length,
    approveAfter,
    ...(title !== undefined && { title }),
    ...(pages && { layout: spec.book.layout, sheets: pages.length }),
    ...(budget !== undefined && { budget: budget ?? '' }),
  };
  for (const [field, value] of Object.entries(fields)) put(plan, 'story', field, value);
  tell(plan, 'story.amended', {
    fields: [...Object.keys(fields).filter((field) => field !== 'spec'), ...(cast === undefined ? [] : [cast])].sort(),
  });
  if (plate) put(plan, 'panels', plate.panel, JSON.stringify(plate.spec));
  if (pages) {
    put(plan, 'pages', spec.book.layout, JSON.stringify(pages));
    plan.everySheet = true;
  }
  if (books || pages) {
    plan.books = true;
    // One that is being bound has the words of before.
    showOther(plan, story);
  }
  return plan;
}
