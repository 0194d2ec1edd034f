import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useMovePanel, useRemovePanel } from '../../../data/story-commands.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { TextField } from '../../../parts/text-field.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { PricedDialog } from '../priced-dialog.tsx';

interface PlaceDialogProps {
  readonly story: string;
  readonly panel: number;
  readonly total: number;
  readonly onClose: () => void;
  /** @param now the panel's number from now on; undefined: it is in the book no longer */
  readonly onPlaced: (now: number | undefined) => void;
}

const stillMs = 400;

/** Puts a panel somewhere else in the book. */
export function MovePanelDialog({ story, panel, total, onClose, onPlaced }: PlaceDialogProps) {
  const [text, setText] = useState('');
  const still = useDebounced(text, stillMs);
  const now = numberIn(text, total);
  const settled = numberIn(still, total);
  // Numbers are those before the move: behind a later panel it takes that panel's number.
  const after = (to: number) => (to > panel ? to : to - 1);
  const price = useDryRun(story, settled === null ? null : ['move', panel, settled], (client) =>
    client.movePanel(story, panel, { after: after(settled ?? 1), dryRun: true }),
  );
  const move = useMovePanel(story);
  const notify = useNotify();
  const confirm = () => {
    if (now === null) return;
    // A promise: when the story's events come first, this dialog is gone before the answer.
    void move.mutateAsync({ panel, after: after(now) }).then(() => {
      notify({ kind: 'done', title: t`Panel ${panel} is now panel ${now}` });
      onPlaced(now);
    }, alreadyTold);
  };
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Move panel ${panel}`}
      description={t`The panels in between get other numbers. A picture that is drawn stays as it is, and so do the pictures drawn from it.`}
      price={price}
      settled={now !== null && now !== panel && still === text}
      verb={t`Move`}
      busy={move.isPending}
      onConfirm={confirm}
    >
      <TextField
        label={t`New number`}
        hint={t`From 1 to ${total}.`}
        inputMode="numeric"
        value={text}
        onChange={setText}
        error={text !== '' && now === null ? t`Enter a whole number from 1 to ${total}.` : undefined}
      />
    </PricedDialog>
  );
}

/** Takes a panel out of the book. */
export function RemovePanelDialog({ story, panel, onClose, onPlaced }: PlaceDialogProps) {
  const price = useDryRun(story, ['remove', panel], (client) => client.removePanel(story, panel, { dryRun: true }));
  const remove = useRemovePanel(story);
  const notify = useNotify();
  const confirm = () => {
    void remove.mutateAsync({ panel }).then(() => {
      notify({ kind: 'done', title: t`Panel ${panel} removed` });
      onPlaced(undefined);
    }, alreadyTold);
  };
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Remove panel ${panel}`}
      description={t`Later panels get other numbers. Its takes and its entries in the ledger are kept, and pictures that were drawn from it stay.`}
      price={price}
      verb={t`Remove`}
      busy={remove.isPending}
      onConfirm={confirm}
    />
  );
}

/** What failed is shown by the command itself. */
const alreadyTold = () => undefined;

function numberIn(text: string, total: number): number | null {
  const number = Number(text);
  return /^\d+$/.test(text) && number >= 1 && number <= total ? number : null;
}
