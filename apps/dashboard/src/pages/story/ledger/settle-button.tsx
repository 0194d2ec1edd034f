import { t } from '@lingui/core/macro';
import type { LedgerEntry } from '@nextpanel/core';
import { type ReactNode, useState } from 'react';
import { useMay } from '../../../data/rights.ts';
import { useSettleScriptCall } from '../../../data/script-queries.ts';
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
  const settle = useSettleRequest();
  const may = useMay();
  if (!may('settleRequest')) return null;
  return (
    <Settle
      id={entry.request}
      label={t`Settle the request of panel ${numberList(entry.panels)}`}
      provider={entry.provider}
      costUsd={entry.costUsd}
      busy={settle.isPending}
      onSettle={(paid, onSettled) => settle.mutate({ story, request: entry.request, paid }, { onSettled })}
    >
      <p className="mt-3">{t`If the provider reports the picture later, it is kept as a take and its real cost counts.`}</p>
    </Settle>
  );
}

/** The same of a question to a model about a script. */
export function SettleScriptButton({
  script,
  call,
}: {
  readonly script: string;
  readonly call: { readonly id: string; readonly model: string; readonly costUsd: number };
}) {
  const settle = useSettleScriptCall();
  const may = useMay();
  if (!may('settleScriptCall')) return null;
  return (
    <Settle
      id={call.id}
      label={t`Settle the question to the model`}
      provider={call.model}
      costUsd={call.costUsd}
      busy={settle.isPending}
      onSettle={(paid, onSettled) => settle.mutate({ script, call: call.id, paid }, { onSettled })}
    />
  );
}

interface SettleProps {
  readonly id: string;
  readonly label: string;
  readonly provider: string;
  readonly costUsd: number;
  readonly busy: boolean;
  readonly onSettle: (paid: boolean, onSettled: () => void) => void;
  readonly children?: ReactNode;
}

function Settle({ id, label, provider, costUsd, busy, onSettle, children }: SettleProps) {
  const [open, setOpen] = useState(false);
  const [paid, setPaid] = useState(true);
  return (
    <>
      <Button size="small" aria-label={label} onClick={() => setOpen(true)}>
        {t`Settle`}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t`Was this request charged?`}
        verb={t`Settle`}
        busy={busy}
        onConfirm={() => onSettle(paid, () => setOpen(false))}
      >
        <p>{t`Your account at ${provider} shows whether it was. Until then the budget counts ${formatUsd(costUsd)} as spent.`}</p>
        <fieldset className="mt-3 flex flex-col gap-2">
          <legend className="sr-only">{t`Was it charged?`}</legend>
          <label className="flex items-center gap-2">
            <input type="radio" name={`settle-${id}`} checked={paid} onChange={() => setPaid(true)} />
            {t`It was charged (${formatUsd(costUsd)})`}
          </label>
          <label className="flex items-center gap-2">
            <input type="radio" name={`settle-${id}`} checked={!paid} onChange={() => setPaid(false)} />
            {t`It was not charged`}
          </label>
        </fieldset>
        {children}
      </ConfirmDialog>
    </>
  );
}
