import {
  type BookSpec,
  cropFrame,
  escapeMarks,
  type FontChoice,
  fontsFor,
  hasVisibleLetter,
  inCapitals,
  inHouse,
  inUnits,
  isInCapitals,
  type LetteredPanel,
  type LetteringWarning,
  lengthUnits,
  letteringSizes,
  type PanelSpec,
  type PanelText,
  type PixelSize,
  pointInSlot,
  type ReadingDirection,
  type Rectangle,
  type SetText,
  type SheetLettering,
  type SheetPlan,
  type Slot,
  say,
  scaleText,
  sheetDpi,
  withoutMarks,
} from '@nextpanel/core';
import { lettersOutside, lettersWithoutFont } from '../fonts/choose-font.ts';
import { loadSharp, type Sharp } from '../load-sharp.ts';
import { letterPageNumber } from '../matter/letter-page-number.ts';
import { withCapitalSharpS } from './capital-sharp-s.ts';
import type { DrawnLetters } from './draw-letters.ts';
import { letterBelow } from './letter-below.ts';
import { type LetteredText, letterPanel, type PlacedLettering } from './letter-panel.ts';
import { legible } from './prepare-text.ts';

/** What of a panel its lettering follows from. */
export interface PanelToLetter {
  readonly number: number;
  /** The point that must stay visible when the frame is cropped, 0–1. Default: the centre. */
  readonly focus?: PanelSpec['focus'];
  /** Ids of the characters present, in the panel's order, which says where each speaker is expected. */
  readonly characters?: readonly string[];
  /** Where characters stand, 0–1 from the left, by id; only those the panel places. */
  readonly standing?: ReadonlyMap<string, number>;
  /** Size of its picture, where a mouth was placed in it. Absent: that of its slot. */
  readonly picture?: PixelSize;
  /** In reading order; texts drawn by the model are left out. */
  readonly text: readonly LetteredText[];
}

/** A font of the user's, and the texts it is for. */
export interface LetteringFont extends FontChoice {
  readonly family: string;
  /** As its file calls it. */
  readonly name: string;
}

export interface LetterSheetInput {
  readonly plan: SheetPlan;
  /** One for every slot of the plan. */
  readonly panels: readonly PanelToLetter[];
  /** Names of the characters by id, for warnings. */
  readonly speakers: Readonly<Record<string, string>>;
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  /** Whether letters are capitals. Default `auto`: where the layout and the script are set that way. */
  readonly caps?: BookSpec['caps'];
  /** Rules of a house for English words. Default: none. */
  readonly house?: BookSpec['house'];
  /** Whether Japanese and Chinese are set in columns. Default `auto`: in books that are read from right to left, except in strips. */
  readonly columns?: BookSpec['columns'];
  /** Fonts of the user's, installed. Default: none. */
  readonly fonts?: readonly LetteringFont[];
  /** Whether the page shows its number. Default false. */
  readonly pageNumbers?: boolean;
  /** Whether stars around a word are emphasis. Default true; in stories of earlier releases they are stars. */
  readonly marks?: boolean;
}

/**
 * Letters a sheet: decides once where its words stand, how they are broken into lines and how large they are. It looks at no picture. All
 * panels are lettered in one size; one whose texts do not fit in it is lettered smaller, with a warning. Warnings: `text_overflow` for a
 * text that did not fit, `lettering_small`, `letters_missing` for letters that no bundled font has.
 *
 * @param drawn takes the letters drawn for measuring, so that the sheet need not draw them again
 */
export async function letterSheet(input: LetterSheetInput, drawn: DrawnLetters = new Map()): Promise<SheetLettering> {
  const sharp = await loadSharp();
  const { plan, readingDirection } = input;
  const { unit, pixels } = lengthUnits(plan, readingDirection);
  const rest = plan.slots.entries();
  const panels: LetteredPanel[] = [];
  const letter = async () => {
    for (const [index, slot] of rest) panels[index] = await letterSlot(sharp, input, slot, drawn);
  };
  await Promise.all(Array.from({ length: panelsAtOnce }, letter));
  const size = (letteringSizes(plan, readingDirection)[0] ?? 0) / pixels;
  const number = input.pageNumbers === true ? await letterPageNumber(sharp, input) : null;
  return {
    version: 1,
    unit,
    width: inUnits(plan.width / pixels),
    height: inUnits(plan.height / pixels),
    size: inUnits(size),
    panels: number === null ? panels : [...panels, number],
  };
}

const panelsAtOnce = 2;

async function letterSlot(
  sharp: Sharp,
  input: LetterSheetInput,
  slot: Slot,
  drawn: DrawnLetters,
): Promise<LetteredPanel> {
  const { plan, readingDirection, language } = input;
  const panel = toLetter(input, slot);
  const { pixels } = lengthUnits(plan, readingDirection);
  const sized = await letterOne(sharp, input, { slot, panel }, drawn);
  const below = slot.textBox
    ? await letterBelow(sharp, {
        texts: narration(panel, input),
        box: slot.textBox,
        language,
        dpi: sheetDpi(plan),
        usersFor: usersOf(input),
        drawn,
      })
    : { texts: [], small: false, overflows: false };
  const { x, y, width, height } = slot;
  const warnings = [
    ...sized.unplaced.map((text) => overflowWarning(input, { slot, panel }, text)),
    ...coveredWarnings(input, panel, sized.covered),
    ...tailWarnings(input, panel, sized.tailless),
    ...(sized.small || below.small ? [smallWarning(panel)] : []),
    ...(below.overflows ? [narrationWarning(panel)] : []),
    ...missingWarnings(input, panel),
    ...lackingWarnings(input, panel),
  ];
  return {
    panel: panel.number,
    slot: {
      x: inUnits(x / pixels),
      y: inUnits(y / pixels),
      width: inUnits(width / pixels),
      height: inUnits(height / pixels),
    },
    size: inUnits(sized.size / pixels),
    texts: [
      ...sized.texts.map((text) => scaleText(text, 1 / pixels, slot)),
      ...below.texts.map((text) => scaleText(text, 1 / pixels, { x: 0, y: 0 })),
    ],
    warnings,
  };
}

/** A panel that the plan names, its words as they are lettered: in capitals where the book is, stars that are no marks made safe. */
function toLetter(input: LetterSheetInput, slot: Slot): PanelToLetter {
  const panel = input.panels.find(({ number }) => number === slot.panel) ?? { number: slot.panel, text: [] };
  return { ...panel, text: panel.text.map((text) => asLettered(text, input)) };
}

function asLettered(text: LetteredText, input: LetterSheetInput): LetteredText {
  const { caps, house, marks = true, plan, language: book } = input;
  const language = text.language ?? book;
  const words = inHouse(house, marks ? text.text : escapeMarks(text.text), language);
  const set = isInCapitals({ caps, layout: plan.layout }, language) ? inCapitals(words, language) : words;
  const users = usersOf(input)(text.kind, language);
  return { ...text, text: withCapitalSharpS(set, { kind: text.kind, language, users }) };
}

function isInColumns({ columns = 'auto', readingDirection, plan }: LetterSheetInput): boolean {
  return columns === 'auto' ? readingDirection === 'rtl' && plan.layout !== 'webtoon' : columns === 'on';
}

const overlayTexts = (panel: PanelToLetter) =>
  panel.text.filter(({ drawnBy, text }) => drawnBy === 'overlay' && hasVisibleLetter(text));

/** Those of which anything can be drawn. */
const legibleTexts = (panel: PanelToLetter, input: LetterSheetInput) =>
  overlayTexts(panel).filter(({ kind, text, language = input.language }) =>
    hasVisibleLetter(legible(text, language, usersOf(input)(kind, language))),
  );

/** Families of the user's for a text of a kind and language, best first. */
const usersOf =
  ({ fonts = [] }: LetterSheetInput) =>
  (kind: PanelText['kind'], language: string): readonly string[] =>
    fontsFor(fonts, kind, language).map(({ family }) => family);

/** Those that stand in the picture: narration is a caption where the layout has no room for it outside. */
const drawnTexts = (panel: PanelToLetter, input: LetterSheetInput, slot: Slot): LetteredText[] =>
  legibleTexts(panel, input).flatMap((text) => {
    if (text.kind !== 'narration') return [text];
    return slot.textBox ? [] : [{ ...text, kind: 'caption' as const }];
  });

/** Those that stand below the picture. */
const narration = (panel: PanelToLetter, input: LetterSheetInput): LetteredText[] =>
  legibleTexts(panel, input).filter(({ kind }) => kind === 'narration');

/** A panel's lettering in pixels of its slot, and whether it had to be smaller than the book's. */
interface SizedLettering {
  readonly texts: SetText[];
  readonly unplaced: readonly number[];
  readonly covered: PlacedLettering['covered'];
  readonly tailless: readonly string[];
  readonly size: number;
  readonly small: boolean;
}

/**
 * The usual size, or, for a panel whose texts do not fit in it, the first smaller one in which most of them do. Only that panel is
 * lettered smaller: one text that is too long does not shrink those of its neighbours.
 */
async function letterOne(
  sharp: Sharp,
  input: LetterSheetInput,
  { slot, panel }: { readonly slot: Slot; readonly panel: PanelToLetter },
  drawn: DrawnLetters,
): Promise<SizedLettering> {
  const inner = letteredArea(input.plan, slot);
  const crop = cropFrame(panel.picture ?? slot, slot, panel.focus);
  let best: SizedLettering | undefined;
  for (const [step, fontSize] of letteringSizes(input.plan, input.readingDirection).entries()) {
    const lettering = await letterPanel(sharp, {
      panel: { width: inner.width, height: inner.height },
      texts: drawnTexts(panel, input, slot),
      characters: panel.characters ?? [],
      ...(panel.standing && { standing: panel.standing }),
      language: input.language,
      readingDirection: input.readingDirection,
      columns: isInColumns(input),
      usersFor: usersOf(input),
      fontSize,
      drawn,
      pointOf: {
        slot: ({ x, y }) => ({ x: x * slot.width - inner.x, y: y * slot.height - inner.y }),
        frame(point) {
          const { x, y } = pointInSlot(crop, point);
          return { x: x - inner.x, y: y - inner.y };
        },
      },
      ...(panel.focus === undefined ? {} : { focus: panel.focus }),
    });
    if (best === undefined || lettering.unplaced.length < best.unplaced.length)
      best = { ...lettering, size: fontSize, small: step > 0 };
    if (best.unplaced.length === 0) break;
  }
  if (!best)
    return { texts: [], unplaced: [], covered: { mouths: [], focus: false }, tailless: [], size: 0, small: false };
  return { ...best, texts: best.texts.map((text) => scaleText(text, 1, inner)) };
}

/** What is trimmed off may take this much of a picture that bleeds, in inches; letters keep out of it. */
const bleedSafetyInches = 0.375;

/** Where the letters of a panel may stand, in pixels of its slot: all of it, or what lies safely inside the trim. */
function letteredArea(plan: SheetPlan, slot: Slot): Rectangle {
  if (!slot.bleeds) return { x: 0, y: 0, width: slot.width, height: slot.height };
  const safe = Math.round(bleedSafetyInches * sheetDpi(plan));
  const inset = (distance: number) => Math.max(0, safe - distance);
  const left = inset(slot.x);
  const top = inset(slot.y);
  const right = inset(plan.width - slot.x - slot.width);
  const bottom = inset(plan.height - slot.y - slot.height);
  return { x: left, y: top, width: slot.width - left - right, height: slot.height - top - bottom };
}

function smallWarning(panel: PanelToLetter): LetteringWarning {
  const detail = say('sheet.small', { panel: panel.number });
  return { panel: panel.number, code: 'lettering_small', detail };
}

function overflowWarning(
  input: LetterSheetInput,
  { slot, panel }: { slot: Slot; panel: PanelToLetter },
  index: number,
): LetteringWarning {
  const text = drawnTexts(panel, input, slot)[index];
  const speaker = text?.speaker === undefined ? undefined : (input.speakers[text.speaker] ?? text.speaker);
  const opening = Array.from(withoutMarks(text?.text ?? ''))
    .slice(0, 40)
    .join('');
  const known = { kind: text?.kind ?? '', panel: panel.number, text: opening };
  const detail =
    speaker === undefined ? say('sheet.left_out', known) : say('sheet.left_out.of', { ...known, name: speaker });
  return { panel: panel.number, code: 'text_overflow', detail };
}

function coveredWarnings(
  { speakers }: LetterSheetInput,
  { number: panel }: PanelToLetter,
  { mouths, focus }: PlacedLettering['covered'],
): LetteringWarning[] {
  const hidden = [
    ...mouths.map((id) => say('sheet.covered.mouth', { name: speakers[id] ?? id })),
    ...(focus ? [say('sheet.covered.focus')] : []),
  ];
  if (hidden.length === 0) return [];
  const detail = say('sheet.covers', { panel, both: hidden.join(' and ') });
  return [{ panel, code: 'balloon_covers', detail }];
}

function tailWarnings(
  { speakers }: LetterSheetInput,
  { number: panel }: PanelToLetter,
  tailless: readonly string[],
): LetteringWarning[] {
  if (tailless.length === 0) return [];
  const both = tailless.map((id) => speakers[id] ?? id).join(' and ');
  const detail = say('sheet.no_tail', { both, panel });
  return [{ panel, code: 'tail_missing', detail }];
}

function narrationWarning(panel: PanelToLetter): LetteringWarning {
  const detail = say('sheet.narration_left_out', { panel: panel.number });
  return { panel: panel.number, code: 'text_overflow', detail };
}

function missingWarnings(input: LetterSheetInput, panel: PanelToLetter): LetteringWarning[] {
  return overlayTexts(panel).flatMap(({ text, kind, language = input.language }) => {
    const letters = lettersWithoutFont(text, language, usersOf(input)(kind, language));
    if (letters.length === 0) return [];
    const detail = say('sheet.letters_missing', { kind, panel: panel.number, letters: listed(letters) });
    return [{ panel: panel.number, code: 'letters_missing', detail }];
  });
}

/** What the user's fonts lack of the texts they are for; bundled fonts have it. */
function lackingWarnings(input: LetterSheetInput, panel: PanelToLetter): LetteringWarning[] {
  return overlayTexts(panel).flatMap(({ text, kind, language = input.language }) => {
    const fonts = fontsFor(input.fonts ?? [], kind, language);
    const letters =
      fonts.length === 0
        ? []
        : lettersOutside(
            withoutMarks(text),
            fonts.map(({ family }) => family),
          );
    if (letters.length === 0) return [];
    const both = fonts.map(({ name }) => `“${name}”`).join(' and ');
    const detail = say('sheet.letters_lacking', { kind, panel: panel.number, both, letters: listed(letters) });
    return [{ panel: panel.number, code: 'font_lacks_letters', detail }];
  });
}

const listed = (letters: readonly string[]): string => letters.slice(0, 8).join(' ');
