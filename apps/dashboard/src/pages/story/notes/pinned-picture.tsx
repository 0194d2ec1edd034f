import { t } from '@lingui/core/macro';
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react';
import { classNames } from '../../../parts/class-names.ts';

/** A point of a picture, 0–1 from its top left corner. */
export interface Pin {
  readonly x: number;
  readonly y: number;
}

export interface NumberedPin extends Pin {
  readonly id: string;
  /** What stands in it, the same as beside its note. */
  readonly number: number;
  readonly label: string;
}

const stepShare = 0.02;
/** Two decimals are finer than a hand on a screen. */
const share = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 100) / 100;

/**
 * A picture with pins on it. With `onPlace`, a click puts the pin of a new note there, and the arrow keys move it.
 *
 * @param draft the pin of the note that is being written; null: there is none
 */
export function PinnedPicture({
  pins,
  draft,
  onPlace,
  onChoose,
  children,
}: {
  readonly pins: readonly NumberedPin[];
  readonly draft: Pin | null;
  readonly onPlace: ((pin: Pin) => void) | undefined;
  readonly onChoose: (id: string) => void;
  readonly children: ReactNode;
}) {
  const place = ({ currentTarget, clientX, clientY, detail }: MouseEvent<HTMLElement>) => {
    const { left, top, width, height } = currentTarget.getBoundingClientRect();
    // Enter and Space press in no place.
    if (detail === 0) onPlace?.({ x: 0.5, y: 0.5 });
    else onPlace?.({ x: share((clientX - left) / width), y: share((clientY - top) / height) });
  };
  const move = (event: KeyboardEvent) => {
    const by = steps[event.key];
    if (by === undefined || draft === null) return;
    event.preventDefault();
    onPlace?.({ x: share(draft.x + by.x * stepShare), y: share(draft.y + by.y * stepShare) });
  };
  return (
    <div className="relative">
      {children}
      {onPlace !== undefined && (
        <button
          type="button"
          onClick={place}
          onKeyDown={move}
          aria-label={t`Put the pin of the note here; the arrow keys move it`}
          className="absolute inset-0 cursor-crosshair rounded-xl"
        />
      )}
      {pins.map((pin) => (
        <button
          key={pin.id}
          type="button"
          onClick={() => onChoose(pin.id)}
          aria-label={t`Note ${pin.number}: ${pin.label}`}
          style={placeOf(pin)}
          className={classNames(pinClasses, 'bg-accent text-on-accent', onPlace !== undefined && 'pointer-events-none')}
        >
          {pin.number}
        </button>
      ))}
      {draft !== null && (
        <span
          aria-hidden="true"
          style={placeOf(draft)}
          className={classNames(pinClasses, 'bg-ink text-surface pointer-events-none')}
        >
          +
        </span>
      )}
    </div>
  );
}

const pinClasses =
  'border-surface absolute flex size-7 -translate-x-1/2 -translate-y-1/2 items-center justify-center rounded-full border-2 text-sm font-bold shadow-raised';

const placeOf = ({ x, y }: Pin) => ({ left: `${x * 100}%`, top: `${y * 100}%` });

const steps: Readonly<Record<string, Pin>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};
