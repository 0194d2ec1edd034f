import type { LaidPanel, LayoutSettings } from '../../layout.ts';
import type { PageSize } from '../../page-sizes.ts';
import { requirePage } from '../../require-page.ts';
import { areasOf, leastCrowded } from './arrangement-cost.ts';
import { cropOf } from './crop.ts';
import {
  type Arrangement,
  findArrangements,
  findBest,
  type PageWants,
  type Room,
  spread,
} from './find-arrangements.ts';
import { placeArrangement } from './place-arrangement.ts';

/**
 * The arrangement of a page. Of those that are about equally good, the id of the first panel decides, so that pages of equal
 * panels differ and a page looks the same wherever an edit moves it. Frames that are there already decide first: only if
 * every good arrangement would crop one of them is another looked for. So a page keeps its arrangement while its
 * panels are drawn one after another.
 */
export function chooseArrangement(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room): Arrangement {
  const good = withRoomForWords(arrangementsOf(panels, settings, room), panels, room);
  const frames = framesOf(panels, settings);
  const seed = panels[0]?.id ?? '';
  const uncropped = good.filter((arrangement) => cropOf(placeArrangement(arrangement, room), frames) === 0);
  const [first, ...others] = uncropped.length > 0 ? uncropped : arrangementsOf(panels, settings, room, frames);
  if (first === undefined) throw new Error(`no arrangement for ${panels.length} panels`);
  return others.reduce((best, other) => (rank(other, seed) < rank(best, seed) ? other : best), first);
}

/** What speaks against putting these panels on one page. */
export function costOfPage(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room): number {
  const frames = framesOf(panels, settings);
  const best = bestOf(panels, settings, room);
  if (best === undefined || frames.every((frame) => frame === null)) return best?.cost ?? Number.POSITIVE_INFINITY;
  return bestOf(panels, settings, room, frames)?.cost ?? Number.POSITIVE_INFINITY;
}

/** The least that it can be, without a search. */
export function leastCostOfPage(panels: readonly LaidPanel[], room: Room): number {
  const words = wordsOf(panels);
  return words ? leastCrowded(areasOf(words, room.dpi))(room.width * room.height) : 0;
}

/** More than this part of a panel under balloons hides who speaks, and letters shrink or are left out. */
const mostWords = 0.5;

/** Those that leave the words of every panel enough room; if none does, the one that leaves the fullest panel most. */
function withRoomForWords(
  arrangements: readonly Arrangement[],
  panels: readonly LaidPanel[],
  room: Room,
): readonly Arrangement[] {
  const words = wordsOf(panels);
  if (words === undefined) return arrangements;
  const parts = arrangements.map((arrangement) => fullestPart(arrangement, words, room));
  const most = Math.max(mostWords, Math.min(...parts));
  return arrangements.filter((_, index) => (parts[index] ?? 0) <= most);
}

/** The part of a panel that words take, where they take most. */
function fullestPart(arrangement: Arrangement, words: readonly number[], room: Room): number {
  const needs = areasOf(words, room.dpi, 1);
  const parts = placeArrangement(arrangement, room).map(({ width, height }, at) => (needs[at] ?? 0) / (width * height));
  return Math.max(...parts);
}

/**
 * How much too little room these panels on one page leave the words of one of them, in the best arrangement there is: 0, enough; 3, they take twice
 * as much of it as they should.
 */
export function excessOf(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room): number {
  const words = wordsOf(panels);
  const best = words && bestOf(panels, settings, room);
  return words === undefined || best === undefined
    ? 0
    : Math.max(0, (fullestPart(best, words, room) / mostWords) ** 2 - 1);
}

/** Width over height of the frames that are there or whose size the file names. */
function framesOf(panels: readonly LaidPanel[], { frame }: LayoutSettings): (number | null)[] {
  return panels.map((panel) => {
    const size = panel.frame ?? frame;
    return size === null ? null : size.width / size.height;
  });
}

/** Room for the words of each panel; none have any: undefined. Narration stands in the picture here. */
function wordsOf(panels: readonly LaidPanel[]): number[] | undefined {
  const words = panels.map(({ wordRoom }) => (wordRoom ? wordRoom.inside + wordRoom.narration : 0));
  return words.some((room) => room > 0) ? words : undefined;
}

/** Found once for each mixture of weights and words on a paper: a book of 2,000 panels has few, and all books on a preset share them. */
const found = { all: new WeakMap<PageSize, Found>(), best: new WeakMap<PageSize, Found>() };
type Found = Map<string, readonly Arrangement[]>;

/** About 5 MB each. */
const mostFound = { all: 2000, best: 10_000 };

function arrangementsOf(
  panels: readonly LaidPanel[],
  settings: LayoutSettings,
  room: Room,
  frames?: readonly (number | null)[],
): readonly Arrangement[] {
  return remember('all', settings, wantsOf(panels, frames), (wants) => findArrangements(wants, room));
}

/** The cheapest of them. */
function bestOf(
  panels: readonly LaidPanel[],
  settings: LayoutSettings,
  room: Room,
  frames?: readonly (number | null)[],
): Arrangement | undefined {
  return remember('best', settings, wantsOf(panels, frames), (wants) => {
    const best = findBest(wants, room);
    return best === undefined ? [] : [best];
  })[0];
}

function wantsOf(panels: readonly LaidPanel[], frames?: readonly (number | null)[]): PageWants {
  // A panel alone on its page fills it, whatever its weight.
  const weights = panels.length === 1 ? (['normal'] as const) : panels.map(({ weight }) => weight);
  const words = wordsOf(panels);
  return { weights, ...(frames && { frames }), ...(words && { words }) };
}

function remember(
  what: 'all' | 'best',
  settings: LayoutSettings,
  wants: PageWants,
  find: (wants: PageWants) => readonly Arrangement[],
): readonly Arrangement[] {
  const page = requirePage(settings);
  const known: Found = found[what].get(page) ?? new Map();
  found[what].set(page, known);
  const frames = wants.frames?.map((frame) => frame?.toFixed(2)).join() ?? '';
  const key = `${settings.layout} ${wants.weights.join()} ${wants.words?.join() ?? ''} ${frames}`;
  const arrangements = known.get(key) ?? find(wants);
  if (known.size >= mostFound[what]) known.clear();
  known.set(key, arrangements);
  return arrangements;
}

/** What an arrangement costs, and by chance up to as much more as good arrangements differ in. */
const rank = (arrangement: Arrangement, seed: string): number => arrangement.cost + spread * chance(arrangement, seed);

/** 0–1; it depends on the panel and on the arrangement, and on nothing else: FNV-1a. */
function chance({ tiers }: Arrangement, seed: string): number {
  let hash = 0x811c9dc5;
  for (const sign of `${seed} ${tiers.map(({ columns }) => columns.join('+')).join('/')}`) {
    hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193);
  }
  // The last signs alone would decide the upper bits.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
