import type { PanelText } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { InvalidArgumentError } from 'commander';

/** Where a text is put: its number in the panel from 1, or its id; null: wherever it fits. */
export interface PlaceOption {
  readonly text: string;
  readonly place: { readonly x: number; readonly y: number } | null;
}

const share = String.raw`(0|1|0?\.\d+|1\.0+)`;
const placed = new RegExp(`^([^=]+)=(?:auto|${share},${share})$`);

/** `1=0.3,0.2`, or `1=auto`. Commander passes the places before it. */
export function readPlaceOption(option: string, before: readonly PlaceOption[] = []): readonly PlaceOption[] {
  const [, text, x, y] = placed.exec(option.trim()) ?? [];
  if (text === undefined)
    throw new InvalidArgumentError('Write TEXT=X,Y with numbers from 0 to 1, such as 1=0.3,0.2, or TEXT=auto.');
  return [...before, { text, place: x === undefined ? null : { x: Number(x), y: Number(y) } }];
}

/** The texts with their balloons and mouths put where the options say. Throws `usage` for a text that is not there. */
export function placeTexts(
  texts: readonly PanelText[],
  places: { readonly balloon: readonly PlaceOption[]; readonly mouth: readonly PlaceOption[] },
): PanelText[] {
  const changed = texts.map((text) => ({ ...text }));
  for (const field of ['balloon', 'mouth'] as const) {
    for (const { text, place } of places[field]) {
      const at = changed.findIndex(({ id }, index) => id === text || String(index + 1) === text);
      const found = changed[at];
      if (!found) {
        const known = texts.map(({ id }, index) => (id === undefined ? `${index + 1}` : `${index + 1} (${id})`));
        const which = known.length === 0 ? 'it has no texts' : `it has: ${known.join(', ')}`;
        throw new NextpanelError('usage', `the panel has no text ${text} to place; ${which}`);
      }
      changed[at] = { ...found, [field]: place };
    }
  }
  return changed;
}
