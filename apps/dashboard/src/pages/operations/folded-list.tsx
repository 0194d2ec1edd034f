import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import { formatNumber } from '../../parts/format-number.ts';

/** This many are shown; the others are folded away. */
const seen = 5;

/** A list that shows its first entries and folds the others away. */
export function FoldedList<Item>({
  items,
  keyOf,
  render,
}: {
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly render: (item: Item) => ReactNode;
}) {
  const list = (some: readonly Item[]) => (
    <ul className="flex flex-col gap-1.5">
      {some.map((item) => (
        <li key={keyOf(item)} className="min-w-0 break-words">
          {render(item)}
        </li>
      ))}
    </ul>
  );
  const others = items.slice(seen);
  return (
    <>
      {list(items.slice(0, seen))}
      {others.length > 0 && (
        <details className="mt-1.5">
          <summary className="text-ink-soft cursor-pointer text-sm">{t`${formatNumber(others.length)} more`}</summary>
          <div className="mt-1.5">{list(others)}</div>
        </details>
      )}
    </>
  );
}
