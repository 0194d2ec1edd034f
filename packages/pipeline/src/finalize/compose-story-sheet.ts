import { isOwnPages, wantedBooks } from '@nextpanel/core';
import type { StoredSheet, StoryFacts } from '@nextpanel/store';
import { checkSheet } from '../checks/check-sheet.ts';
import type { Context } from '../context.ts';
import { LostFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { sheetOf } from '../sheets-of.ts';
import { composePanels, hashInputs, type SheetFrames } from './compose-panels.ts';
import { editionOf, sheetsIn } from './edition-of.ts';
import { ensureBooks } from './ensure-books.ts';
import { isSignedNow, openSigner, signSheetAgain } from './sign-sheet.ts';

type ComposeContext = Pick<
  Context,
  'state' | 'artifacts' | 'imaging' | 'signing' | 'queues' | 'failpoint' | 'log' | 'textFinder' | 'room'
>;

/**
 * Composes one sheet from the selected frames and the lettering of its panels, when all of them are drawn. A sheet that
 * was composed from the same is left alone. After the last sheet the books are enqueued.
 *
 * @param language of an edition; absent: the original
 */
export async function composeStorySheet(
  context: ComposeContext,
  story: string,
  sheet: number,
  language?: string,
): Promise<void> {
  const { state, artifacts, failpoint } = context;
  const stored = await state.read.story(story);
  const shown = stored && (await editionOf(context, stored, language));
  const facts = shown?.facts;
  const pages = await state.read.pages(story);
  const ids = pages[sheet - 1] ?? [];
  if (!facts || ids.length === 0 || facts.status === 'cancelled') return;
  const selected = await state.read.selected(story, ids);
  if (selected.size < ids.length) return;
  const panels = shown.show(await state.read.panels(story, ids));
  const plan = sheetOf(facts.spec, pages, sheet, panels);
  const frames = { facts, plan, panels, selected };
  const inputs = hashInputs(frames);
  const present = (await sheetsIn(context, story, language)).get(sheet)?.value;
  const isUpToDate = present?.inputs === inputs && (await artifacts.has(present.sha256));
  if (language === undefined) await checkSheet(context, facts, panels);
  const encode = encodingsOf(context, facts);
  const composed = await compose(context, frames, { inputs, present, encode, isUpToDate });
  if (!composed) return;
  const { edition } = shown;
  const extent = edition
    ? await state.editions.composeSheet({ story, edition, edits: facts.edits }, sheet, composed, selected)
    : await state.books.composeSheet(story, sheet, composed, selected, facts.edits);
  if (extent === 'changed') return composeStorySheet(context, story, sheet, language);
  failpoint('sheet-composed');
  if (!edition && facts.waiting !== null && facts.status === 'composing') await state.stories.waitFor(story, null);
  if (extent === 'all') await ensureBooks(context, facts, language);
}

/** How the books of the story have its own pages. */
const encodingsOf = ({ imaging }: Pick<Context, 'imaging'>, { spec }: StoryFacts) =>
  imaging.pageEncodings(wantedBooks(spec.book).flatMap((wanted) => (isOwnPages(spec, wanted) ? [wanted.format] : [])));

type Made = Parameters<typeof composePanels>[2] & {
  /** It shows what it should: at most its signature is another one. */
  readonly isUpToDate: boolean;
};

/** Null: a frame's bytes are lost; it is drawn again, or the story asks what to do. */
async function compose(
  context: ComposeContext,
  frames: SheetFrames,
  { isUpToDate, ...made }: Made,
): Promise<StoredSheet | null> {
  using _room = await context.room.take(frames.plan.width * frames.plan.height);
  try {
    if (!isUpToDate || !made.present) return await composePanels(context, frames, made);
    const signer = await openSigner(context);
    if (isSignedNow(made.present, signer)) return made.present;
    return await signSheetAgain(context, frames, made.present, signer);
  } catch (error) {
    if (!(error instanceof LostFrame)) throw error;
    await reportLostFrame(context, frames.facts.id, error);
    return null;
  }
}
