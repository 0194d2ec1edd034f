import { t } from '@lingui/core/macro';
import { useDryAnswer, useDryRun } from '../../../data/dry-run-queries.ts';
import { useRedrawPlatePanels, useRetakePlate } from '../../../data/story-commands.ts';
import { PricedDialog } from '../priced-dialog.tsx';
import { dependantWords } from './dependant-words.ts';

interface PlateDialogProps {
  readonly story: string;
  readonly plate: string;
  readonly onClose: () => void;
}

/** Draws a plate again: its price, and what it would cost to draw again what depends on it. */
export function RetakePlateDialog({ story, plate, onClose }: PlateDialogProps) {
  const what = ['retake-plate', plate];
  const price = useDryRun(story, what, (client) => client.retakePlate(story, plate, { dryRun: true }));
  const { data: answer } = useDryAnswer(story, what, (client) => client.retakePlate(story, plate, { dryRun: true }));
  const retake = useRetakePlate(story);
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Retake the plate of ${plate}`}
      description={t`The new plate is selected; the old ones are kept. Panels are not drawn again by this: those that were drawn from another plate are marked stale, and you can redraw them here afterwards.`}
      price={price}
      verb={t`Retake`}
      busy={retake.isPending}
      onConfirm={() => retake.mutate({ plate }, { onSuccess: onClose })}
    >
      {answer !== undefined && <p>{dependantWords(answer.dependants)}</p>}
    </PricedDialog>
  );
}

/** Draws the panels again that were drawn from another picture of a plate, price first. */
export function RedrawPanelsDialog({ story, plate, onClose }: PlateDialogProps) {
  const price = useDryRun(story, ['redraw-plate', plate], (client) =>
    client.redrawPlatePanels(story, plate, { dryRun: true }),
  );
  const redraw = useRedrawPlatePanels(story);
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Redraw what is stale because of ${plate}`}
      description={t`Each of these panels gets a new take from the plate as it is now; its other takes are kept.`}
      price={price}
      verb={t`Redraw`}
      busy={redraw.isPending}
      onConfirm={() => redraw.mutate({ plate }, { onSuccess: onClose })}
    />
  );
}
