import { plural, t } from '@lingui/core/macro';
import type { Redraw } from '@nextpanel/core';
import { formatUsd } from '../../../parts/format-usd.ts';
import { countRequests, numberList, panelHeading, pictureList } from './number-list.ts';

/**
 * What a change draws, what it leaves stale, and its price, in sentences.
 *
 * @param ofPlate it changes a plate, and not a panel
 */
export function redrawWords(
  redraw: Pick<Redraw, 'panels' | 'stale' | 'requests' | 'lowUsd' | 'expectedUsd' | 'highUsd'> &
    Partial<Pick<Redraw, 'pages' | 'cover' | 'staleCover'>>,
  ofPlate = false,
): string {
  const { panels, cover = false, stale, staleCover = false, requests, pages = [] } = redraw;
  // Of a plate no panel is drawn.
  const drawsPlate = panels.length === 0 && !cover && requests > 0;
  return [
    drawnWords(redraw, drawsPlate),
    staleWords(stale, drawsPlate || ofPlate),
    staleCover ? coverWords(drawsPlate || ofPlate) : null,
    pageWords(pages),
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

function drawnWords(
  { panels, cover = false, requests, ...redraw }: Parameters<typeof redrawWords>[0],
  drawsPlate: boolean,
): string {
  const asked = countRequests(requests);
  const price = priceWords(redraw);
  if (drawsPlate) return t`Draws it with ${asked}: ${price}.`;
  if (panels.length === 0 && !cover) return t`Nothing is drawn. Free.`;
  const drawn = pictureList(panels, cover);
  return t`Draws ${drawn} with ${asked}: ${price}.`;
}

function staleWords(stale: readonly number[], isPlate: boolean): string | null {
  if (stale.length === 0) return null;
  const panels = panelHeading(stale);
  return isPlate
    ? plural(stale.length, {
        one: `${panels} stays and is marked stale: the plate changes.`,
        other: `${panels} stay and are marked stale: the plate changes.`,
      })
    : plural(stale.length, {
        one: `${panels} stays and is marked stale: the frame it continues from changes.`,
        other: `${panels} stay and are marked stale: the frame they continue from changes.`,
      });
}

const coverWords = (isPlate: boolean): string =>
  isPlate
    ? t`The cover stays and is marked stale: the plate changes.`
    : t`The cover stays and is marked stale: a frame it was drawn from changes.`;

function pageWords(pages: readonly number[]): string | null {
  if (pages.length === 0) return null;
  const list = numberList(pages);
  return plural(pages.length, { one: `Page ${list} is laid out again.`, other: `Pages ${list} are laid out again.` });
}

/** `about $0.21, at most $0.25`, or `free`. */
export function priceWords({ expectedUsd, highUsd }: Pick<Redraw, 'expectedUsd' | 'highUsd'>): string {
  if (highUsd === 0) return t`free`;
  const most = formatUsd(highUsd);
  const expected = formatUsd(expectedUsd);
  return most === expected ? t`about ${expected}` : t`about ${expected}, at most ${most}`;
}
