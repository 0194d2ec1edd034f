import type { PanelView } from '@nextpanel/core';
import { useState } from 'react';
import { useDryRun } from '../../../../data/dry-run-queries.ts';
import { useRetouchPanel } from '../../../../data/story-commands.ts';
import { useDebounced } from '../../../../data/use-debounced.ts';
import { TextArea, TextField } from '../../../../parts/text-field.tsx';
import { type Cascade, CascadeChoice } from '../../actions/cascade-choice.tsx';
import { PricedDialog } from '../../priced-dialog.tsx';
import { AreaPicker } from './area-picker.tsx';
import { areaWords, readArea } from './area-words.ts';

const stillMs = 400;

/** Changes something in the frame of a panel, price first. */
export function RetouchDialog({
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
  const [instruction, setInstruction] = useState('');
  const [area, setArea] = useState('');
  const [cascade, setCascade] = useState<Cascade>('keep');
  const read = readArea(area);
  const box = 'box' in read ? read.box : null;
  const asked = { instruction: instruction.trim(), ...(box && { box }), cascade };
  const still = useDebounced(JSON.stringify(asked), stillMs);
  const complete = asked.instruction !== '' && !('error' in read);
  const settled = complete && still === JSON.stringify(asked);
  const retouch = useRetouchPanel(story);
  // Once it is ordered the panel waits, and cannot be retouched again.
  const asks = settled && retouch.isIdle;
  const price = useDryRun(story, asks ? ['retouch', panel.id, still] : null, (client) =>
    client.retouchPanel(story, panel.number, { ...asked, dryRun: true }),
  );
  return (
    <PricedDialog
      onClose={onClose}
      title={`Retouch panel ${panel.number}`}
      description="The picture with the change is a new take, and is selected. Outside of the area it stays as it is, pixel for pixel; without an area the model may change anything."
      price={price}
      settled={settled}
      dirty={instruction !== ''}
      verb="Retouch"
      busy={retouch.isPending}
      onConfirm={() =>
        retouch.mutate({ panel: panel.number, ...asked }, { onSuccess: onClose, onError: retouch.reset })
      }
    >
      <TextArea
        label="What to change"
        hint="In words, such as: make the scarf green."
        rows={2}
        maxLength={2_000}
        value={instruction}
        onChange={setInstruction}
      />
      <AreaPicker
        frame={frame}
        alt={`Panel ${panel.number}: ${panel.prompt}`}
        box={box}
        onChange={(drawn) => setArea(areaWords(drawn))}
      />
      <TextField
        label="Area that may change"
        hint="Drag a box over the picture, or enter percentages: from the left, from the top, width, height. Empty: all of it."
        inputMode="decimal"
        value={area}
        onChange={setArea}
        error={'error' in read ? read.error : undefined}
      />
      <CascadeChoice value={cascade} onChange={setCascade} />
    </PricedDialog>
  );
}
