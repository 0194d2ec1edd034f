import type { Redraw } from '@nextpanel/core';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import { dollars } from '../story/describe-story.ts';

/**
 * What a change draws and what becomes stale, line by line. The price covers all panels listed; a panel whose request was
 * already paid for costs nothing.
 */
export function describeRedraw(redraw: Redraw): string[] {
  const { dryRun, panels, cover, stale, staleCover, requests } = redraw;
  const drawing = dryRun ? 'would draw' : 'draws';
  const pictures = countPictures(panels, cover);
  const by = requests === pictures.count ? '' : ` in ${requests === 1 ? '1 request' : `${requests} requests`}`;
  const drawn =
    pictures.count === 0 ? `${drawing} nothing` : `${drawing} ${pictures.words}${by}: ${describePrice(redraw)}`;
  const left = countPictures(stale, staleCover);
  return left.count === 0 ? [drawn] : [drawn, describeStale(left, dryRun)];
}

/** Panels, and perhaps the cover, in words. */
function countPictures(panels: readonly number[], cover: boolean): { readonly count: number; readonly words: string } {
  const words = [
    ...(panels.length === 0 ? [] : [`${countPanels(panels.length)} (${panelRanges(panels)})`]),
    ...(cover ? ['the cover'] : []),
  ];
  return { count: panels.length + (cover ? 1 : 0), words: words.join(' and ') };
}

function describeStale({ count, words }: ReturnType<typeof countPictures>, dryRun: boolean): string {
  const one = count === 1;
  const stay = one ? 'stays and becomes stale' : 'stay and become stale';
  const others = `${words} ${stay}, drawn from a frame that changes`;
  return dryRun ? `${others}; with --cascade redraw ${one ? 'it is' : 'they are'} drawn again too` : others;
}

export const countPanels = (count: number): string => (count === 1 ? '1 panel' : `${count} panels`);

function describePrice({ lowUsd, expectedUsd, highUsd }: Redraw): string {
  if (highUsd === 0) return 'free';
  if (lowUsd === highUsd) return dollars(expectedUsd);
  return `${dollars(expectedUsd)}, between ${dollars(lowUsd)} and ${dollars(highUsd)}`;
}
