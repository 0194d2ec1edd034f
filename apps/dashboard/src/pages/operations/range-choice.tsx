import { t } from '@lingui/core/macro';
import { classNames } from '../../parts/class-names.ts';
import { type Range, ranges } from './ranges.ts';

/** Chooses how far back the charts look. */
export function RangeChoice({ range, onChange }: { readonly range: Range; readonly onChange: (range: Range) => void }) {
  return (
    <fieldset className="border-line-strong bg-surface flex overflow-hidden rounded-lg border">
      <legend className="sr-only">{t`How far back the charts look`}</legend>
      {ranges.map((it) => (
        <button
          key={it.minutes}
          type="button"
          aria-pressed={it === range}
          onClick={() => onChange(it)}
          className={classNames(
            'min-h-8 px-3 text-sm font-medium -outline-offset-2',
            it === range ? 'bg-accent-soft text-accent-strong' : 'text-ink-soft hover:bg-sunken',
          )}
        >
          {t(it.label)}
        </button>
      ))}
    </fieldset>
  );
}
