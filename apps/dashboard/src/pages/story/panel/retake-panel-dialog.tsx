import { plural, t } from '@lingui/core/macro';
import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { coverRef, type PictureRef } from '../../../data/picture-ref.ts';
import { useRetakePanel } from '../../../data/story-commands.ts';
import { Select } from '../../../parts/select.tsx';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { PricedDialog } from '../priced-dialog.tsx';
import { pictureName } from '../words/number-list.ts';

const counts = () =>
  [1, 2, 3, 4].map((count) => ({
    value: String(count),
    label: plural(count, { one: '# new take', other: '# new takes' }),
  }));

/** Redraws a panel or the cover, price first. */
export function RetakePanelDialog({
  story,
  panel,
  onClose,
}: {
  readonly story: string;
  readonly panel: PictureRef;
  readonly onClose: () => void;
}) {
  const [count, setCount] = useState('1');
  const [cascade, setCascade] = useState<Cascade>('keep');
  const options = { count: Number(count), cascade };
  const price = useDryRun(story, ['retake', panel, count, cascade], (client) =>
    client.retakePanel(story, panel, { ...options, dryRun: true }),
  );
  const retake = useRetakePanel(story);
  const picture = pictureName(panel);
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Retake ${picture}`}
      description={t`The first new take is selected. Existing takes are kept and can be selected again.`}
      price={price}
      verb={t`Retake`}
      busy={retake.isPending}
      onConfirm={() => retake.mutate({ panel, ...options }, { onSuccess: onClose })}
    >
      <Select label={t`How many`} value={count} onChange={setCount} options={counts()} />
      {panel !== coverRef && <CascadeChoice value={cascade} onChange={setCascade} />}
    </PricedDialog>
  );
}
