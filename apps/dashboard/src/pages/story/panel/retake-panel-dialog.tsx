import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useRetakePanel } from '../../../data/story-commands.ts';
import { Select } from '../../../parts/select.tsx';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { PricedDialog } from '../priced-dialog.tsx';

const counts = ['1', '2', '3', '4'].map((value) => ({
  value,
  label: value === '1' ? '1 new take' : `${value} new takes`,
}));

/** Redraws a panel, price first. */
export function RetakePanelDialog({
  story,
  panel,
  onClose,
}: {
  readonly story: string;
  readonly panel: number;
  readonly onClose: () => void;
}) {
  const [count, setCount] = useState('1');
  const [cascade, setCascade] = useState<Cascade>('keep');
  const options = { count: Number(count), cascade };
  const price = useDryRun(story, ['retake', panel, count, cascade], (client) =>
    client.retakePanel(story, panel, { ...options, dryRun: true }),
  );
  const retake = useRetakePanel(story);
  return (
    <PricedDialog
      onClose={onClose}
      title={`Retake panel ${panel}`}
      description="The first new take is selected. Existing takes are kept and can be selected again."
      price={price}
      verb="Retake"
      busy={retake.isPending}
      onConfirm={() => retake.mutate({ panel, ...options }, { onSuccess: onClose })}
    >
      <Select label="How many" value={count} onChange={setCount} options={counts} />
      <CascadeChoice value={cascade} onChange={setCascade} />
    </PricedDialog>
  );
}
