import { createHash } from 'node:crypto';
import { copySize, findCopies } from '@nextpanel/checks';
import { canonicalJson, nameTexts, type SheetPlan, withoutTextIds } from '@nextpanel/core';
import type { PanelFacts, Read, StoredFrame, StoredSheet, StoryFacts } from '@nextpanel/store';
import { checkSheet } from '../checks/check-sheet.ts';
import type { Context } from '../context.ts';
import { LostFrame } from '../frames.ts';
import { reportLostFrame } from '../report-lost-frame.ts';
import { sheetOf } from '../sheets-of.ts';
import { warnOfSize } from '../warn-of-size.ts';
import { editionOf, sheetsIn } from './edition-of.ts';
import { ensureBooks } from './ensure-books.ts';
import { bookToCompose, panelToCompose } from './sheet-input.ts';
import { hashLettering, hasMarks, readLettering } from './sheet-lettering.ts';

/** Raised when the composer draws the same panels differently, so that old sheets are composed again. */
const composerVersion = 5;

type ComposeContext = Pick<Context, 'state' | 'artifacts' | 'imaging' | 'queues' | 'failpoint' | 'log'>;

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
  const inputs = hashInputs(facts, plan, panels, selected);
  const present = (await sheetsIn(context, story, language)).get(sheet)?.value;
  const upToDate = present?.inputs === inputs && (await artifacts.has(present.sha256));
  if (language === undefined) await checkSheet(context, facts, panels);
  const composed = upToDate ? present : await compose(context, facts, plan, panels, selected, { inputs, present });
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

async function compose(
  context: ComposeContext,
  facts: StoryFacts,
  plan: SheetPlan,
  panels: readonly PanelFacts[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
  { inputs, present }: { readonly inputs: string; readonly present: StoredSheet | undefined },
): Promise<StoredSheet | null> {
  const { artifacts, imaging, failpoint } = context;
  const words = hashLettering(facts, plan, panels, selected);
  const lettering = present?.lettering?.inputs === words ? await readLettering(context, present) : null;
  try {
    const sheetPanels = await Promise.all(
      panels.map((panel) => panelToCompose(context, panel, (selected.get(panel.id) as Read<StoredFrame>).value)),
    );
    const composed = await imaging.composeSheet({
      plan,
      panels: sheetPanels,
      ...bookToCompose(facts),
      ...(lettering && { lettering }),
    });
    const set = await artifacts.put(Buffer.from(canonicalJson(composed.lettering)));
    const sha256 = await artifacts.put(composed.png);
    failpoint('sheet-stored');
    return {
      sha256,
      inputs,
      width: plan.width,
      height: plan.height,
      ...(plan.dpi !== null && { dpi: plan.dpi }),
      panels: panels.map(({ id }) => id),
      lettering: { sha256: set, inputs: words },
      warnings: [
        ...composed.warnings,
        ...warnOfSizes(panels, selected),
        ...(await warnOfMouths(context, facts, panels, selected)),
        ...(await warnOfCopies(imaging, sheetPanels)),
      ],
    };
  } catch (error) {
    if (!(error instanceof LostFrame)) throw error;
    await reportLostFrame(context, facts.id, error);
    return null;
  }
}

const warnOfSizes = (
  panels: readonly PanelFacts[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
): StoredSheet['warnings'] =>
  panels.flatMap(({ id, number }) =>
    warnOfSize(selected.get(id)?.value ?? null).map((warning) => ({ panel: number, ...warning })),
  );

/** A mouth that was placed in another take may be elsewhere in this one. */
async function warnOfMouths(
  { state }: Pick<ComposeContext, 'state'>,
  { id: story, spec: { characters } }: StoryFacts,
  panels: readonly PanelFacts[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
): Promise<StoredSheet['warnings']> {
  const nameOf = (speaker: string | undefined) => characters.find(({ id }) => id === speaker)?.name ?? 'the speaker';
  const unchecked = panels.map(async ({ id, number, spec }) => {
    const placed = nameTexts(id, spec.text).filter(({ mouth }) => mouth);
    if (placed.length === 0) return [];
    const frame = selected.get(id)?.value.sha256;
    const first = (await state.read.takes(story, id))[0]?.sha256;
    const others = placed.filter((text) => (spec.mouthFrames?.[text.id] ?? first ?? frame) !== frame);
    return [...new Set(others.map(({ speaker }) => nameOf(speaker)))].map((name) => ({
      panel: number,
      code: 'mouth_unchecked' as const,
      detail: `The mouth of ${name} in panel ${number} was placed in another take. Check where the tail leads, and place it again.`,
    }));
  });
  return (await Promise.all(unchecked)).flat();
}

/** Independent requests may yield the same picture twice; it is kept, and said. */
async function warnOfCopies(
  imaging: Context['imaging'],
  panels: readonly { readonly number: number; readonly frame: Uint8Array }[],
): Promise<StoredSheet['warnings']> {
  const copies = findCopies(await Promise.all(panels.map(({ frame }) => imaging.readPixels(frame, copySize))));
  return copies.flatMap(({ a, b }) => {
    const [first, second] = [panels[a]?.number, panels[b]?.number];
    if (first === undefined || second === undefined) return [];
    return [
      {
        panel: second,
        code: 'near_identical',
        detail: `Panel ${second} looks like panel ${first}. Retake it, or change its prompt.`,
      },
    ];
  });
}

function hashInputs(
  { spec }: StoryFacts,
  plan: SheetPlan,
  panels: readonly PanelFacts[],
  selected: ReadonlyMap<string, Read<StoredFrame>>,
): string {
  const inputs = {
    composerVersion,
    plan,
    language: spec.language,
    readingDirection: spec.readingDirection,
    caps: spec.book.caps,
    marks: hasMarks(spec),
    speakers: spec.characters.map(({ id, name }) => [id, name]),
    panels: panels.map(({ id, number, spec: { characters, text, focus, mouthFrames } }) => ({
      number,
      characters,
      text: withoutTextIds(text),
      mouthFrames,
      focus,
      frame: selected.get(id)?.value.sha256,
    })),
  };
  return createHash('sha256').update(canonicalJson(inputs)).digest('hex');
}
