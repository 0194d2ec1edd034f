import { t } from '@lingui/core/macro';
import { Button } from '../../../parts/button.tsx';
import { formatShare } from '../../../parts/format-number.ts';
import type { Stroke } from './strokes.ts';

/** Widths of the brush, in percent of the picture's width. */
const least = 1;
const most = 25;
export const firstBrush = 6;

/** How wide the brush is, and whether it paints or erases. */
export function Brush({
  width,
  onWidth,
  erases,
  onErases,
  strokes,
  onStrokes,
}: {
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly erases: boolean;
  readonly onErases: (erases: boolean) => void;
  readonly strokes: readonly Stroke[];
  readonly onStrokes: (strokes: readonly Stroke[]) => void;
}) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-ink-soft">{t`Paint over what may change. Without a pointer, use the box: it can be typed as numbers.`}</p>
      <label className="flex flex-col gap-1 font-medium">
        {t`Brush size`}
        <input
          type="range"
          min={least}
          max={most}
          value={width}
          aria-valuetext={t`${formatShare(width / 100)} of the picture`}
          onChange={(event) => onWidth(event.currentTarget.valueAsNumber)}
          className="accent-accent"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <Button size="small" aria-pressed={!erases} kind={erases ? 'plain' : 'primary'} onClick={() => onErases(false)}>
          {t`Paint`}
        </Button>
        <Button size="small" aria-pressed={erases} kind={erases ? 'primary' : 'plain'} onClick={() => onErases(true)}>
          {t`Erase`}
        </Button>
        <Button size="small" disabled={strokes.length === 0} onClick={() => onStrokes(strokes.slice(0, -1))}>
          {t`Undo`}
        </Button>
        <Button size="small" disabled={strokes.length === 0} onClick={() => onStrokes([])}>{t`Clear`}</Button>
      </div>
    </div>
  );
}
