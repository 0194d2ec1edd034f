import { plural, t } from '@lingui/core/macro';
import type { SheetView } from '@nextpanel/core';
import { classNames } from '../../../parts/class-names.ts';
import { Sheet } from './sheet.tsx';
import { SheetWarnings } from './sheet-warnings.tsx';
import { useZoom } from './use-zoom.tsx';

/** Sheets one below the other, read by scrolling. */
export function StripReader({ sheets, title }: { readonly sheets: readonly SheetView[]; readonly title: string }) {
  const { scale, buttons } = useZoom();
  return (
    <section aria-label={t`Sheets`} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="text-ink-soft">
          {plural(sheets.length, { one: '# sheet, scroll to read', other: '# sheets, scroll to read' })}
        </p>
        <div className="ms-auto flex gap-2">{buttons}</div>
      </div>
      <SheetWarnings sheets={sheets} />
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways when enlarged must be reachable by keyboard
        tabIndex={0}
        aria-label={t`Sheets of ${title}`}
        className="bg-sunken border-line overflow-x-auto rounded-xl border p-2 sm:p-4"
      >
        <div style={{ width: `${scale * 100}%` }} className="flex flex-col items-center">
          {sheets.map((it) => (
            <Sheet key={it.number} sheet={it} lazy className={classNames('w-full', scale === 1 && 'sm:max-w-2xl')} />
          ))}
        </div>
      </section>
    </section>
  );
}
