import {
  type BookFormat,
  coverPage,
  coverPanel,
  coverSources,
  creditLines,
  creditWords,
  describeFormat,
  isCoverPanel,
  layoutSettings,
  type PanelSpec,
} from '@nextpanel/core';
import type { BookPage, Matter, PagePanel, PanelProvenance } from '@nextpanel/imaging';
import type { PanelFacts, Read, StoredFrame, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { loadFrame, loadReference } from '../frames.ts';
import type { ShownEdition } from './edition-of.ts';
import { type Makers, provenanceOf, readMakers } from './page-panels.ts';

type MatterContext = Pick<Context, 'artifacts' | 'state' | 'imaging'>;

/** Which pages beside those of the story each kind of book has. */
const matterIn: Readonly<Record<ReturnType<typeof describeFormat>['matter'], readonly Matter[]>> = {
  all: ['cover', 'credits', 'back'],
  inside: ['credits'],
  outside: ['cover', 'back'],
  none: [],
};

/** The pages beside those of the story that a book in this format has, in their order. */
export function matterOf({ spec }: Pick<StoryFacts, 'spec'>, format: BookFormat): Matter[] {
  const { cover, credits, back } = spec.book;
  const wanted: Readonly<Record<Matter, boolean>> = {
    cover: coverSources(cover).length > 0,
    credits: credits === true,
    back: back !== undefined && back !== null,
  };
  return matterIn[describeFormat(format).matter].filter((kind) => wanted[kind]);
}

/** The frame of a cover that is drawn; null: the story has none. `waiting`: it is not drawn yet, so no book can be bound. */
export async function readCoverFrame(
  { state }: Pick<Context, 'state'>,
  { id, spec }: Pick<StoryFacts, 'id' | 'spec'>,
): Promise<Read<StoredFrame> | null | 'waiting'> {
  if (!isCoverPanel(spec, coverPanel)) return null;
  return (await state.read.selected(id, [coverPanel])).get(coverPanel) ?? 'waiting';
}

/**
 * The pages of a book with its cover before and its credits and back cover after them, each composed when its turn comes. Nothing of them
 * is stored: one takes a few tenths of a second.
 */
export async function* withMatter(
  context: MatterContext,
  shown: ShownEdition,
  pages: AsyncIterable<BookPage>,
  matter: readonly Matter[],
): AsyncGenerator<BookPage> {
  if (matter.includes('cover')) yield await composeCoverPage(context, shown);
  let last = 0;
  for await (const page of pages) {
    last = page.number;
    yield page;
  }
  if (matter.includes('credits')) {
    last += 1;
    yield await composeCredits(context, shown, last);
  }
  if (matter.includes('back')) yield await composeBack(context, shown, last + 1);
}

/** The covers of a printed book, which come in a file of their own: the front with its bleed, then the back. */
export async function* outsideOf(
  context: MatterContext,
  shown: ShownEdition,
  matter: readonly Matter[],
): AsyncGenerator<BookPage> {
  const { page } = layoutSettings(shown.facts.spec);
  const bleed = Math.round((page?.bleed ?? 0) * (coverPage(shown.facts.spec).dpi ?? 0));
  if (matter.includes('cover')) yield await composeCoverPage(context, shown, bleed);
  if (matter.includes('back')) yield await composeBack(context, shown, 1);
}

/**
 * The front cover: its picture, and over it the words of the edition. Throws LostFrame, `reference_lost`.
 *
 * @param bleed pixels that it continues beyond the trim at each edge
 */
async function composeCoverPage(context: MatterContext, shown: ShownEdition, bleed = 0): Promise<BookPage> {
  const { spec, title } = shown.facts;
  const picture = await openCover(context, shown);
  const trim = coverPage(spec);
  const page = { ...trim, width: trim.width + 2 * bleed, height: trim.height + 2 * bleed };
  const { author, series, number } = spec.book;
  const above = series ? [series, number].filter((it) => it !== null && it !== undefined).join(' ') : null;
  const slot = { x: 0, y: 0, width: page.width, height: page.height };
  const focus = picture.focus && { focus: picture.focus };
  const png = await context.imaging.composeCover({
    picture: await picture.frame(),
    ...focus,
    title,
    author,
    series: above,
    language: spec.language,
    layout: spec.book.layout,
    page,
    bleed,
  });
  return {
    ...page,
    ...(bleed > 0 && { bleed }),
    number: 0,
    matter: {
      kind: 'cover',
      label: creditWords(spec.language).cover,
      words: [above, title, author].filter((it): it is string => typeof it === 'string' && it !== ''),
    },
    png: async () => Uint8Array.from(png),
    layout: spec.book.layout,
    background: '#ffffff',
    lettering: null,
    panels: [{ ...picture, number: 0, texts: [], slot, ...focus }],
  };
}

type CoverPicture = Pick<PagePanel, 'alt' | 'frame' | 'frameSize' | 'provenance' | 'focus'>;

/** The picture of a cover: drawn for it, of a panel, or the user's own. */
async function openCover(context: MatterContext, { facts, show }: ShownEdition): Promise<CoverPicture> {
  const { spec, id, title } = facts;
  const { cover } = spec.book;
  if (spec.coverPicture && typeof cover?.asset === 'string') {
    const { coverPicture: stored } = spec;
    return {
      alt: cover.alt ?? title,
      frame: async () => (await loadReference(context, 'the cover', stored)).bytes,
      frameSize: stored,
      provenance: { sha256: stored.sha256, source: 'upload' },
      ...(cover.focus && { focus: cover.focus }),
    };
  }
  const source = isCoverPanel(spec, coverPanel) ? coverPanel : String(cover?.panel);
  const [panel] = show(await context.state.read.panels(id, [source]));
  const frame = panel?.selected;
  if (!panel || !frame) throw new Error(`the cover of story ${id} has no picture`);
  const focus = cover?.focus ?? panel.spec.focus;
  return {
    alt: cover?.alt ?? altOf(panel.spec),
    frame: async () => (await loadFrame(context, panel.id, frame)).bytes,
    frameSize: { width: frame.width, height: frame.height },
    provenance: provenanceOf(frame, await readMakers(context, facts)),
    ...(focus && { focus }),
  };
}

const altOf = ({ alt, prompt }: Pick<PanelSpec, 'alt' | 'prompt'>): string => alt ?? prompt;

/** Sizes of letters in points. */
const points = { title: 22, text: 11, small: 9, back: 13 };

/** The page that says who wrote and who translated the words, and how the pictures were made. */
async function composeCredits(context: MatterContext, shown: ShownEdition, number: number): Promise<BookPage> {
  const { facts } = shown;
  const { spec, title } = facts;
  const { author, rights, publisher, identifier } = spec.book;
  const words = creditWords(spec.language);
  const made = describeMaking(await listMakers(context, facts), words);
  const translator = shown.edition?.value.translator;
  const people = [
    ...(author ? creditLines(words.words, author, spec.language) : []),
    ...(translator ? creditLines(words.translation, translator, spec.language) : []),
  ];
  const texts = [
    { text: title, points: points.title },
    ...people.map((text, index) => ({ text, points: points.text, before: index === 0 ? 2 : 0.2 })),
    ...made.map((text, index) => ({
      text,
      points: points.text,
      ...(index === 0 && { before: people.length > 0 ? 1 : 2 }),
    })),
    ...[publisher, rights, identifier].flatMap((text, index) =>
      text ? [{ text, points: points.small, ...(index === 0 && { before: 2 }) }] : [],
    ),
    { text: 'Made with nextpanel', points: points.small, before: 2 },
  ];
  return composeText(context, shown, { kind: 'credits', label: words.credits, number, texts });
}

/** The back cover. */
function composeBack(context: MatterContext, shown: ShownEdition, number: number): Promise<BookPage> {
  const { spec } = shown.facts;
  const text = spec.book.back?.text ?? '';
  const texts = text.split(/\n\s*\n/).map((paragraph) => ({ text: paragraph.trim(), points: points.back }));
  return composeText(context, shown, { kind: 'back', label: creditWords(spec.language).back, number, texts });
}

interface TextPage {
  readonly kind: Matter;
  readonly label: string;
  readonly number: number;
  readonly texts: readonly { readonly text: string; readonly points: number; readonly before?: number }[];
}

async function composeText(
  { imaging }: MatterContext,
  { facts: { spec } }: ShownEdition,
  { kind, label, number, texts }: TextPage,
): Promise<BookPage> {
  const page = coverPage(spec);
  const { language, readingDirection } = spec;
  const { layout } = spec.book;
  const { png, ...composed } = await imaging.composeTextPage({
    paragraphs: texts,
    language,
    readingDirection,
    layout,
    page,
  });
  return {
    ...page,
    ...composed,
    png: async () => Uint8Array.from(png),
    number,
    matter: { kind, label, words: texts.map(({ text }) => text) },
    layout,
    background: '#ffffff',
    panels: [],
  };
}

/** Who made the pictures of a book: models by provider, the built-in storyboard, users. */
interface PictureMakers {
  readonly models: readonly string[];
  readonly drafts: boolean;
  readonly supplied: boolean;
}

async function listMakers(context: MatterContext, facts: StoryFacts): Promise<PictureMakers> {
  const { state } = context;
  const makers: Makers = await readMakers(context, facts);
  const order = await state.read.order(facts.id);
  const panels: readonly PanelFacts[] = await state.read.panels(facts.id, [
    ...order,
    ...(isCoverPanel(facts.spec, coverPanel) ? [coverPanel] : []),
  ]);
  const made = panels.flatMap(({ selected }): PanelProvenance[] => (selected ? [provenanceOf(selected, makers)] : []));
  const models = made.flatMap(({ source, model, provider }) => (source === 'model' ? [`${model} (${provider})`] : []));
  return {
    models: [...new Set(models)].sort(),
    drafts: made.some(({ source }) => source === 'program'),
    supplied: facts.spec.coverPicture !== undefined || made.some(({ source }) => source === 'upload'),
  };
}

const describeMaking = (
  { models, drafts, supplied }: PictureMakers,
  words: ReturnType<typeof creditWords>,
): string[] => [
  ...(models.length > 0 ? [`${words.generated}: ${models.join(', ')}`] : []),
  ...(drafts ? [words.drafts] : []),
  ...(supplied ? [words.supplied] : []),
];
