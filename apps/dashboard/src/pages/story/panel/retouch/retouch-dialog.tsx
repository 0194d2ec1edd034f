import { t } from '@lingui/core/macro';
import type { Box, PanelView } from '@nextpanel/core';
import { useState } from 'react';
import { wordsOf } from '../../../../data/create-query-client.ts';
import { useDryRun } from '../../../../data/dry-run-queries.ts';
import { dropDraft, readDraft, useKeepDraft } from '../../../../data/kept-drafts.ts';
import { useRetouchPanel, useUploadPicture } from '../../../../data/story-commands.ts';
import { useDebounced } from '../../../../data/use-debounced.ts';
import { Button } from '../../../../parts/button.tsx';
import { formatShare } from '../../../../parts/format-number.ts';
import { TextArea, TextField } from '../../../../parts/text-field.tsx';
import { useNotify } from '../../../../parts/toast.tsx';
import { type Cascade, CascadeChoice } from '../../actions/cascade-choice.tsx';
import { PricedDialog } from '../../priced-dialog.tsx';
import { AreaPicker } from './area-picker.tsx';
import { areaWords, readArea } from './area-words.ts';
import { MaskPainter } from './mask-painter.tsx';
import { boxAround, maskOf, type Stroke } from './strokes.ts';

const stillMs = 400;
/** Widths of the brush, in percent of the picture's width. */
const brushes = { least: 1, most: 25, first: 6 } as const;

/** The name under which what is typed and painted for a retouch is kept. */
export const retouchDraft = (story: string, panel: string): string => `${story}.${panel}.retouch`;

interface KeptRetouch {
  readonly instruction: string;
  readonly area: string;
  readonly tool: 'box' | 'brush';
  readonly strokes: readonly Stroke[];
}

/** Changes something in the frame of a panel, price first: within a box, within what a brush painted, or anywhere. */
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
  const name = retouchDraft(story, panel.id);
  const [kept] = useState(() => readDraft<KeptRetouch>(name));
  const [instruction, setInstruction] = useState(kept?.instruction ?? '');
  const [area, setArea] = useState(kept?.area ?? '');
  const [cascade, setCascade] = useState<Cascade>('keep');
  const [tool, setTool] = useState<'box' | 'brush'>(kept?.tool ?? 'box');
  const [strokes, setStrokes] = useState<readonly Stroke[]>(kept?.strokes ?? []);
  const [erases, setErases] = useState(false);
  const [brush, setBrush] = useState<number>(brushes.first);
  const typedAnything = instruction !== '' || strokes.length > 0;
  useKeepDraft<KeptRetouch>(name, typedAnything ? { instruction, area, tool, strokes } : null);
  const close = () => {
    dropDraft(name);
    onClose();
  };
  const read = readArea(area);
  const typed = 'box' in read ? read.box : null;
  const paints = tool === 'brush';
  // The price of a mask is that of the box around it, so it is uploaded only when it is used.
  const box: Box | null = paints ? boxAround(strokes, frame) : typed;
  const asked = { instruction: instruction.trim(), ...(box && { box }), cascade };
  const still = useDebounced(JSON.stringify(asked), stillMs);
  const complete = asked.instruction !== '' && (paints || !('error' in read));
  const settled = complete && still === JSON.stringify(asked);
  const upload = useUploadPicture();
  const notify = useNotify();
  const retouch = useRetouchPanel(story);
  // Once it is ordered the panel waits, and cannot be retouched again.
  const asks = settled && retouch.isIdle;
  const price = useDryRun(story, asks ? ['retouch', panel.id, still] : null, (client) =>
    client.retouchPanel(story, panel.number, { ...asked, dryRun: true }),
  );
  const order = (it: typeof asked & { readonly mask?: string }) =>
    retouch.mutate({ panel: panel.number, ...it }, { onSuccess: close, onError: retouch.reset });
  const confirm = async () => {
    if (!paints || box === null) return order(asked);
    try {
      const { id: mask } = await upload.mutateAsync(await maskOf(strokes, frame));
      order({ instruction: asked.instruction, cascade, mask });
    } catch (error) {
      notify({ kind: 'error', title: t`The mask was not sent`, text: wordsOf(error) });
    }
  };
  const alt = t`Panel ${panel.number}: ${panel.prompt}`;
  return (
    <PricedDialog
      onClose={close}
      width="wide"
      title={t`Retouch panel ${panel.number}`}
      description={t`The picture with the change is a new take, and is selected. Outside of the area it stays as it is, pixel for pixel; without an area the model may change anything.`}
      price={price}
      settled={settled}
      dirty={typedAnything}
      verb={t`Retouch`}
      busy={retouch.isPending || upload.isPending}
      onConfirm={() => void confirm()}
    >
      <div className="grid items-start gap-4 md:grid-cols-[minmax(0,1fr)_16rem]">
        <div className="flex flex-col items-start gap-2">
          <fieldset className="flex flex-wrap items-center gap-2">
            <legend className="sr-only">{t`How the area is drawn`}</legend>
            <Button
              size="small"
              aria-pressed={!paints}
              kind={paints ? 'plain' : 'primary'}
              onClick={() => setTool('box')}
            >
              {t`Box`}
            </Button>
            <Button
              size="small"
              aria-pressed={paints}
              kind={paints ? 'primary' : 'plain'}
              onClick={() => setTool('brush')}
            >
              {t`Brush`}
            </Button>
          </fieldset>
          {paints ? (
            <MaskPainter
              frame={frame}
              alt={alt}
              strokes={strokes}
              brush={brush / 100}
              erases={erases}
              onStroke={(stroke) => setStrokes((before) => [...before, stroke])}
            />
          ) : (
            <AreaPicker frame={frame} alt={alt} box={typed} onChange={(drawn) => setArea(areaWords(drawn))} />
          )}
        </div>
        <div className="flex flex-col gap-4">
          <TextArea
            label={t`What to change`}
            hint={t`In words, such as: make the scarf green.`}
            rows={3}
            maxLength={2_000}
            value={instruction}
            onChange={setInstruction}
          />
          {paints ? (
            <Brush
              width={brush}
              onWidth={setBrush}
              erases={erases}
              onErases={setErases}
              strokes={strokes}
              onStrokes={setStrokes}
            />
          ) : (
            <TextField
              label={t`Area that may change`}
              hint={t`Drag a box over the picture, or enter percentages: from the left, from the top, width, height. Empty: all of it.`}
              inputMode="decimal"
              value={area}
              onChange={setArea}
              error={'error' in read ? read.error : undefined}
            />
          )}
          <CascadeChoice value={cascade} onChange={setCascade} />
        </div>
      </div>
    </PricedDialog>
  );
}

/** How wide the brush is, and whether it paints or erases. */
function Brush({
  width,
  onWidth,
  erases,
  onErases,
  strokes,
  onStrokes,
}: {
  readonly width: number;
  readonly onWidth: (width: number) => void;
  readonly erases: boolean;
  readonly onErases: (erases: boolean) => void;
  readonly strokes: readonly Stroke[];
  readonly onStrokes: (strokes: readonly Stroke[]) => void;
}) {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-ink-soft">{t`Paint over what may change. Without a pointer, use the box: it can be typed as numbers.`}</p>
      <label className="flex flex-col gap-1 font-medium">
        {t`Brush size`}
        <input
          type="range"
          min={brushes.least}
          max={brushes.most}
          value={width}
          aria-valuetext={t`${formatShare(width / 100)} of the picture`}
          onChange={(event) => onWidth(event.currentTarget.valueAsNumber)}
          className="accent-accent"
        />
      </label>
      <div className="flex flex-wrap gap-2">
        <Button size="small" aria-pressed={!erases} kind={erases ? 'plain' : 'primary'} onClick={() => onErases(false)}>
          {t`Paint`}
        </Button>
        <Button size="small" aria-pressed={erases} kind={erases ? 'primary' : 'plain'} onClick={() => onErases(true)}>
          {t`Erase`}
        </Button>
        <Button size="small" disabled={strokes.length === 0} onClick={() => onStrokes(strokes.slice(0, -1))}>
          {t`Undo`}
        </Button>
        <Button size="small" disabled={strokes.length === 0} onClick={() => onStrokes([])}>{t`Clear`}</Button>
      </div>
    </div>
  );
}
