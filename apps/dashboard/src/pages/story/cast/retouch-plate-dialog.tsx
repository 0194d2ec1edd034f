import { t } from '@lingui/core/macro';
import type { PlateView } from '@nextpanel/core';
import { RetouchDialog } from '../retouch/retouch-dialog.tsx';
import { dependantWords } from './dependant-words.ts';

/** A plate among the pictures of a story: no panel has such an id. */
export const plateName = (plate: string): string => `plate ${plate}`;

/** Changes something in the selected picture of a plate; panels that were drawn from it before become stale. */
export function RetouchPlateDialog({
  story,
  plate,
  frame,
  onClose,
}: {
  readonly story: string;
  readonly plate: string;
  readonly frame: NonNullable<PlateView['frame']>;
  readonly onClose: () => void;
}) {
  return (
    <RetouchDialog
      story={story}
      picture={plateName(plate)}
      frame={frame}
      alt={t`Plate of ${plate}`}
      title={t`Retouch the plate of ${plate}`}
      description={t`The picture with the change is a new take of the plate, and is selected. Outside of the area it stays as it is, pixel for pixel; without an area the model may change anything. Panels are not drawn again by this: those that were drawn from the plate before are marked stale, and you can redraw them here afterwards.`}
      run={(client, asked) => client.retouchPlate(story, plate, asked)}
      onClose={onClose}
    >
      {(answer) => answer !== undefined && <p className="text-sm">{dependantWords(answer.dependants)}</p>}
    </RetouchDialog>
  );
}
