import { t } from '@lingui/core/macro';
import type { SheetView } from '@nextpanel/core';
import { type KeyboardEvent, useState } from 'react';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { Sheet } from './sheet.tsx';
import { SheetWarnings } from './sheet-warnings.tsx';
import { spreadsOf, turnOf } from './spreads.ts';
import { useFullScreen } from './use-full-screen.ts';
import { useSwipe } from './use-swipe.ts';
import { useWide } from './use-wide.ts';
import { useZoom } from './use-zoom.tsx';

/** Sheets that are turned in reading direction: with arrow keys, buttons or swipes. */
export function SheetReader({
  sheets,
  direction,
  title,
}: {
  readonly sheets: readonly SheetView[];
  readonly direction: 'ltr' | 'rtl';
  readonly title: string;
}) {
  const wide = useWide();
  const [paired, setPaired] = useState(true);
  const [whole, setWhole] = useState(true);
  const fullScreen = useFullScreen();
  const [sheet, setSheet] = useState(1);
  const { scale, buttons: zoomButtons } = useZoom();
  const pages = fullScreen.place;
  const fits = whole || fullScreen.on;
  const double = wide && paired && sheets.length > 1;
  const spreads = spreadsOf(sheets.length, double);
  const at = Math.max(
    0,
    spreads.findIndex((spread) => spread.includes(sheet)),
  );
  const spread = spreads[at] ?? [];
  const open = sheets.filter(({ number }) => spread.includes(number));
  /** @returns whether there was a page to turn to */
  const turn = (by: -1 | 0 | 1): boolean => {
    const [first] = spreads[at + by] ?? [];
    if (by === 0 || first === undefined) return false;
    setSheet(first);
    // A reader who reached the lower end starts the next page at the top.
    if (pages.current !== null && pages.current.getBoundingClientRect().top < 0) pages.current.scrollIntoView();
    return true;
  };

  const press = (event: KeyboardEvent) => {
    // What is zoomed is scrolled by the same keys.
    if (event.altKey || event.ctrlKey || event.metaKey || (!fits && scale > 1)) return;
    if (turn(turnOf(event.key, direction))) event.preventDefault();
  };
  const swipe = useSwipe((key) => {
    if (fits || scale === 1) turn(turnOf(key, direction));
  });

  const [backArrow, onArrow] = direction === 'ltr' ? ['←', '→'] : ['→', '←'];
  const buttons = [
    <Button key="back" disabled={at === 0} onClick={() => turn(-1)}>
      <span aria-hidden="true">{backArrow}</span> {t`Back`}
    </Button>,
    <Button key="on" kind="primary" disabled={at >= spreads.length - 1} onClick={() => turn(1)}>
      {t`Next`} <span aria-hidden="true">{onArrow}</span>
    </Button>,
  ];
  return (
    <section aria-label={t`Sheets`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        {/* As the pages lie, whatever language the words are in. */}
        <div dir="ltr" className="flex gap-2">
          {direction === 'rtl' ? buttons.toReversed() : buttons}
        </div>
        <p role="status" className="text-ink-soft px-2 tabular-nums">
          {spread.length > 1
            ? t`Sheets ${spread.join('–')} of ${sheets.length}`
            : t`Sheet ${spread.join('–')} of ${sheets.length}`}
        </p>
        <div className="ms-auto flex gap-2">
          {wide && sheets.length > 1 && (
            <Button size="small" aria-pressed={paired} onClick={() => setPaired(!paired)}>
              {paired ? t`One sheet` : t`Two sheets`}
            </Button>
          )}
          {!fits && zoomButtons}
          <Button size="small" aria-pressed={whole} onClick={() => setWhole(!whole)}>
            {whole ? t`Fit width` : t`Fit page`}
          </Button>
          {fullScreen.open !== null && <Button size="small" onClick={fullScreen.open}>{t`Full screen`}</Button>}
        </div>
      </div>
      <section
        ref={pages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls, and turns by keys, must be reachable by keyboard
        tabIndex={0}
        aria-label={t`Pages of ${title}; the left and right arrow keys turn them`}
        onKeyDown={press}
        {...swipe}
        className="bg-sunken border-line overflow-auto rounded-xl border p-2 sm:p-4"
      >
        <div
          dir={direction}
          style={{ width: `${fits ? 100 : scale * 100}%` }}
          className={classNames('flex justify-center gap-1', fullScreen.on && 'min-h-dvh items-center')}
        >
          {open.map((it) => (
            <Sheet
              key={it.number}
              sheet={it}
              whole={fits}
              className={classNames(
                'min-w-0',
                fits ? (double ? 'max-w-1/2' : 'max-w-full') : double ? 'w-1/2' : 'w-full',
                !fits && scale === 1 && 'sm:max-w-2xl',
              )}
            />
          ))}
        </div>
      </section>
      <SheetWarnings sheets={open} />
    </section>
  );
}
