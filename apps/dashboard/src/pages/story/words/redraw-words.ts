import type { Redraw } from '@nextpanel/core';
import { formatUsd } from '../../../parts/format-usd.ts';
import { countOf, pageList, panelList } from './number-list.ts';

/** What a change draws, what it leaves stale, and its price, in sentences. */
export function redrawWords(
  redraw: Pick<Redraw, 'panels' | 'stale' | 'requests' | 'lowUsd' | 'expectedUsd' | 'highUsd'> &
    Partial<Pick<Redraw, 'pages'>>,
) {
  const { panels, stale, requests, pages = [] } = redraw;
  // Of a plate no panel is drawn.
  const isPlate = panels.length === 0 && requests > 0;
  const sentences =
    panels.length === 0
      ? [isPlate ? `Draws it with ${countOf(requests, 'request')}: ${priceWords(redraw)}.` : 'Nothing is drawn. Free.']
      : [`Draws ${panelList(panels)} with ${countOf(requests, 'request')}: ${priceWords(redraw)}.`];
  if (stale.length > 0) {
    const [stays, it] = stale.length === 1 ? ['stays and is', 'it continues'] : ['stay and are', 'they continue'];
    sentences.push(
      `${capitalized(panelList(stale))} ${stays} marked stale: ${isPlate ? 'the plate' : `the frame ${it} from`} changes.`,
    );
  }
  if (pages.length > 0) sentences.push(`${pageList(pages)} ${pages.length === 1 ? 'is' : 'are'} laid out again.`);
  return sentences.join(' ');
}

/** `about $0.21, at most $0.25`, or `free`. */
export function priceWords({ expectedUsd, highUsd }: Pick<Redraw, 'expectedUsd' | 'highUsd'>): string {
  if (highUsd === 0) return 'free';
  const most = formatUsd(highUsd);
  const expected = formatUsd(expectedUsd);
  return most === expected ? `about ${expected}` : `about ${expected}, at most ${most}`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
