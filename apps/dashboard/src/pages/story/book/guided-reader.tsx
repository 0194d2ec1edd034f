import { t } from '@lingui/core/macro';
import type { SheetView } from '@nextpanel/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl } from '../frame/picture-url.ts';
import { fitSlot } from './fit-slot.ts';
import { turnOf } from './spreads.ts';
import { useFullScreen } from './use-full-screen.ts';
import { useSwipe } from './use-swipe.ts';

/** A panel fills the screen, so that its sheet is asked for larger than when all of it is seen. */
const sheetWidth = 2_400;

/** Panel by panel over the sheets, in reading order: by arrow keys, buttons or swipes. */
export function GuidedReader({
  sheets,
  direction,
  title,
}: {
  readonly sheets: readonly SheetView[];
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
}) {
  const [at, setAt] = useState(0);
  const fullScreen = useFullScreen();
  const stage = useSize(fullScreen.place);
  const steps = sheets.flatMap((sheet) => sheet.slots.map((slot) => ({ sheet, slot })));
  const now = Math.min(at, steps.length - 1);
  const step = steps[now];
  const next = steps[now + 1]?.sheet.image ?? null;
  // Ready when it is turned to.
  useEffect(() => {
    if (next !== null) new Image().src = pictureUrl(next, sheetWidth);
  }, [next]);
  const turn = (by: -1 | 0 | 1): boolean => {
    if (by === 0 || steps[now + by] === undefined) return false;
    setAt(now + by);
    // All of the panel is seen, wherever the page was scrolled to.
    if (!fullScreen.on) fullScreen.place.current?.scrollIntoView({ block: 'nearest' });
    return true;
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const ends = event.key === 'Home' ? -now : event.key === 'End' ? steps.length - 1 - now : null;
    if (ends !== null) setAt(now + ends);
    else if (!turn(event.key === ' ' ? 1 : turnOf(event.key, direction))) return;
    event.preventDefault();
  };
  const swipe = useSwipe((key) => turn(turnOf(key, direction)));
  const [backArrow, onArrow] = direction === 'ltr' ? ['←', '→'] : ['→', '←'];
  const buttons = [
    <Button key="back" disabled={now <= 0} onClick={() => turn(-1)}>
      <span aria-hidden="true">{backArrow}</span> {t`Back`}
    </Button>,
    <Button key="on" kind="primary" disabled={now >= steps.length - 1} onClick={() => turn(1)}>
      {t`Next`} <span aria-hidden="true">{onArrow}</span>
    </Button>,
  ];
  if (step === undefined) return null;
  return (
    <section aria-label={t`Panels`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {/* As the panels lie, whatever language the words are in. */}
        <div dir="ltr" className="flex gap-2">
          {direction === 'rtl' ? buttons.toReversed() : buttons}
        </div>
        <p role="status" className="text-ink-soft px-2 tabular-nums">
          {t`Panel ${now + 1} of ${steps.length}, sheet ${step.sheet.number}`}
        </p>
        {fullScreen.open !== null && (
          <Button size="small" className="ms-auto" onClick={fullScreen.open}>{t`Full screen`}</Button>
        )}
      </div>
      <section
        ref={fullScreen.place}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what turns by keys must be reachable by keyboard
        tabIndex={0}
        aria-label={t`Panels of ${title}; the left and right arrow keys turn them`}
        onKeyDown={press}
        {...swipe}
        className={classNames(
          'bg-sunken border-line relative touch-pan-y overflow-hidden rounded-xl border',
          fullScreen.on ? 'h-dvh' : 'h-[75dvh]',
        )}
      >
        <OnSheet sheet={step.sheet} slot={step.slot} stage={stage} />
      </section>
    </section>
  );
}

/** A sheet as large and as far moved that one of its panels fills the stage; the others are dimmed. */
function OnSheet({
  sheet,
  slot,
  stage,
}: {
  readonly sheet: SheetView;
  readonly slot: SheetView['slots'][number];
  readonly stage: { readonly width: number; readonly height: number } | null;
}) {
  const { image, number } = sheet;
  if (image === null || stage === null) {
    return (
      <p className="text-ink-soft flex h-full items-center justify-center p-4 text-center">
        {image === null && t`Sheet ${number} is not composed yet.`}
      </p>
    );
  }
  const { x, y, width, height } = fitSlot(image, slot, stage);
  return (
    <div
      // Another sheet appears at once; on the same one the eye is led from panel to panel.
      key={number}
      className="absolute top-0 left-0 origin-top-left transition-transform duration-300 ease-out"
      style={{
        width: image.width,
        height: image.height,
        transform: `translate(${x}px, ${y}px) scale(${width / image.width}, ${height / image.height})`,
      }}
    >
      <Picture
        src={pictureUrl(image, sheetWidth)}
        alt={t`Panel ${slot.panel}, on sheet ${number}`}
        width={image.width}
        height={image.height}
        className="size-full max-w-none"
      />
      <span
        aria-hidden="true"
        className="absolute shadow-[0_0_0_100vmax_var(--scrim)] transition-all duration-300 ease-out"
        style={{
          left: `${slot.x * 100}%`,
          top: `${slot.y * 100}%`,
          width: `${slot.width * 100}%`,
          height: `${slot.height * 100}%`,
        }}
      />
    </div>
  );
}

/** The size of an element, in pixels; null until it is known. */
function useSize(place: { readonly current: HTMLElement | null }) {
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const look = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return size;
}
