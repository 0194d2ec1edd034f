import { Checkbox as Base } from '@base-ui/react/checkbox';
import { classNames } from './class-names.ts';

export interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly label: string;
  /** The label is only read out. */
  readonly hideLabel?: boolean;
  /** Some of what it stands for are checked. */
  readonly indeterminate?: boolean;
  readonly disabled?: boolean;
}

export function Checkbox({
  checked,
  onChange,
  label,
  hideLabel = false,
  indeterminate = false,
  disabled = false,
}: CheckboxProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is Base UI's, which brings an input
    <label className="inline-flex items-center gap-2">
      <Base.Root
        checked={checked}
        indeterminate={indeterminate}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next)}
        className="border-line-strong bg-surface data-checked:bg-accent data-checked:border-accent data-indeterminate:bg-accent data-indeterminate:border-accent text-on-accent flex size-5 shrink-0 items-center justify-center rounded border text-xs font-bold"
      >
        <Base.Indicator aria-hidden="true">{indeterminate ? '–' : '✓'}</Base.Indicator>
      </Base.Root>
      <span className={classNames(hideLabel && 'sr-only')}>{label}</span>
    </label>
  );
}
