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
      <Button size="small" onClick={() => setOpen(true)}>
        Settle<span className="sr-only"> the request of panel {numberList(entry.panels)}</span>
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title="Was this request charged?"
        verb="Settle"
        busy={settle.isPending}
        onConfirm={() => settle.mutate({ story, request: entry.request, paid }, { onSettled: () => setOpen(false) })}
      >
        <p>
          Your account at {entry.provider} shows whether it was. Until then the budget counts {formatUsd(entry.costUsd)}{' '}
          as spent.
        </p>
        <fieldset className="mt-3 flex flex-col gap-2">
          <legend className="sr-only">Was it charged?</legend>
          <label className="flex items-center gap-2">
            <input type="radio" name={`settle-${entry.request}`} checked={paid} onChange={() => setPaid(true)} />
            It was charged ({formatUsd(entry.costUsd)})
          </label>
          <label className="flex items-center gap-2">
            <input type="radio" name={`settle-${entry.request}`} checked={!paid} onChange={() => setPaid(false)} />
            It was not charged
          </label>
        </fieldset>
        <p className="mt-3">
          If the provider reports the picture later, it is kept as a take and its real cost counts.
        </p>
      </ConfirmDialog>
    </>
  );
}
