import { t } from '@lingui/core/macro';
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef, useState } from 'react';
import { classNames } from '../../../../parts/class-names.ts';
import type { Movable, Point } from './places.ts';

const stepShare = 0.01;
const bigStepShare = 0.05;

const steps: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * Something that is moved over a picture: dragged, or with the arrow keys (Shift: further). It is put where it stands when the
 * pointer or the keys are let go; Escape leaves it where it was, Delete lets it stand wherever it fits.
 */
export function Handle({
  it,
  src,
  place,
  selected,
  onSelect,
  onPut,
}: {
  readonly it: Movable;
  /** The lettered panel: a balloon takes its picture along. */
  readonly src: string;
  readonly place: RefObject<HTMLElement | null>;
  readonly selected: boolean;
  readonly onSelect: () => void;
  /** @param to null: wherever it fits */
  readonly onPut: (to: Point | null) => void;
}) {
  const [to, setTo] = useState<Point | null>(null);
  const from = useRef<{ readonly pointer: Point; readonly at: Point } | null>(null);
  const at = to ?? it.at;
  const drag = (event: PointerEvent) => {
    const box = place.current?.getBoundingClientRect();
    if (from.current === null || box === undefined) return;
    const { pointer, at: begun } = from.current;
    setTo({
      x: clamp(begun.x + (event.clientX - pointer.x) / box.width),
      y: clamp(begun.y + (event.clientY - pointer.y) / box.height),
    });
  };
  const put = () => {
    from.current = null;
    setTo(null);
    if (to !== null && (Math.abs(to.x - it.at.x) > stepShare / 2 || Math.abs(to.y - it.at.y) > stepShare / 2))
      onPut(to);
  };
  const press = (event: KeyboardEvent) => {
    const by = steps[event.key];
    if (by !== undefined) {
      const far = event.shiftKey ? bigStepShare : stepShare;
      setTo({ x: clamp(at.x + by.x * far), y: clamp(at.y + by.y * far) });
    } else if (event.key === 'Escape' && to !== null) setTo(null);
    else if (event.key === 'Delete' || event.key === 'Backspace') onPut(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const { size } = it;
  return (
    <button
      type="button"
      data-arrows
      aria-label={t`${it.label}. ${Math.round(at.x * 100)} % from the left, ${Math.round(at.y * 100)} % from the top`}
      aria-pressed={selected}
      onFocus={onSelect}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { pointer: { x: event.clientX, y: event.clientY }, at: it.at };
      }}
      onPointerMove={drag}
      onPointerUp={put}
      onPointerCancel={() => {
        from.current = null;
        setTo(null);
      }}
      onKeyDown={press}
      onKeyUp={(event) => event.key in steps && put()}
      onBlur={put}
      style={{
        left: `${at.x * 100}%`,
        top: `${at.y * 100}%`,
        ...(size && { width: `${size.width * 100}%`, height: `${size.height * 100}%` }),
        ...(size && to !== null && pictureOf(it.at, size, src)),
      }}
      className={classNames(
        'absolute -translate-x-1/2 -translate-y-1/2 cursor-grab touch-none active:cursor-grabbing',
        size
          ? 'rounded-xl border-2'
          : 'flex size-7 items-center justify-center rounded-full border-2 text-sm font-bold',
        it.kind === 'focus' && 'rounded-none',
        selected ? 'border-accent bg-accent/20 z-10' : 'border-accent/70 bg-accent/5 border-dashed',
        !size && (selected ? 'bg-accent text-on-accent' : 'bg-surface text-accent border-solid'),
        to !== null && 'opacity-90 shadow-raised',
      )}
    >
      {it.kind !== 'balloon' && (
        <svg
          aria-hidden="true"
          viewBox="0 0 16 16"
          className="size-4"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        >
          {it.kind === 'mouth' ? (
            <path d="M8 1 14 8 8 15 2 8Z" fill="currentColor" stroke="none" />
          ) : (
            <path d="M8 0v6M8 10v6M0 8h6M10 8h6" />
          )}
        </svg>
      )}
    </button>
  );
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** What stands there in the picture, so that a balloon is seen where it will be. */
function pictureOf(at: Point, { width, height }: NonNullable<Movable['size']>, src: string) {
  const along = (middle: number, size: number) => (size >= 1 ? 0 : (middle - size / 2) / (1 - size));
  return {
    backgroundImage: `url("${src}")`,
    backgroundSize: `${100 / width}% ${100 / height}%`,
    backgroundPosition: `${along(at.x, width) * 100}% ${along(at.y, height) * 100}%`,
  };
}
