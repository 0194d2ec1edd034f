import { Field } from '@base-ui/react/field';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface FieldProps {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  /** What is wrong with it; read out with the field. */
  readonly error?: string | undefined;
}

export interface TextFieldProps
  extends FieldProps,
    Omit<ComponentProps<'input'>, 'value' | 'defaultValue' | 'onChange' | 'ref'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextField({ label, hideLabel, hint, error, value, onChange, className, ...rest }: TextFieldProps) {
  return (
    <LabelledField label={label} hideLabel={hideLabel ?? false} hint={hint} error={error}>
      <Field.Control
        {...rest}
        value={value}
        onValueChange={(next) => onChange(next)}
        className={classNames('field min-h-10', className)}
      />
    </LabelledField>
  );
}

export interface TextAreaProps
  extends FieldProps,
    Omit<ComponentProps<'textarea'>, 'value' | 'defaultValue' | 'onChange' | 'ref'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextArea({ label, hideLabel, hint, error, value, onChange, className, ...rest }: TextAreaProps) {
  return (
    <LabelledField label={label} hideLabel={hideLabel ?? false} hint={hint} error={error}>
      <Field.Control
        value={value}
        render={
          <textarea
            {...rest}
            onChange={(event) => onChange(event.currentTarget.value)}
            className={classNames('field', className)}
          />
        }
      />
    </LabelledField>
  );
}

function LabelledField({ label, hideLabel, hint, error, children }: FieldProps & { readonly children: ReactNode }) {
  return (
    <Field.Root invalid={error !== undefined} className="flex w-full flex-col gap-1">
      <Field.Label className={classNames('text-sm font-medium', hideLabel === true && 'sr-only')}>{label}</Field.Label>
      {children}
      {hint !== undefined && <Field.Description className="text-ink-soft text-sm">{hint}</Field.Description>}
      <Field.Error match={error !== undefined} className="text-bad text-sm">
        {error}
      </Field.Error>
    </Field.Root>
  );
}
