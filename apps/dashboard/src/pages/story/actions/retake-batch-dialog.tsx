import { t } from '@lingui/core/macro';
import type { BatchView } from '@nextpanel/core';
import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useRetakeBatch } from '../../../data/story-commands.ts';
import { PricedDialog } from '../priced-dialog.tsx';
import { type Cascade, CascadeChoice } from './cascade-choice.tsx';

/** Redraws a whole batch, price first. */
export function RetakeBatchDialog({
  story,
  batch,
  onClose,
}: {
  readonly story: string;
  readonly batch: BatchView;
  readonly onClose: () => void;
}) {
  const [cascade, setCascade] = useState<Cascade>('keep');
  const { number } = batch;
  const price = useDryRun(story, ['retake-batch', number, cascade], (client) =>
    client.retakeBatch(story, number, { cascade, dryRun: true }),
  );
  const retake = useRetakeBatch(story);
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Retake batch ${number}`}
      description={t`Each of its panels gets a new take, which is selected. Existing takes are kept and can be selected again.`}
      price={price}
      verb={t`Retake`}
      busy={retake.isPending}
      onConfirm={() => retake.mutate({ batch: number, cascade }, { onSuccess: onClose })}
    >
      <CascadeChoice value={cascade} onChange={setCascade} />
    </PricedDialog>
  );
}
