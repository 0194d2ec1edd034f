import { t } from '@lingui/core/macro';
import type { LedgerEntry } from '@nextpanel/core';
import { useState } from 'react';
import { useMay } from '../../../data/rights.ts';
import { useSettleRequest } from '../../../data/story-commands.ts';
import { Button } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { numberList } from '../words/number-list.ts';

interface SettleButtonProps {
  readonly story: string;
  readonly entry: Pick<LedgerEntry, 'request' | 'panels' | 'provider' | 'costUsd'>;
}

/** Lets the user say whether a request with unknown outcome was paid. */
export function SettleButton({ story, entry }: SettleButtonProps) {
  const [open, setOpen] = useState(false);
  const [paid, setPaid] = useState(true);
  const settle = useSettleRequest();
  const may = useMay();
  if (!may('settleRequest')) return null;
  return (
    <>
      <Button
        size="small"
        aria-label={t`Settle the request of panel ${numberList(entry.panels)}`}
        onClick={() => setOpen(true)}
      >
        {t`Settle`}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Was this request charged?`}
        verb={t`Settle`}
        busy={settle.isPending}
        onConfirm={() => settle.mutate({ story, request: entry.request, paid }, { onSettled: () => setOpen(false) })}
      >
        <p>{t`Your account at ${entry.provider} shows whether it was. Until then the budget counts ${formatUsd(entry.costUsd)} as spent.`}</p>
        <fieldset className="mt-3 flex flex-col gap-2">
          <legend className="sr-only">{t`Was it charged?`}</legend>
          <label className="flex items-center gap-2">
            <input type="radio" name={`settle-${entry.request}`} checked={paid} onChange={() => setPaid(true)} />
            {t`It was charged (${formatUsd(entry.costUsd)})`}
          </label>
          <label className="flex items-center gap-2">
            <input type="radio" name={`settle-${entry.request}`} checked={!paid} onChange={() => setPaid(false)} />
            {t`It was not charged`}
          </label>
        </fieldset>
        <p className="mt-3">{t`If the provider reports the picture later, it is kept as a take and its real cost counts.`}</p>
      </ConfirmDialog>
    </>
  );
}
