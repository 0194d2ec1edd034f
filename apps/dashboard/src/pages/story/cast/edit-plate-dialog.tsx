import { t } from '@lingui/core/macro';
import type { PlateView } from '@nextpanel/core';
import { useState } from 'react';
import { useDryAnswer, useDryRun } from '../../../data/dry-run-queries.ts';
import { useEditPlate } from '../../../data/story-commands.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { TextArea } from '../../../parts/text-field.tsx';
import { PricedDialog } from '../priced-dialog.tsx';
import { dependantWords } from './dependant-words.ts';

/** The price is asked for once typing has paused this long (ms). */
const pauseMs = 400;

/** A new description of something of the cast: what becomes stale, and what drawing that again would cost. */
export function EditPlateDialog({
  story,
  plate,
  onClose,
}: {
  readonly story: string;
  readonly plate: PlateView;
  readonly onClose: () => void;
}) {
  const [words, setWords] = useState(plate.description);
  const description = useDebounced(words, pauseMs);
  const isChanged = words.trim() !== '' && words !== plate.description;
  const isSettled = isChanged && description === words;
  const what = isSettled ? ['edit-plate', plate.id, description] : null;
  const price = useDryRun(story, what, (client) => client.editPlate(story, plate.id, { description, dryRun: true }));
  const { data: answer } = useDryAnswer(story, what, (client) =>
    client.editPlate(story, plate.id, { description, dryRun: true }),
  );
  const edit = useEditPlate(story);
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Edit the description of ${plate.id}`}
      description={t`New pictures follow the new description. Panels that show it are marked stale, not redrawn; you can redraw them here afterwards. A plate that was drawn stays until you retake it.`}
      price={price}
      settled={isSettled}
      ofPlate
      dirty={words !== plate.description}
      verb={t`Save`}
      busy={edit.isPending}
      onConfirm={() => edit.mutate({ plate: plate.id, description }, { onSuccess: onClose })}
    >
      <TextArea label={t`What it looks like`} value={words} onChange={setWords} rows={5} dir="auto" maxLength={4_000} />
      {answer !== undefined && <p className="text-sm">{dependantWords(answer.dependants)}</p>}
    </PricedDialog>
  );
}
