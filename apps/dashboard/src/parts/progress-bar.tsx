import { Progress as Base } from '@base-ui/react/progress';
import { t } from '@lingui/core/macro';

/** A progress bar with its numbers. */
export function ProgressBar({
  label,
  value,
  max,
  showWords = true,
}: {
  /** What progresses, read out: `Panels of The Hare`. */
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly showWords?: boolean;
}) {
  const words = t`${value} of ${max}`;
  return (
    <Base.Root
      value={value}
      max={Math.max(max, 1)}
      aria-label={label}
      getAriaValueText={() => words}
      className="flex items-center gap-2"
    >
      <Base.Track className="bg-sunken border-line h-2 min-w-16 flex-1 overflow-hidden rounded-full border">
        <Base.Indicator className="bg-accent h-full rounded-full transition-[width] duration-300" />
      </Base.Track>
      {showWords && (
        <span aria-hidden="true" className="text-ink-soft min-w-16 text-end text-sm whitespace-nowrap tabular-nums">
          {words}
        </span>
      )}
    </Base.Root>
  );
}
