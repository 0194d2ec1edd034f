import type { Redraw } from '@nextpanel/core';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import { dollars } from '../story/describe-story.ts';

/**
 * What a change draws and what becomes stale, line by line. The price covers all panels listed; a panel whose request was
 * already paid for costs nothing.
 */
export function describeRedraw(redraw: Redraw): string[] {
  const { dryRun, panels, stale, requests } = redraw;
  const drawing = dryRun ? 'would draw' : 'draws';
  const by = requests === panels.length ? '' : ` in ${requests === 1 ? '1 request' : `${requests} requests`}`;
  const drawn =
    panels.length === 0
      ? `${drawing} nothing`
      : `${drawing} ${countPanels(panels.length)} (${panelRanges(panels)})${by}: ${describePrice(redraw)}`;
  return stale.length === 0 ? [drawn] : [drawn, describeStale(stale, dryRun)];
}

function describeStale(stale: readonly number[], dryRun: boolean): string {
  const one = stale.length === 1;
  const stay = one ? 'stays and becomes stale' : 'stay and become stale';
  const others = `${countPanels(stale.length)} (${panelRanges(stale)}) ${stay}, drawn from a frame that changes`;
  return dryRun ? `${others}; with --cascade redraw ${one ? 'it is' : 'they are'} drawn again too` : others;
}

export const countPanels = (count: number): string => (count === 1 ? '1 panel' : `${count} panels`);

function describePrice({ lowUsd, expectedUsd, highUsd }: Redraw): string {
  if (highUsd === 0) return 'free';
  if (lowUsd === highUsd) return dollars(expectedUsd);
  return `${dollars(expectedUsd)}, between ${dollars(lowUsd)} and ${dollars(highUsd)}`;
}
