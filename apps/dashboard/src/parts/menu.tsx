import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { type ButtonKind, buttonClasses } from './button.tsx';
import { classNames } from './class-names.ts';
import { popupPlace } from './popup-place.ts';

export interface MenuItem {
  readonly label: string;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  readonly danger?: boolean;
}

/** A button that opens a menu of actions. */
export function Menu({
  label,
  kind = 'plain',
  size = 'normal',
  children,
  items,
}: {
  /** Read out instead of `children` where those are a picture. */
  readonly label?: string;
  readonly kind?: ButtonKind;
  readonly size?: 'small' | 'normal';
  readonly children: ReactNode;
  readonly items: readonly MenuItem[];
}) {
  return (
    <Base.Root>
      <Base.Trigger aria-label={label} className={buttonClasses(kind, size)}>
        {children}
      </Base.Trigger>
      <Base.Portal container={popupPlace()}>
        <Base.Positioner sideOffset={6} align="end" className="z-50">
          <Base.Popup className="popup min-w-44 p-1">
            {items.map((item) => (
              <Base.Item
                key={item.label}
                disabled={item.disabled ?? false}
                onClick={item.onSelect}
                className={classNames(
                  'rounded-md px-3 py-1.5 data-disabled:opacity-55 data-highlighted:bg-accent-soft',
                  item.danger === true && 'text-bad',
                )}
              >
                {item.label}
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
