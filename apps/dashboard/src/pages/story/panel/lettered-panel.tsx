import { t } from '@lingui/core/macro';
import type { PanelEdit, PanelView, StoryView } from '@nextpanel/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { underRoot } from '../../../data/root-path.ts';
import { useEditPanel } from '../../../data/story-commands.ts';
import { usePanelLettering } from '../../../data/story-queries.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { Button } from '../../../parts/button.tsx';
import { usePictureFault } from '../../../parts/use-picture-fault.ts';
import { largeWidth } from '../frame/picture-url.ts';
import { Handle } from './lettering/handle.tsx';
import { editBack, editToMove, type Movable, movablesOf, type Point } from './lettering/places.ts';

/** A panel as it stands on its sheet. Its balloons, the ends of their tails and the focus are moved over the picture. */
export function LetteredPanel({ story, panel }: { readonly story: StoryView; readonly panel: PanelView }) {
  const [moves, setMoves] = useState(false);
  const version = versionOf(story, panel);
  const src = underRoot(`/v1/stories/${story.id}/panels/${panel.number}/lettered?width=${largeWidth}&v=${version}`);
  const { fault, onError } = usePictureFault(src);
  // Below a storybook's picture stands its narration, so that its slot is only a part of what is shown.
  const fixed = useFixed(story) || story.layout === 'storybook';
  if (fault !== null) return null;
  const picture = (
    <img
      src={src}
      alt={t`Panel ${panel.number} with its lettering`}
      onError={onError}
      decoding="async"
      loading="lazy"
      draggable={false}
      className="bg-sunken border-line w-full rounded-xl border"
    />
  );
  return (
    <section aria-label={t`On its page`} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="me-auto font-semibold">{t`On its page`}</h3>
        {!fixed && (
          <Button size="small" aria-pressed={moves} onClick={() => setMoves(!moves)}>
            {moves ? t`Done` : t`Move balloons and focus`}
          </Button>
        )}
      </div>
      {moves && !fixed ? (
        <MovedLettering story={story.id} panel={panel} src={src} version={version}>
          {picture}
        </MovedLettering>
      ) : (
        picture
      )}
    </section>
  );
}

function MovedLettering({
  story,
  panel,
  src,
  version,
  children,
}: {
  readonly story: string;
  readonly panel: PanelView;
  readonly src: string;
  readonly version: string;
  readonly children: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  const { data: lettering } = usePanelLettering(story, panel.id, version);
  const [chosen, setChosen] = useState('');
  const [moved, setMoved] = useState<readonly PanelEdit[]>([]);
  const save = useEditPanel(story);
  // What was moved a moment ago is not read again yet, and must not be moved back by the next move.
  const [sent, setSent] = useState<PanelEdit>({});
  const current = { ...panel, ...sent } as PanelView;
  useEffect(() => {
    if (!save.isPending) setSent({});
  }, [save.isPending]);
  const movables = lettering === undefined ? [] : movablesOf(current, lettering);
  const selected = movables.find(({ name }) => name === chosen);
  const send = (edit: PanelEdit) => {
    setSent((before) => ({ ...before, ...edit }));
    save.mutate({ panel: panel.number, edit });
  };
  const put = (it: Movable, to: Point | null) => {
    if (lettering === undefined) return;
    const edit = editToMove(current, lettering, it, to);
    setMoved((before) => [...before, editBack(current, edit)]);
    send(edit);
  };
  const undo = () => {
    const last = moved.at(-1);
    if (last === undefined) return;
    setMoved((before) => before.slice(0, -1));
    send(last);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'z' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    undo();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Z takes back what the buttons in it did
    <div onKeyDown={press} className="flex flex-col gap-2">
      <div ref={place} className="relative overflow-hidden rounded-xl select-none">
        {children}
        {movables.map((it) => (
          <Handle
            key={it.name}
            it={it}
            src={src}
            place={place}
            selected={it.name === chosen}
            onSelect={() => setChosen(it.name)}
            onPut={(to) => put(it, to)}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="text-ink-soft me-auto min-w-0 text-sm">
          {save.isPending || lettering === undefined
            ? save.isPending
              ? t`Saving…`
              : t`Looking where the texts stand…`
            : selected === undefined
              ? t`Drag a balloon, the end of a tail (rhombus) or the focus (crosshair), or move it with the arrow keys.`
              : `${selected.label}: ${selected.placed ? t`placed by hand` : t`wherever it fits`}`}
        </p>
        {selected?.placed === true && (
          <Button size="small" onClick={() => put(selected, null)}>
            {selected.kind === 'focus' ? t`In the middle` : t`Wherever it fits`}
          </Button>
        )}
        <Button size="small" disabled={moved.length === 0} onClick={undo}>{t`Undo`}</Button>
      </div>
    </div>
  );
}

/** Changes with what is lettered, so that an edit shows at once. */
function versionOf({ layout }: StoryView, { frame, text, focus }: PanelView): string {
  let hash = 0;
  for (const letter of JSON.stringify([layout, frame?.sha256, text, focus]))
    hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) >>> 0;
  return hash.toString(36);
}
