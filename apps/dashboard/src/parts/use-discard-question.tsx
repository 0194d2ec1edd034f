import { t } from '@lingui/core/macro';
import { useBlocker } from '@tanstack/react-router';
import { type ReactNode, useCallback, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';

/**
 * Asks before what was typed is thrown away: by closing what it was typed in, by going elsewhere within the dashboard, which
 * the way back does, too, and, in the browser's own words, by leaving the dashboard.
 *
 * @param dirty something typed is not saved
 * @returns `close` to be called instead of `onClose`, and the question, to be put inside of what is closed
 */
export function useDiscardQuestion(
  dirty: boolean,
  onClose: () => void,
): { readonly close: () => void; readonly question: ReactNode } {
  const [closing, setClosing] = useState(false);
  const leaving = useBlocker({ shouldBlockFn: losesIt, disabled: !dirty, withResolver: true });
  const close = useCallback(() => (dirty ? setClosing(true) : onClose()), [dirty, onClose]);
  const stay = () => {
    setClosing(false);
    leaving.reset?.();
  };
  const discard = () => {
    setClosing(false);
    leaving.proceed?.();
    onClose();
  };
  const question = (
    <ConfirmDialog
      open={closing || leaving.status === 'blocked'}
      onClose={stay}
      title={t`Discard what you typed?`}
      verb={t`Discard`}
      danger
      onConfirm={discard}
    >
      {t`It has not been saved.`}
    </ConfirmDialog>
  );
  return { close, question };
}

/** Users who have to sign in again cannot save before that. */
const losesIt = ({ next }: { readonly next: { readonly pathname: string } }): boolean => next.pathname !== '/sign-in';
