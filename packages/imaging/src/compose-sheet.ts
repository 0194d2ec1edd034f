import {
  type BookSpec,
  escapeMarks,
  inCapitals,
  isInCapitals,
  letteringSizes,
  NextpanelError,
  type PanelSpec,
  type ReadingDirection,
  type Rectangle,
  type SheetPlan,
  type Slot,
  sheetDpi,
  withoutMarks,
} from '@nextpanel/core';
import type { OverlayOptions } from 'sharp';
import { fitFrame } from './fit-frame.ts';
import { lettersWithoutFont } from './fonts/choose-font.ts';
import { letterBelow } from './lettering/letter-below.ts';
import { type LetteredText, letterPanel, type PanelLettering } from './lettering/letter-panel.ts';
import { hasInk, legible } from './lettering/prepare-text.ts';
import { loadSharp, type Sharp } from './load-sharp.ts';

export interface SheetPanel {
  readonly number: number;
  /** The selected take: PNG, JPEG or WebP of any size. */
  readonly frame: Uint8Array;
  /** The point that must stay visible when the frame is cropped, 0–1. Default: the centre. */
  readonly focus?: PanelSpec['focus'];
  /** Ids of the characters present, in the panel's order, which says where each speaker is expected. */
  readonly characters?: readonly string[];
  /** Where characters stand, 0–1 from the left, by id; only those the panel places. */
  readonly standing?: ReadonlyMap<string, number>;
  /** In reading order; texts drawn by the model are left out. */
  readonly text: readonly LetteredText[];
}

export interface ComposeSheetInput {
  readonly plan: SheetPlan;
  /** One for every slot of the plan. */
  readonly panels: readonly SheetPanel[];
  /** Names of the characters by id, for warnings. */
  readonly speakers: Readonly<Record<string, string>>;
  readonly language: string;
  readonly readingDirection: ReadingDirection;
  /** Whether letters are capitals. Default `auto`: where the layout and the script are set that way. */
  readonly caps?: BookSpec['caps'];
  /** Whether stars around a word are emphasis. Default true; in stories of earlier releases they are stars. */
  readonly marks?: boolean;
}

export interface SheetWarning {
  readonly panel: number;
  /**
   * `text_overflow`: a text did not fit and is not drawn. `lettering_small`: the texts fit only in smaller letters.
   * `letters_missing`: no bundled font has some of its letters,
   * which are left out. `frame_cropped`: the frame and its slot differ in aspect.
   */
  readonly code: 'text_overflow' | 'lettering_small' | 'letters_missing' | 'frame_cropped';
  readonly detail: string;
}

/**
 * Composes one sheet: frames cropped to their slots (never stretched), with thin borders, captions, balloons and sound
 * effects, on paper. All panels are lettered in one font size; one whose texts do not fit in it is lettered smaller, with a warning.
 * PNG, RGB, sRGB; the same input gives the same bytes. Throws `frame_missing` and `picture_unreadable`.
 */
export async function composeSheet(input: ComposeSheetInput): Promise<{ png: Uint8Array; warnings: SheetWarning[] }> {
  const sharp = await loadSharp();
  const panels = input.plan.slots.map((slot) => ({ slot, panel: panelOf(input, slot) }));
  const page = blankPage(input.plan);
  const warnings: SheetWarning[] = [];
  const rest = panels.values();
  const drawPanels = async () => {
    for (const one of rest) warnings.push(...(await drawPanel(sharp, input, one, page)));
  };
  await Promise.all(Array.from({ length: panelsAtOnce }, drawPanels));
  const below: OverlayOptions[] = [];
  for (const { slot, panel } of panels) {
    if (!slot.textBox) continue;
    const { layers, small, overflows } = await letterBelow(sharp, {
      texts: narration(panel, input.language),
      box: slot.textBox,
      language: input.language,
      dpi: sheetDpi(input.plan),
    });
    below.push(...layers);
    if (small) warnings.push(smallWarning(panel));
    if (overflows) warnings.push(narrationWarning(panel));
  }
  // Level 6: level 2 takes a fifth less time for 2 % more bytes; adaptive filtering takes 70 % longer for a quarter fewer bytes.
  const picture = sharp(page, { raw: { width: input.plan.width, height: input.plan.height, channels: 3 } });
  const png = await (below.length > 0 ? picture.composite(below).removeAlpha() : picture)
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { png, warnings: warnings.sort((a, b) => a.panel - b.panel) };
}

/** Panels of a sheet that are decoded and lettered side by side: more take more memory and no less time. */
const panelsAtOnce = 2;

/** Letters one panel and draws it onto the page. Answers with what to know about it. */
async function drawPanel(
  sharp: Sharp,
  input: ComposeSheetInput,
  { slot, panel }: { readonly slot: Slot; readonly panel: SheetPanel },
  page: Buffer,
): Promise<SheetWarning[]> {
  const { layers, unplaced, small } = await letterOne(sharp, input, { slot, panel });
  const border = Math.max(1, Math.round(input.plan.width / 700));
  const { pixels, croppedShare } = await fitFrame(sharp, panel, slot, border);
  blit(page, input.plan.width, slot, await letterPixels(sharp, pixels, slot, layers));
  return [
    ...(croppedShare > 0.15 ? [croppedWarning(panel, croppedShare)] : []),
    ...unplaced.map((text) => overflowWarning(input, { slot, panel }, text)),
    ...(small ? [smallWarning(panel)] : []),
    ...missingWarnings(panel, input.language),
  ];
}

function panelOf(input: ComposeSheetInput, slot: Slot): SheetPanel {
  const panel = input.panels.find(({ number }) => number === slot.panel);
  if (panel !== undefined) return { ...panel, text: panel.text.map((text) => asLettered(text, input)) };
  throw new NextpanelError('frame_missing', `Sheet ${input.plan.number} needs the frame of panel ${slot.panel}.`);
}

/** A text as it is lettered: in capitals where the book is, with stars that are no marks made safe. */
function asLettered(text: LetteredText, { caps, marks = true, plan, language: book }: ComposeSheetInput): LetteredText {
  const language = text.language ?? book;
  const words = marks ? text.text : escapeMarks(text.text);
  return { ...text, text: isInCapitals({ caps, layout: plan.layout }, language) ? inCapitals(words, language) : words };
}

const overlayTexts = (panel: SheetPanel) =>
  panel.text.filter(({ drawnBy, text }) => drawnBy === 'overlay' && hasInk(text));

/** Those of which anything can be drawn. */
const legibleTexts = (panel: SheetPanel, language: string) =>
  overlayTexts(panel).filter(({ text, language: own = language }) => hasInk(legible(text, own)));

/** Those that stand in the picture: narration is a caption where the layout has no room for it outside. */
const drawnTexts = (panel: SheetPanel, language: string, slot: Slot): LetteredText[] =>
  legibleTexts(panel, language).flatMap((text) => {
    if (text.kind !== 'narration') return [text];
    return slot.textBox ? [] : [{ ...text, kind: 'caption' as const }];
  });

/** Those that stand below the picture. */
const narration = (panel: SheetPanel, language: string): LetteredText[] =>
  legibleTexts(panel, language).filter(({ kind }) => kind === 'narration');

/** A panel's lettering, and whether it had to be smaller than the book's. */
interface SizedLettering extends PanelLettering {
  readonly small: boolean;
}

/**
 * The usual size, or, for a panel whose texts do not fit in it, the first smaller one in which most of them do. Only that panel is
 * lettered smaller: one text that is too long does not shrink those of its neighbours.
 */
async function letterOne(
  sharp: Sharp,
  input: ComposeSheetInput,
  { slot, panel }: { slot: Slot; panel: SheetPanel },
): Promise<SizedLettering> {
  const inner = letteredArea(input.plan, slot);
  let best: SizedLettering | undefined;
  for (const [step, fontSize] of letteringSizes(input.plan, input.readingDirection).entries()) {
    const lettering = await letterPanel(sharp, {
      panel: { width: inner.width, height: inner.height },
      texts: drawnTexts(panel, input.language, slot),
      characters: panel.characters ?? [],
      ...(panel.standing && { standing: panel.standing }),
      language: input.language,
      readingDirection: input.readingDirection,
      fontSize,
      ...(panel.focus === undefined ? {} : { focus: panel.focus }),
    });
    if (best === undefined || lettering.unplaced.length < best.unplaced.length)
      best = { ...lettering, small: step > 0 };
    if (best.unplaced.length === 0) break;
  }
  if (!best) return { layers: [], unplaced: [], small: false };
  const layers = best.layers.map((layer) => ({
    ...layer,
    left: (layer.left ?? 0) + inner.x,
    top: (layer.top ?? 0) + inner.y,
  }));
  return { ...best, layers };
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

async function letterPixels(
  sharp: Sharp,
  pixels: Buffer,
  slot: Slot,
  layers: PanelLettering['layers'],
): Promise<Buffer> {
  if (layers.length === 0) return pixels;
  // composite() turns an RGB picture into RGBA: without removeAlpha the rows below would be one channel too wide.
  return sharp(pixels, { raw: { width: slot.width, height: slot.height, channels: 3 } })
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer();
}

function blankPage({ width, height, background }: SheetPlan): Buffer {
  return Buffer.alloc(width * height * 3, Buffer.from(background.slice(1), 'hex'));
}

/** Copies a picture row by row: as fast as libvips' join (6.9 against 6.8 CPU seconds for 64 panels) and not bound to a grid. */
function blit(page: Buffer, pageWidth: number, slot: Slot, picture: Buffer | undefined): void {
  const row = slot.width * 3;
  for (let y = 0; y < slot.height; y++) {
    picture?.copy(page, ((slot.y + y) * pageWidth + slot.x) * 3, y * row, (y + 1) * row);
  }
}

function croppedWarning(panel: SheetPanel, share: number): SheetWarning {
  const detail = `The frame of panel ${panel.number} differs from its slot in aspect: ${Math.round(share * 100)} % of it is cropped.`;
  return { panel: panel.number, code: 'frame_cropped', detail };
}

function smallWarning(panel: SheetPanel): SheetWarning {
  const detail = `The texts of panel ${panel.number} do not fit in the usual size, so they are lettered smaller. Shorten them or spread them over more panels.`;
  return { panel: panel.number, code: 'lettering_small', detail };
}

function overflowWarning(
  input: ComposeSheetInput,
  { slot, panel }: { slot: Slot; panel: SheetPanel },
  index: number,
): SheetWarning {
  const text = drawnTexts(panel, input.language, slot)[index];
  const speaker = text?.speaker === undefined ? undefined : (input.speakers[text.speaker] ?? text.speaker);
  const whose = speaker === undefined ? `A ${text?.kind}` : `A ${text?.kind} of ${speaker}`;
  const opening = Array.from(withoutMarks(text?.text ?? ''))
    .slice(0, 40)
    .join('');
  const detail = `${whose} in panel ${panel.number} does not fit in readable letters and is left out: “${opening}”. Shorten the texts or spread them over more panels.`;
  return { panel: panel.number, code: 'text_overflow', detail };
}

function narrationWarning(panel: SheetPanel): SheetWarning {
  const detail = `The narration of panel ${panel.number} does not fit below its picture in readable letters and is left out. Shorten it or spread it over more panels.`;
  return { panel: panel.number, code: 'text_overflow', detail };
}

function missingWarnings(panel: SheetPanel, language: string): SheetWarning[] {
  return overlayTexts(panel).flatMap(({ text, kind, language: own = language }) => {
    const letters = lettersWithoutFont(text, own);
    if (letters.length === 0) return [];
    const detail = `A ${kind} in panel ${panel.number} has letters that no bundled font contains: ${letters.slice(0, 8).join(' ')}. They are left out.`;
    return [{ panel: panel.number, code: 'letters_missing', detail }];
  });
}
