import { t } from '@lingui/core/macro';
import type { ChangedPlate } from '@nextpanel/core';
import { countRequests, pictureList } from '../words/number-list.ts';
import { priceWords } from '../words/redraw-words.ts';

/** What it would cost to draw again what depends on a plate, once that was changed. */
export function dependantWords({ panels, cover, ...price }: ChangedPlate['dependants']): string {
  if (panels.length === 0 && !cover) return t`No panel was drawn from it yet.`;
  const [redrawn, asked, cost] = [pictureList(panels, cover), countRequests(price.requests), priceWords(price)];
  return t`To redraw ${redrawn} afterwards: ${asked}, ${cost}.`;
}
