import { t } from '@lingui/core/macro';
import type { Box } from '@nextpanel/core';

/** An area as four percentages: from the left, from the top, width, height. */
export const areaWords = (box: Box | null): string =>
  box === null
    ? ''
    : [box.x, box.y, box.width, box.height].map((share) => String(Math.round(share * 1_000) / 10)).join(', ');

/** What is wrong with an area as it was typed, or the area; null: the whole picture. */
export function readArea(text: string): { readonly box: Box | null } | { readonly error: string } {
  if (text.trim() === '') return { box: null };
  const numbers = text
    .split(/[,;\s]+/)
    .filter(Boolean)
    .map(Number);
  const [x = 0, y = 0, width = 0, height = 0] = numbers.map((percent) => percent / 100);
  if (numbers.length !== 4 || !numbers.every(Number.isFinite) || x < 0 || y < 0 || width <= 0 || height <= 0)
    return { error: t`Enter four percentages: from the left, from the top, width, height.` };
  if (x + width > 1 + rounding || y + height > 1 + rounding) return { error: t`The area reaches beyond the picture.` };
  return { box: { x, y, width, height } };
}

const rounding = 1e-9;
