import { Toast as Base } from '@base-ui/react/toast';
import { t } from '@lingui/core/macro';
import { type ReactNode, useCallback } from 'react';
import { currentDirection } from '../language/current-language.ts';
import { buttonClasses } from './button.tsx';
import { classNames } from './class-names.ts';

export interface Notice {
  readonly kind: 'done' | 'error';
  readonly title: string;
  readonly text?: string;
  /** What can still be done about it, such as undoing it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Errors stay until closed, because they say what to do. */
const doneMs = 5_000;
/** Time to notice a mistake and undo it. */
const undoMs = 15_000;

/** Shows a notification at the edge of the page and announces it to screen readers. */
export function useNotify(): (notice: Notice) => void {
  const { add, close } = Base.useToastManager();
  return useCallback(
    ({ kind, title, text, action }: Notice) => {
      const id = add({
        type: kind,
        title,
        description: text,
        timeout: kind === 'error' ? 0 : action === undefined ? doneMs : undoMs,
        ...(action !== undefined && {
          actionProps: {
            children: action.label,
            onClick: () => {
              close(id);
              action.run();
            },
          },
        }),
        // 'high' hides the toast from screen readers and yet lets it have the focus (axe: aria-hidden-focus).
        priority: 'low',
      });
    },
    [add, close],
  );
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider limit={4}>
      {children}
      <Base.Portal>
        <Base.Viewport // Not where a page or a dialog has the buttons that save.
          className="fixed start-4 bottom-4 end-4 z-60 flex flex-col items-start gap-2 sm:end-auto"
        >
          <Toasts />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts() {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      swipeDirection={[currentDirection() === 'ltr' ? 'left' : 'right', 'down']}
      className={classNames(
        'popup flex w-full max-w-sm items-start gap-3 border-s-4 p-3 data-limited:hidden',
        toast.type === 'error' ? 'border-s-bad' : 'border-s-good',
      )}
    >
      <Base.Content className="min-w-0 flex-1">
        <Base.Title className="font-semibold" render={<p />} />
        <Base.Description className="text-ink-soft text-sm break-words" />
      </Base.Content>
      {toast.actionProps !== undefined && <Base.Action className={buttonClasses('plain', 'small')} />}
      <Base.Close className={buttonClasses('quiet', 'small')} aria-label={t`Close`}>
        <span aria-hidden="true">✕</span>
      </Base.Close>
    </Base.Root>
  ));
}
