import { t } from '@lingui/core/macro';
import type { Client } from '@nextpanel/client';
import type { Box, PanelView, Redraw } from '@nextpanel/core';
import { type ReactNode, useState } from 'react';
import { wordsOf } from '../../../data/create-query-client.ts';
import { useDryAnswer, useDryRun } from '../../../data/dry-run-queries.ts';
import { dropDraft, readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { type AskedRetouch, useRetouch, useUploadPicture } from '../../../data/story-commands.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { Button } from '../../../parts/button.tsx';
import { TextArea, TextField } from '../../../parts/text-field.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { PricedDialog } from '../priced-dialog.tsx';
import { AreaPicker } from './area-picker.tsx';
import { areaWords, readArea } from './area-words.ts';
import { Brush, firstBrush } from './brush.tsx';
import { MaskPainter } from './mask-painter.tsx';
import { retouchDraft } from './retouch-draft.ts';
import { boxAround, maskOf, type Stroke } from './strokes.ts';

const stillMs = 400;

interface KeptRetouch {
  readonly instruction: string;
  readonly area: string;
  readonly tool: 'box' | 'brush';
  readonly strokes: readonly Stroke[];
}

interface RetouchDialogProps<Answer> {
  readonly story: string;
  /** Names the picture within the story: the id of its panel, or of its plate. */
  readonly picture: string;
  readonly frame: NonNullable<PanelView['frame']>;
  readonly alt: string;
  readonly title: string;
  readonly description: string;
  /** Retouches the picture, or says with `dryRun` what that would draw and cost. */
  readonly run: (client: Client, asked: AskedRetouch) => Promise<Answer>;
  /** What is asked with every run beside words and area, in values that can be compared. */
  readonly options?: readonly unknown[];
  /** Stands below the area; given what the server answers to what was asked so far. */
  readonly children: (answer: Answer | undefined) => ReactNode;
  readonly onClose: () => void;
}

/** Changes something in a picture, price first: within a box, within what a brush painted, or anywhere. */
export function RetouchDialog<Answer extends { readonly redraw: Redraw }>({
  story,
  picture,
  frame,
  alt,
  title,
  description,
  run,
  options = [],
  children,
  onClose,
}: RetouchDialogProps<Answer>) {
  const name = retouchDraft(story, picture);
  const [kept] = useState(() => readDraft<KeptRetouch>(name));
  const [instruction, setInstruction] = useState(kept?.instruction ?? '');
  const [area, setArea] = useState(kept?.area ?? '');
  const [tool, setTool] = useState<'box' | 'brush'>(kept?.tool ?? 'box');
  const [strokes, setStrokes] = useState<readonly Stroke[]>(kept?.strokes ?? []);
  const [erases, setErases] = useState(false);
  const [brush, setBrush] = useState<number>(firstBrush);
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
  const asked = { instruction: instruction.trim(), ...(box && { box }) };
  const still = useDebounced(JSON.stringify(asked), stillMs);
  const complete = asked.instruction !== '' && (paints || !('error' in read));
  const settled = complete && still === JSON.stringify(asked);
  const upload = useUploadPicture();
  const notify = useNotify();
  const retouch = useRetouch(story, run);
  // Once it is ordered the picture waits, and cannot be retouched again.
  const what = settled && retouch.isIdle ? ['retouch', picture, still, ...options] : null;
  const tried = (client: Client) => run(client, { ...asked, dryRun: true });
  const price = useDryRun(story, what, tried);
  const { data: answer } = useDryAnswer(story, what, tried);
  const order = (it: AskedRetouch) => retouch.mutate(it, { onSuccess: close, onError: retouch.reset });
  const confirm = async () => {
    if (!paints || box === null) return order(asked);
    try {
      const { id: mask } = await upload.mutateAsync(await maskOf(strokes, frame));
      order({ instruction: asked.instruction, mask });
    } catch (error) {
      notify({ kind: 'error', title: t`The mask was not sent`, text: wordsOf(error) });
    }
  };
  return (
    <PricedDialog
      onClose={close}
      width="wide"
      title={title}
      description={description}
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
          {children(answer)}
        </div>
      </div>
    </PricedDialog>
  );
}
