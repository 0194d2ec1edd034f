import { t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { useState } from 'react';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { RetouchDialog } from '../retouch/retouch-dialog.tsx';

/** Changes something in the frame of a panel; what continues from it stays, or is drawn again. */
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
  return (
    <RetouchDialog
      story={story}
      picture={panel.id}
      frame={frame}
      alt={t`Panel ${panel.number}: ${panel.prompt}`}
      title={t`Retouch panel ${panel.number}`}
      description={t`The picture with the change is a new take, and is selected. Outside of the area it stays as it is, pixel for pixel; without an area the model may change anything.`}
      run={(client, asked) => client.retouchPanel(story, panel.number, { ...asked, cascade })}
      options={[cascade]}
      onClose={onClose}
    >
      {() => <CascadeChoice value={cascade} onChange={setCascade} />}
    </RetouchDialog>
  );
}
