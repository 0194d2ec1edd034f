/** The paper of a book, in inches. */
export interface PageSize {
  readonly name: string;
  /** The page as it is cut. */
  readonly trim: { readonly width: number; readonly height: number };
  /** How far a picture that bleeds continues beyond the trim. */
  readonly bleed: number;
  /** The binding edge is not cut, so nothing bleeds over it. */
  readonly bleedsOutsideOnly: boolean;
  /** Nothing that matters stands closer than this to the top, the bottom and the outer edge. */
  readonly margin: number;
  /** The margin on the binding side of the thickest book: pages are planned with it, whatever the number of pages. */
  readonly gutter: number;
  /** Of one page, in inches, by which a spine is measured; null: the printers differ too much. */
  readonly thickness: number | null;
  /** The margin on the binding side by number of pages, thinnest book first. */
  readonly gutters: readonly { readonly upToPages: number; readonly inches: number }[];
}

/** A page size that printers name. */
export interface PagePreset extends PageSize {
  readonly source: string;
  /** When the source was read. */
  readonly asOf: string;
}

export const pagePresetNames = ['us-comic', 'manga-b6', 'a4', 'a5', 'letter', 'square', 'kdp-6x9'] as const;
export type PagePresetName = (typeof pagePresetNames)[number];

const inchesPer = { in: 1, mm: 1 / 25.4, cm: 1 / 2.54 } as const;

/** Units a page of the user's own may be measured in. */
export const pageUnits = ['in', 'mm', 'cm'] as const;
export type PageUnit = (typeof pageUnits)[number];

/** A page of the user's own, as the story file gives it. */
export interface CustomPage {
  readonly width: number;
  readonly height: number;
  readonly unit: PageUnit;
}

/**
 * What a page of the user's own may measure, in inches: from a small booklet to a newspaper; longer than `ratio` times its
 * width, or wider, no arrangement of panels fills it.
 */
export const pageLimits = { minInches: 3, maxInches: 20, ratio: 2.5 } as const;

const read = '2026-11-29';
const bleed = 0.125;
const anyNumber = Number.MAX_SAFE_INTEGER;
const mm = (length: number) => length * inchesPer.mm;

/** Stapled books and glued ones of a printer that gives no table. */
const oneGutter = (inches: number) => ({ gutter: inches, gutters: [{ upToPages: anyNumber, inches }] });

/** https://kdpbuilder.com/guides/kdp-bleed-and-margins */
const kdpGutters = {
  gutter: 0.875,
  gutters: [
    { upToPages: 150, inches: 0.375 },
    { upToPages: 300, inches: 0.5 },
    { upToPages: 500, inches: 0.625 },
    { upToPages: 700, inches: 0.75 },
    { upToPages: 828, inches: 0.875 },
  ],
};

/**
 * Standard colour on white paper: 0.002252 in a page. Other paper differs (cream 0.0025, premium colour 0.002347), so check the spine with
 * KDP's cover calculator; one that is off by more than 0.0625 in is refused (pubscout.app, kidillus.com, read 2026-11-29).
 */
const kdpThickness = 0.002252;

const kdpSizes = 'https://kdp.amazon.com/help?topicId=GVBQ3CMEQW3W2VL6';
const kdp = { thickness: kdpThickness, bleed, bleedsOutsideOnly: true, margin: 0.375, ...kdpGutters, asOf: read };
const cutAllAround = { thickness: null, bleed, bleedsOutsideOnly: false, asOf: read };

/** Page sizes with their margins. Where a source gives none, the margin is what comics usually leave. */
export const pagePresets: Readonly<Record<PagePresetName, PagePreset>> = {
  'us-comic': {
    ...cutAllAround,
    name: 'us-comic',
    trim: { width: 6.625, height: 10.25 },
    margin: 0.375,
    ...oneGutter(0.5),
    source: 'https://comixtribe.com/bn-week-60-page-sizes',
  },
  'manga-b6': {
    ...cutAllAround,
    name: 'manga-b6',
    trim: { width: mm(128), height: mm(182) },
    margin: 0.375,
    ...oneGutter(0.5),
    source: 'https://suzunet.co.jp/manual/kihon',
  },
  a4: {
    ...cutAllAround,
    name: 'a4',
    trim: { width: mm(210), height: mm(297) },
    margin: 0.5,
    ...oneGutter(0.625),
    source: 'https://suzunet.co.jp/manual/kihon',
  },
  a5: {
    ...cutAllAround,
    name: 'a5',
    trim: { width: mm(148), height: mm(210) },
    margin: 0.375,
    ...oneGutter(0.5),
    source: 'https://suzunet.co.jp/manual/kihon',
  },
  letter: {
    ...cutAllAround,
    name: 'letter',
    trim: { width: 8.5, height: 11 },
    margin: 0.5,
    ...oneGutter(0.625),
    source: 'ANSI Y14.1, size A',
  },
  square: { ...kdp, name: 'square', trim: { width: 8.5, height: 8.5 }, source: kdpSizes },
  'kdp-6x9': { ...kdp, name: 'kdp-6x9', trim: { width: 6, height: 9 }, source: kdpSizes },
};

/** A page as addresses and commands write it: the name of a preset, or its size with a unit, such as 6x9in; null: neither. */
export function readPageName(text: string): PagePresetName | CustomPage | null {
  const preset = pagePresetNames.find((name) => name === text);
  if (preset !== undefined) return preset;
  const [, width, height, unit] = /^(\d{1,4}(?:\.\d{1,6})?)x(\d{1,4}(?:\.\d{1,6})?)(in|cm|mm)$/.exec(text) ?? [];
  if (unit !== 'in' && unit !== 'cm' && unit !== 'mm') return null;
  const page = { width: Number(width), height: Number(height), unit } as const;
  return isPageForPanels(page) ? page : null;
}

/** Whether panels can be laid out on a page of the user's own. */
export function isPageForPanels(page: CustomPage): boolean {
  const { width, height } = pageOf(page).trim;
  const fits = [width, height].every((edge) => edge >= pageLimits.minInches && edge <= pageLimits.maxInches);
  return fits && Math.max(width, height) <= pageLimits.ratio * Math.min(width, height);
}

/** Sizes of the users' own, so that what is found out for one is known for the next book on it. */
const ownPages = new Map<string, PageSize>();
const mostOwnPages = 200;

/** The paper a story file names, or describes by its size; the limits are the caller's to check. The same size is the same object. */
export function pageOf(page: PagePresetName | CustomPage): PageSize {
  if (typeof page === 'string') return pagePresets[page];
  const name = `${page.width}x${page.height}${page.unit}`;
  const known = ownPages.get(name) ?? ownPage(name, page);
  if (ownPages.size >= mostOwnPages) ownPages.clear();
  ownPages.set(name, known);
  return known;
}

function ownPage(name: string, page: CustomPage): PageSize {
  const trim = { width: page.width * inchesPer[page.unit], height: page.height * inchesPer[page.unit] };
  return { name, trim, thickness: null, bleed, bleedsOutsideOnly: false, margin: 0.375, ...oneGutter(0.5) };
}

/** The margin on the binding side of a book of so many pages. */
export function gutterOf(page: PageSize, pages: number): number {
  return page.gutters.find(({ upToPages }) => pages <= upToPages)?.inches ?? page.gutter;
}
