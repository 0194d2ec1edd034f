import type { LaidPanel, LayoutSettings } from '../../layout.ts';
import type { PageSize } from '../../page-sizes.ts';
import { requirePage } from '../../require-page.ts';
import { cropOf } from './crop.ts';
import { type Arrangement, findArrangements, type Room, spread } from './find-arrangements.ts';
import { placeArrangement } from './place-arrangement.ts';

/**
 * The arrangement of a page. Of those that are about equally good, the id of the first panel decides, so that pages of equal
 * panels differ and a page looks the same wherever an edit moves it. Frames that are there already decide first: only if
 * every good arrangement would crop one of them is another looked for. So a page keeps its arrangement while its
 * panels are drawn one after another.
 */
export function chooseArrangement(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room): Arrangement {
  const good = arrangementsOf(panels, settings, room);
  const frames = framesOf(panels, settings);
  const seed = panels[0]?.id ?? '';
  const uncropped = good.filter((arrangement) => cropOf(placeArrangement(arrangement, room), frames) === 0);
  const [first, ...others] = uncropped.length > 0 ? uncropped : arrangementsOf(panels, settings, room, frames);
  if (first === undefined) throw new Error(`no arrangement for ${panels.length} panels`);
  return others.reduce((best, other) => (rank(other, seed) < rank(best, seed) ? other : best), first);
}

/** What speaks against putting these panels on one page. */
export function costOfPage(panels: readonly LaidPanel[], settings: LayoutSettings, room: Room): number {
  const [best] = arrangementsOf(panels, settings, room);
  const frames = framesOf(panels, settings);
  if (best === undefined || frames.every((frame) => frame === null)) return best?.cost ?? Number.POSITIVE_INFINITY;
  return arrangementsOf(panels, settings, room, frames)[0]?.cost ?? Number.POSITIVE_INFINITY;
}

/** Width over height of the frames that are there or whose size the file names. */
function framesOf(panels: readonly LaidPanel[], { frame }: LayoutSettings): (number | null)[] {
  return panels.map((panel) => {
    const size = panel.frame ?? frame;
    return size === null ? null : size.width / size.height;
  });
}

/** Found once for each mixture of weights on a paper: a book of 2,000 panels has few, and all books on a preset share them. */
const found = new WeakMap<PageSize, Map<string, readonly Arrangement[]>>();

/** About 5 MB. */
const mostFound = 2000;

function arrangementsOf(
  panels: readonly LaidPanel[],
  settings: LayoutSettings,
  room: Room,
  frames?: readonly (number | null)[],
): readonly Arrangement[] {
  const page = requirePage(settings);
  const known = found.get(page) ?? new Map<string, readonly Arrangement[]>();
  found.set(page, known);
  // A panel alone on its page fills it, whatever its weight.
  const weights = panels.length === 1 ? (['normal'] as const) : panels.map(({ weight }) => weight);
  const key = `${settings.layout} ${weights.join()} ${frames?.map((frame) => frame?.toFixed(2)).join() ?? ''}`;
  const arrangements = known.get(key) ?? findArrangements(weights, room, frames);
  if (known.size >= mostFound) known.clear();
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
