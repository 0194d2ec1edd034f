import type { PanelView, StoryView } from '@nextpanel/core';
import { cropFrame, pointInFrame } from '@nextpanel/core/frame-crop';
import { type MouseEvent, useRef, useState } from 'react';
import { underRoot } from '../../../data/root-path.ts';
import { useEditPanel } from '../../../data/story-commands.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { Select } from '../../../parts/select.tsx';
import { usePictureFault } from '../../../parts/use-picture-fault.ts';
import { largeWidth } from '../frame/picture-url.ts';

type Placing = 'balloon' | 'mouth';
interface Place {
  readonly x: number;
  readonly y: number;
}

/** A panel as it stands on its sheet. Its balloons and the ends of its tails are placed by a click on the picture. */
export function LetteredPanel({ story, panel }: { readonly story: StoryView; readonly panel: PanelView }) {
  const [chosen, setChosen] = useState('');
  const picture = useRef<HTMLImageElement>(null);
  const save = useEditPanel(story.id);
  const src = letteredUrl(story, panel);
  const { fault, onError } = usePictureFault(src);
  const choices = placesOf(panel);
  const [field, index] = chosen === '' ? [null, -1] : readChoice(chosen);
  // Below a storybook's picture stands its narration, so that its slot is only a part of what is shown.
  const fixed = useFixed(story) || story.layout === 'storybook' || choices.length === 0;
  const put = (place: Place | null) => {
    if (field === null) return;
    const text = panel.text.map((it, at) => (at === index ? { ...it, [field]: place } : it));
    save.mutate({ panel: panel.number, edit: { text } }, { onSuccess: () => setChosen('') });
  };
  const place = ({ clientX, clientY, detail }: MouseEvent) => {
    const shown = picture.current;
    // A key presses the button without a place; the command line and the API take places as numbers.
    if (shown === null || detail === 0) return;
    const { left, top, width, height } = shown.getBoundingClientRect();
    const point = { x: share((clientX - left) / width), y: share((clientY - top) / height) };
    put(field === 'mouth' ? inFrame(point, shown, panel) : point);
  };
  if (fault !== null) return null;
  return (
    <section aria-label="On its page" className="flex flex-col gap-2">
      <h3 className="font-semibold">On its page</h3>
      <button
        type="button"
        disabled={field === null}
        onClick={place}
        className={classNames('block w-full', field !== null && 'cursor-crosshair')}
      >
        <img
          ref={picture}
          src={src}
          alt={`Panel ${panel.number} with its lettering`}
          onError={onError}
          decoding="async"
          className="bg-sunken border-line w-full rounded-xl border"
        />
      </button>
      {!fixed && (
        <div className="flex flex-wrap items-end gap-2">
          <Select
            label="Place by hand"
            value={chosen}
            onChange={setChosen}
            options={[{ value: '', label: 'Nothing' }, ...choices]}
          />
          {field !== null && (
            <>
              <span role="status" className="text-ink-soft text-sm">
                {save.isPending ? 'Saving…' : 'Click where it belongs.'}
              </span>
              <Button size="small" disabled={save.isPending} onClick={() => put(null)}>
                Wherever it fits
              </Button>
            </>
          )}
        </div>
      )}
    </section>
  );
}

/** Two decimals are finer than a hand on a screen. */
const share = (value: number): number => Math.round(Math.min(Math.max(value, 0), 1) * 100) / 100;

/** The point of the frame that a point of the lettered panel shows. */
function inFrame(point: Place, picture: HTMLImageElement, { frame, focus }: PanelView): Place {
  const slot = { width: picture.naturalWidth, height: picture.naturalHeight };
  if (frame === null || slot.width === 0) return point;
  const { x, y } = pointInFrame(cropFrame(frame, slot, focus ?? undefined), {
    x: point.x * slot.width,
    y: point.y * slot.height,
  });
  return { x: share(x), y: share(y) };
}

const readChoice = (choice: string): [Placing, number] => {
  const [field, index] = choice.split(' ');
  return [field === 'mouth' ? 'mouth' : 'balloon', Number(index)];
};

/** What can be placed: balloons set on the sheet, and the ends of tails. */
function placesOf({ text }: PanelView): { readonly value: string; readonly label: string }[] {
  return text.flatMap(({ kind, drawnBy, text: words }, index) => {
    if (drawnBy === 'model') return [];
    const opening = words.length > 28 ? `${words.slice(0, 27).trimEnd()}…` : words;
    const isVoice = kind === 'speech' || kind === 'thought';
    return [
      { value: `balloon ${index}`, label: `${isVoice ? 'Balloon' : 'Text'}: ${opening}` },
      ...(isVoice ? [{ value: `mouth ${index}`, label: `Tail: ${opening}` }] : []),
    ];
  });
}

/** It changes with what is lettered, so that an edit shows at once. */
function letteredUrl({ id, layout }: StoryView, { number, frame, text, focus }: PanelView): string {
  let hash = 0;
  for (const letter of JSON.stringify([layout, frame?.sha256, text, focus]))
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return underRoot(`/v1/stories/${id}/panels/${number}/lettered?width=${largeWidth}&v=${hash.toString(36)}`);
}
