import { Select as Base } from '@base-ui/react/select';
import { classNames } from './class-names.ts';
import { popupPlace } from './popup-place.ts';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** One of a few. */
export function Select<Value extends string>({
  label,
  hideLabel = false,
  value,
  onChange,
  options,
}: {
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly SelectOption<Value>[];
}) {
  return (
    <Base.Root
      items={options as SelectOption<Value>[]}
      value={value}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <div className="inline-flex min-w-0 flex-col gap-1">
        <Base.Label className={classNames('text-sm font-medium', hideLabel && 'sr-only')}>{label}</Base.Label>
        <Base.Trigger className="field flex min-h-10 items-center justify-between gap-3 text-start">
          <span className="truncate">
            <Base.Value />
          </span>
          <Base.Icon aria-hidden="true">▾</Base.Icon>
        </Base.Trigger>
      </div>
      <Base.Portal container={popupPlace()}>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup className="popup max-h-80 min-w-(--anchor-width) overflow-y-auto p-1">
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  className="data-highlighted:bg-accent-soft flex items-center gap-2 rounded-md px-3 py-1.5"
                >
                  <span aria-hidden="true" className="w-4">
                    <Base.ItemIndicator>✓</Base.ItemIndicator>
                  </span>
                  <Base.ItemText>{option.label}</Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
