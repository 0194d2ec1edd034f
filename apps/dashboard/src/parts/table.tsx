import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** `relative`: words for screen readers alone must not widen the page. */
const frame = 'border-line bg-surface relative overflow-x-auto rounded-xl border';

/** A table that scrolls sideways on narrow pages. Rows and cells are plain `tr` and `td`. */
export function Table({
  caption,
  head,
  children,
}: {
  /** Read out before the table; not shown. */
  readonly caption: string;
  /** The cells of the head row: `HeadCell`s. */
  readonly head: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={caption} className={frame}>
      <table className="w-full border-collapse text-start">
        <caption className="sr-only">{caption}</caption>
        <thead className="text-ink-soft text-sm">
          <tr className="border-line border-b">{head}</tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export type Alignment = 'start' | 'end';

export function HeadCell({
  align = 'start',
  className,
  ...rest
}: Omit<ComponentProps<'th'>, 'align'> & { readonly align?: Alignment }) {
  return (
    <th
      scope="col"
      {...rest}
      className={classNames(
        'px-3 py-2 font-medium whitespace-nowrap',
        align === 'end' ? 'text-end' : 'text-start',
        className,
      )}
    />
  );
}

export function Cell({
  align = 'start',
  className,
  ...rest
}: Omit<ComponentProps<'td'>, 'align'> & { readonly align?: Alignment }) {
  return (
    <td
      {...rest}
      className={classNames('px-3 py-2 align-middle', align === 'end' && 'text-end tabular-nums', className)}
    />
  );
}

export const Row = ({ className, ...rest }: ComponentProps<'tr'>) => (
  <tr {...rest} className={classNames('border-line border-b last:border-b-0', className)} />
);
