import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import { Button, buttonClasses } from './button.tsx';
import { popupPlace } from './popup-place.ts';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, and what cannot be undone. */
  readonly children: ReactNode;
  /** The verb on the button: `Cancel story`, `Delete`. */
  readonly verb: string;
  readonly onConfirm: () => void;
  readonly busy?: boolean;
  readonly danger?: boolean;
}

/** Asks before something that cannot be undone; “Go back” has the initial focus. */
export function ConfirmDialog({
  open,
  onClose,
  title,
  children,
  verb,
  onConfirm,
  busy = false,
  danger = false,
}: ConfirmDialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal container={popupPlace()}>
        <Base.Backdrop className="bg-scrim fixed inset-0 z-40" />
        <Base.Viewport className="fixed inset-0 z-50 grid grid-cols-1 place-items-center overflow-y-auto p-4">
          <Base.Popup className="popup w-full max-w-md p-5">
            <Base.Title className="mb-2 text-lg font-semibold">{title}</Base.Title>
            <Base.Description className="text-ink-soft" render={<div />}>
              {children}
            </Base.Description>
            <div className="mt-5 flex flex-wrap justify-end gap-2">
              <Base.Close className={buttonClasses('plain')}>{t`Go back`}</Base.Close>
              <Button kind={danger ? 'danger' : 'primary'} busy={busy} onClick={onConfirm}>
                {verb}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
