import { t } from '@lingui/core/macro';
import type { ProviderView } from '@nextpanel/core';
import { useState } from 'react';
import { useActOnProvider } from '../../data/provider-commands.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/**
 * Pauses or resumes a provider, after explaining what that means for all users.
 *
 * @param named the button includes the provider's name, because it does not stand next to it
 */
export function PauseSwitch({
  provider: { id, paused },
  named = false,
}: {
  readonly provider: ProviderView;
  readonly named?: boolean;
}) {
  const [open, setOpen] = useState(false);
  const act = useActOnProvider();
  const verb = paused === null ? 'pause' : 'resume';
  const word = paused === null ? t`Pause` : t`Resume`;
  const confirm = () => act.mutate({ id, verb }, { onSettled: () => setOpen(false) });
  return (
    <>
      <Button
        size="small"
        kind={paused === null ? 'plain' : 'primary'}
        onClick={() => setOpen(true)}
        aria-label={named ? undefined : `${word} ${id}`}
      >
        {named ? `${word} ${id}…` : word}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`${word} ${id}?`}
        verb={`${word} ${id}`}
        busy={act.isPending}
        onConfirm={confirm}
      >
        {paused === null ? (
          <p>{t`No new pictures are ordered from ${id}, for any user, until it is resumed. Orders in progress are collected and kept. Stories that need it wait and continue automatically afterwards.`}</p>
        ) : (
          <p>{t`Stories that wait for ${id} continue at once, and new pictures are ordered and paid for, for all users. If the cause of the pause still exists, it is paused again.`}</p>
        )}
      </ConfirmDialog>
    </>
  );
}
