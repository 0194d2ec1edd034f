import { Button as BaseButton } from '@base-ui/react/button';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

const kinds: Readonly<Record<ButtonKind, string>> = {
  primary: 'bg-accent text-on-accent border-accent hover:bg-accent-strong hover:border-accent-strong',
  plain: 'bg-surface text-ink border-line-strong hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-bad border-bad hover:bg-bad-soft',
};
const sizes = { small: 'min-h-8 px-2.5 text-sm', normal: 'min-h-10 px-3.5' } as const;

/** Classes of a button, or of a link that looks like one. */
export const buttonClasses = (kind: ButtonKind = 'plain', size: keyof typeof sizes = 'normal'): string =>
  classNames(
    'inline-flex items-center justify-center gap-2 rounded-lg border font-medium whitespace-nowrap transition-colors',
    'data-disabled:opacity-55 disabled:opacity-55',
    kinds[kind],
    sizes[size],
  );

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'ref'> {
  readonly kind?: ButtonKind;
  readonly size?: keyof typeof sizes;
  /** Shows a spinner and ignores further presses; keeps the focus. */
  readonly busy?: boolean;
}

export function Button({ kind, size, busy = false, disabled = false, className, children, ...rest }: ButtonProps) {
  return (
    <BaseButton
      {...rest}
      type={rest.type ?? 'button'}
      disabled={disabled || busy}
      focusableWhenDisabled={busy}
      aria-busy={busy || undefined}
      className={classNames(buttonClasses(kind, size), className)}
    >
      {busy && (
        <span
          aria-hidden="true"
          className="size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
        />
      )}
      {children}
    </BaseButton>
  );
}
