import { Dialog as Base } from '@base-ui/react/dialog';
import { t } from '@lingui/core/macro';
import type { ReactNode, RefObject } from 'react';
import { buttonClasses } from './button.tsx';
import { classNames } from './class-names.ts';
import { popupPlace } from './popup-place.ts';
import { useDiscardQuestion } from './use-discard-question.tsx';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** One sentence below the title, read out with it. */
  readonly description?: ReactNode;
  /** Buttons at the end, the main one last. */
  readonly actions?: ReactNode;
  readonly width?: keyof typeof widths;
  /** Something typed is not saved: clicking outside does nothing, and any other way to close it asks first. */
  readonly dirty?: boolean;
  /** What has the focus first; by default, and after a touch, which would bring up the keyboard, the dialog decides. */
  readonly firstFocus?: RefObject<HTMLElement | null>;
  readonly children?: ReactNode;
}

const widths = { normal: 'max-w-lg', wide: 'max-w-4xl', widest: 'max-w-6xl' } as const;

const backdrop =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-starting-style:opacity-0 data-ending-style:opacity-0';

/** A modal dialog: keeps the focus; closes with Escape, the cross, or a click outside. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  actions,
  width = 'normal',
  dirty = false,
  firstFocus,
  children,
}: DialogProps) {
  const { close, question } = useDiscardQuestion(open && dirty, onClose);
  return (
    <Base.Root open={open} disablePointerDismissal={dirty} onOpenChange={(next) => !next && close()}>
      <Base.Portal container={popupPlace()}>
        <Base.Backdrop className={backdrop} />
        <Base.Viewport className="fixed inset-0 z-50 grid grid-cols-1 place-items-center overflow-y-auto p-4">
          <Base.Popup
            initialFocus={(how) => (how === 'touch' ? true : (firstFocus?.current ?? true))}
            className={classNames('popup flex max-h-[calc(100dvh-2rem)] w-full flex-col', widths[width])}
          >
            <div className="flex items-start justify-between gap-4 px-5 pt-5 pb-3">
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              <CloseCross />
            </div>
            {/* Only this part scrolls: the actions, and the price on them, are always in sight. */}
            <div className="min-h-0 overflow-y-auto px-5 pb-5">
              {description !== undefined && (
                <Base.Description className="text-ink-soft mb-3">{description}</Base.Description>
              )}
              {children}
            </div>
            {actions !== undefined && (
              <div className="border-line flex flex-wrap justify-end gap-2 border-t px-5 py-3">{actions}</div>
            )}
            {question}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/**
 * Further facts at the side of the page (on a phone: over it), for what was chosen on the page. While it is `dirty` a press
 * beside it does nothing; the form in it asks, since it is closed by going to another address.
 */
export function Drawer({
  open,
  onClose,
  title,
  description,
  actions,
  dirty = false,
  children,
}: Omit<DialogProps, 'width' | 'firstFocus'>) {
  return (
    <Base.Root open={open} disablePointerDismissal={dirty} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal container={popupPlace()}>
        <Base.Backdrop className={backdrop} />
        <Base.Popup
          className={classNames(
            'bg-raised border-line fixed inset-y-0 end-0 z-50 flex w-full flex-col border-s shadow-raised sm:max-w-xl',
            'transition-transform duration-200 data-starting-style:translate-x-full data-ending-style:translate-x-full',
            'rtl:data-starting-style:-translate-x-full rtl:data-ending-style:-translate-x-full',
          )}
        >
          <div className="border-line flex items-start justify-between gap-4 border-b p-4">
            <div>
              <Base.Title className="text-lg font-semibold">{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className="text-ink-soft text-sm">{description}</Base.Description>
              )}
            </div>
            <CloseCross />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section tabIndex={0} aria-label={title} className="min-h-0 flex-1 overflow-y-auto p-4">
            {children}
          </section>
          {actions !== undefined && (
            <div className="border-line flex flex-wrap justify-end gap-2 border-t p-4">{actions}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The way back among the actions of a dialog; like the cross it asks first where something typed would be lost. */
export const GoBack = () => <Base.Close className={buttonClasses('plain')}>{t`Go back`}</Base.Close>;

function CloseCross() {
  return (
    <Base.Close className={buttonClasses('quiet', 'small')} aria-label={t`Close`}>
      <span aria-hidden="true">✕</span>
    </Base.Close>
  );
}
