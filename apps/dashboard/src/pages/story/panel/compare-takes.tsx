import { t } from '@lingui/core/macro';
import type { TakeView } from '@nextpanel/core';
import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { formatShare } from '../../../parts/format-number.ts';
import { Select, type SelectOption } from '../../../parts/select.tsx';
import { Picture } from '../frame/picture.tsx';
import { largeWidth, pictureUrl } from '../frame/picture-url.ts';

type View = 'beside' | 'slider' | 'blink';

const views = (): readonly SelectOption<View>[] => [
  { value: 'beside', label: t`Side by side` },
  { value: 'slider', label: t`Slider` },
  { value: 'blink', label: t`Blink` },
];

/** How long each picture is shown while they blink: slower than anything that flickers (WCAG 2.3.1 allows three a second). */
const blinkMs = 800;

export interface CompareTakesProps {
  readonly takes: readonly TakeView[];
  /** Numbers of the two takes to begin with. */
  readonly first: number;
  readonly second: number;
  readonly onSelect: ((take: number) => void) | undefined;
  readonly onClose: () => void;
}

/** Two takes of a panel: side by side, one over the other, or in turns in the same place. */
export function CompareTakes({ takes, first, second, onSelect, onClose }: CompareTakesProps) {
  const [view, setView] = useState<View>('beside');
  const [left, setLeft] = useState(String(first));
  const [right, setRight] = useState(String(second));
  const find = (name: string) => takes.find(({ number }) => String(number) === name);
  const one = find(left);
  const other = find(right);
  const options = takes.map(({ number, selected }) => ({
    value: String(number),
    label: selected ? t`Take ${number}, selected` : t`Take ${number}`,
  }));
  return (
    <Dialog
      open
      onClose={onClose}
      width="widest"
      title={t`Compare takes`}
      actions={
        <>
          <GoBack />
          {[one, other].map(
            (take, index) =>
              onSelect !== undefined &&
              take !== undefined &&
              !take.selected && (
                <Button key={index} kind="primary" onClick={() => onSelect(take.number)}>
                  {t`Select take ${take.number}`}
                </Button>
              ),
          )}
        </>
      }
    >
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <Select label={t`First`} value={left} options={options} onChange={setLeft} />
        <Select label={t`Second`} value={right} options={options} onChange={setRight} />
        <Select label={t`View`} value={view} options={views()} onChange={setView} />
      </div>
      {one !== undefined && other !== undefined && <TwoTakes view={view} one={one} other={other} />}
    </Dialog>
  );
}

function TwoTakes({ view, one, other }: { readonly view: View; readonly one: TakeView; readonly other: TakeView }) {
  if (view === 'slider') return <UnderSlider one={one} other={other} />;
  if (view === 'blink') return <InTurns one={one} other={other} />;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {[one, other].map((take, index) => (
        <figure key={index}>
          <TakePicture take={take} />
          <figcaption className="text-ink-soft mt-1 text-sm">{nameOf(take)}</figcaption>
        </figure>
      ))}
    </div>
  );
}

/** The second over the first, uncovered from the right as far as the slider stands. */
function UnderSlider({ one, other }: { readonly one: TakeView; readonly other: TakeView }) {
  const [at, setAt] = useState(50);
  return (
    <Stage one={one}>
      <TakePicture take={one} />
      <div className="absolute inset-0" style={{ clipPath: `inset(0 0 0 ${at}%)` }}>
        <TakePicture take={other} />
      </div>
      <div
        aria-hidden="true"
        className="bg-accent absolute inset-y-0 w-0.5 -translate-x-1/2"
        style={{ left: `${at}%` }}
      />
      <input
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label={t`How far ${nameOf(one)} covers ${nameOf(other)}`}
        aria-valuetext={formatShare(at / 100)}
        onChange={(event) => setAt(event.currentTarget.valueAsNumber)}
        // Half a thumb wider on both sides: its middle, where one presses, goes from edge to edge.
        className="peer absolute inset-y-0 -start-2 h-full w-[calc(100%+1rem)] cursor-ew-resize touch-pan-y opacity-0"
      />
      <span
        aria-hidden="true"
        className="border-accent bg-surface text-accent peer-focus-visible:ring-accent pointer-events-none absolute top-1/2 flex size-10 -translate-1/2 items-center justify-center rounded-full border-2 shadow peer-focus-visible:ring-4"
        // At the edges it stays whole.
        style={{ left: `clamp(1.5rem, ${at}%, calc(100% - 1.5rem))` }}
      >
        ↔
      </span>
    </Stage>
  );
}

/** Both in the same place: what differs, moves. */
function InTurns({ one, other }: { readonly one: TakeView; readonly other: TakeView }) {
  const [isSecond, setSecond] = useState(false);
  const [plays, setPlays] = useState(() => !matchMedia('(prefers-reduced-motion: reduce)').matches);
  useEffect(() => {
    if (!plays) return undefined;
    const timer = setInterval(() => setSecond((before) => !before), blinkMs);
    return () => clearInterval(timer);
  }, [plays]);
  return (
    <>
      <Stage one={one}>
        <TakePicture take={one} />
        <div className="absolute inset-0" style={{ visibility: isSecond ? 'visible' : 'hidden' }}>
          <TakePicture take={other} />
        </div>
      </Stage>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="small" onClick={() => setPlays(!plays)}>
          {plays ? t`Stop` : t`Blink`}
        </Button>
        <Button size="small" disabled={plays} onClick={() => setSecond(!isSecond)}>{t`Show the other`}</Button>
        <span className="text-ink-soft text-sm">{nameOf(isSecond ? other : one)}</span>
      </div>
    </>
  );
}

/** As high as the first picture; takes of another shape stand inside it. */
function Stage({ one, children }: { readonly one: TakeView; readonly children: ReactNode }) {
  return (
    <div
      // The slider stands where the pictures part, from the left in every language.
      dir="ltr"
      className="bg-sunken relative mx-auto max-h-[60dvh] max-w-full overflow-hidden rounded-xl"
      style={{ aspectRatio: `${one.frame.width} / ${one.frame.height}` }}
    >
      {children}
    </div>
  );
}

function TakePicture({ take }: { readonly take: TakeView }) {
  return (
    <Picture
      src={pictureUrl(take.frame, largeWidth)}
      alt={nameOf(take)}
      width={take.frame.width}
      height={take.frame.height}
      className="size-full rounded-xl object-contain"
    />
  );
}

const nameOf = ({ number }: TakeView): string => t`Take ${number}`;
