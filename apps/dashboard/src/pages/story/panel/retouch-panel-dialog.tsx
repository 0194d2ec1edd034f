import { t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { useState } from 'react';
import { coverRef, refOf } from '../../../data/picture-ref.ts';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { RetouchDialog } from '../retouch/retouch-dialog.tsx';
import { pictureHeading, pictureName } from '../words/number-list.ts';

/** Changes something in the frame of a panel or of the cover; what continues from it stays, or is drawn again. */
export function RetouchPanelDialog({
  story,
  panel,
  frame,
  onClose,
}: {
  readonly story: string;
  readonly panel: PanelView;
  readonly frame: NonNullable<PanelView['frame']>;
  readonly onClose: () => void;
}) {
  const [cascade, setCascade] = useState<Cascade>('keep');
  const picture = refOf(panel);
  const name = pictureName(picture);
  return (
    <RetouchDialog
      story={story}
      picture={panel.id}
      frame={frame}
      alt={t`${pictureHeading(picture)}: ${panel.prompt}`}
      title={t`Retouch ${name}`}
      description={t`The picture with the change is a new take, and is selected. Outside of the area it stays as it is, pixel for pixel; without an area the model may change anything.`}
      run={(client, asked) => client.retouchPanel(story, picture, { ...asked, cascade })}
      options={[cascade]}
      onClose={onClose}
    >
      {() => picture !== coverRef && <CascadeChoice value={cascade} onChange={setCascade} />}
    </RetouchDialog>
  );
}
