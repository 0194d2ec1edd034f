import { t } from '@lingui/core/macro';
import type { PanelView, StoryView, TakeView } from '@nextpanel/core';
import { useCallback, useState } from 'react';
import { readDraft } from '../../../data/kept-drafts.ts';
import { useNotes } from '../../../data/note-queries.ts';
import { failedAs, isCover, refOf } from '../../../data/picture-ref.ts';
import { useMay } from '../../../data/rights.ts';
import { useTakes } from '../../../data/story-queries.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { listWords } from '../../../language/list-words.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Button } from '../../../parts/button.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { useShortcut } from '../../../shell/shortcut.ts';
import { Picture } from '../frame/picture.tsx';
import { largeWidth, pictureUrl } from '../frame/picture-url.ts';
import { NotesOfPanel } from '../notes/notes-of-panel.tsx';
import { isRetouchBegun } from '../retouch/retouch-draft.ts';
import { failedBeside } from '../words/going-on-words.ts';
import { pictureHeading } from '../words/number-list.ts';
import { draftName, type Editing, EditPanel } from './edit-panel.tsx';
import { LetteredPanel } from './lettered-panel.tsx';
import { NextProblem } from './next-problem.tsx';
import { PanelProblem } from './panel-problem.tsx';
import { PanelRequests } from './panel-requests.tsx';
import { PanelTexts } from './panel-texts.tsx';
import { MovePanelDialog, RemovePanelDialog } from './place-dialogs.tsx';
import { RetakePanelDialog } from './retake-panel-dialog.tsx';
import { RetouchPanelDialog } from './retouch-panel-dialog.tsx';
import { SentFacts } from './sent-facts.tsx';
import { Takes } from './takes.tsx';
import { UploadTakeDialog } from './upload-take-dialog.tsx';

/** A panel, or the cover: its picture, prompt and texts, takes, and cost. */
export function PanelDetails({
  story,
  panel,
  footer,
  onEditing,
  onPlaced,
}: {
  readonly story: StoryView;
  readonly panel: PanelView;
  /** Where the action and its price stand while the panel is edited; null until it is there. */
  readonly footer: HTMLElement | null;
  readonly onEditing: (editing: Editing) => void;
  /** @param now the panel's number from now on; undefined: it is in the book no longer */
  readonly onPlaced: (now: number | undefined) => void;
}) {
  const fixed = useFixed(story);
  const [open, setOpen] = useState<'edit' | 'retake' | 'retouch' | 'upload' | 'move' | 'remove' | null>(() =>
    // What was typed before the key had to be given again, or the page was loaded again.
    readDraft(draftName(story.id, panel.id)) !== null ? 'edit' : isRetouchBegun(story.id, panel.id) ? 'retouch' : null,
  );
  const [looked, setLooked] = useState<number | null>(null);
  const cover = isCover(panel);
  const close = () => setOpen(null);
  const { data: takes } = useTakes(story.id, panel.takes > 0 ? refOf(panel) : null);
  const shown = takes?.find(({ number }) => number === (looked ?? panel.take));
  const frame = shown?.frame ?? panel.frame;
  const { data: notes } = useNotes(story.id);
  const onWriting = useCallback((writing: boolean) => onEditing(writing ? 'changed' : 'not'), [onEditing]);
  const may = useMay();
  const inTheWay = story.status === 'needs_attention' ? failedBeside(story, failedAs(panel)) : [];
  const total = story.progress.panels.total;
  const placed = (now: number | undefined) => {
    close();
    onPlaced(now);
  };
  const place = { story: story.id, panel: panel.number, total, onClose: close, onPlaced: placed };
  const onEdit = fixed ? undefined : () => setOpen('edit');
  useShortcut(
    'e',
    useCallback(() => setOpen('edit'), []),
    !fixed && open === null,
    true,
  );
  useShortcut(
    'r',
    useCallback(() => setOpen('retake'), []),
    !fixed && open === null && panel.frame !== null,
    true,
  );
  return (
    <div className="flex flex-col gap-5">
      <p className="flex flex-wrap items-center gap-2">
        <StatusBadge status={panel.status} />
        {panel.stale && <Badge tone="warn">{t`stale: something it was drawn from has changed`}</Badge>}
        {panel.frame !== null && panel.status === 'waiting' && <Badge tone="accent">{t`will be drawn again`}</Badge>}
      </p>
      {panel.failure !== null && (
        <PanelProblem
          story={story}
          panel={panel}
          failure={panel.failure}
          onEdit={open === 'edit' ? undefined : onEdit}
        />
      )}
      {panel.status === 'waiting' && open !== 'edit' && (
        <NextProblem story={story} panel={panel.number} failed={inTheWay} />
      )}
      {open === 'edit' && (
        <EditPanel story={story} panel={panel} footer={footer} onEditing={onEditing} onClose={close} />
      )}
      {frame === null && <NoFrame panel={panel} />}
      {cover && frame !== null && (
        <>
          <LargeFrame panel={panel} frame={frame} />
          <FrameFacts panel={panel} frame={frame} shown={shown} />
        </>
      )}
      {!cover && (
        <NotesOfPanel
          story={story.id}
          panel={panel.id}
          notes={notes}
          picture={frame && <LargeFrame panel={panel} frame={frame} />}
          below={frame && <FrameFacts panel={panel} frame={frame} shown={shown} />}
          mayAdd={may('addNote')}
          mayChange={() => may('changeNote')}
          more={onEdit && (() => <Button size="small" onClick={onEdit}>{t`Edit the panel…`}</Button>)}
          onWriting={onWriting}
        />
      )}
      {open !== 'edit' && <Asked panel={panel} onEdit={onEdit} />}
      {panel.frame !== null && !cover && <LetteredPanel story={story} panel={panel} />}
      <section aria-label={t`Takes`} className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="me-auto font-semibold">{t`Takes`}</h3>
          {may('retakePanel') && (
            <>
              <Button size="small" disabled={fixed || panel.frame === null} onClick={() => setOpen('retake')}>
                {t`Retake…`}
              </Button>
              <Button
                size="small"
                disabled={fixed || panel.frame === null || panel.status !== 'drawn'}
                onClick={() => setOpen('retouch')}
              >
                {t`Retouch…`}
              </Button>
              <Button size="small" disabled={fixed} onClick={() => setOpen('upload')}>{t`Upload a take…`}</Button>
            </>
          )}
        </div>
        {takes === undefined || takes.length === 0 ? (
          <p className="text-ink-soft text-sm">
            {panel.frame === null
              ? t`None yet.`
              : t`The frame is stored; it counts as a take when its batch is committed.`}
          </p>
        ) : (
          <Takes
            story={story.id}
            panel={refOf(panel)}
            takes={takes}
            shown={shown?.number ?? null}
            onShow={setLooked}
            fixed={fixed}
          />
        )}
      </section>
      {shown !== undefined && <SentFacts take={shown} />}
      <PanelRequests story={story.id} panel={panel.id} />
      {may('movePanel') && !cover && (
        <section aria-label={t`Place in the book`} className="flex flex-wrap items-center gap-2">
          <h3 className="me-auto font-semibold">{t`Place in the book`}</h3>
          <Button size="small" disabled={fixed || total === 1} onClick={() => setOpen('move')}>{t`Move…`}</Button>
          <Button size="small" disabled={fixed || total === 1} onClick={() => setOpen('remove')}>{t`Remove…`}</Button>
        </section>
      )}
      {open === 'retake' && <RetakePanelDialog story={story.id} panel={refOf(panel)} onClose={close} />}
      {open === 'retouch' && panel.frame !== null && (
        <RetouchPanelDialog story={story.id} panel={panel} frame={panel.frame} onClose={close} />
      )}
      {open === 'upload' && <UploadTakeDialog story={story.id} panel={panel} onClose={close} />}
      {open === 'move' && <MovePanelDialog {...place} />}
      {open === 'remove' && <RemovePanelDialog {...place} />}
    </div>
  );
}

/** What is shown instead of a frame. */
function NoFrame({ panel }: { readonly panel: PanelView }) {
  if (panel.failure !== null) return null;
  return (
    <div className="bg-sunken text-ink-soft border-line flex aspect-video items-center justify-center rounded-xl border border-dashed">
      {panel.status === 'drawing' ? t`Being drawn…` : t`Not drawn yet`}
    </div>
  );
}

function LargeFrame({ panel, frame }: { readonly panel: PanelView; readonly frame: NonNullable<PanelView['frame']> }) {
  return (
    <Picture
      src={pictureUrl(frame, largeWidth)}
      alt={t`${pictureHeading(refOf(panel))}: ${panel.prompt}`}
      width={frame.width}
      height={frame.height}
      className="border-line w-full rounded-xl border"
    />
  );
}

/** Which take it is, how large, and where the stored picture is. */
function FrameFacts({
  panel,
  frame,
  shown,
}: {
  readonly panel: PanelView;
  readonly frame: NonNullable<PanelView['frame']>;
  readonly shown: TakeView | undefined;
}) {
  return (
    <p className="text-ink-soft -mt-4 flex flex-wrap justify-between gap-x-3 text-sm">
      <span>
        {shown !== undefined && `${takeWords(shown, panel.takes)} `}
        <bdi dir="ltr">
          {frame.width} × {frame.height}
        </bdi>
      </span>
      <a href={pictureUrl(frame)} target="_blank" rel="noreferrer" className="text-accent underline">
        {t`Open the stored picture`}
      </a>
    </p>
  );
}

/** With the comma after it: how large it is follows. */
const takeWords = ({ number, selected }: TakeView, takes: number): string =>
  selected ? t`Take ${number} of ${takes}, selected,` : t`Take ${number} of ${takes}, not selected,`;

/** The panel's current prompt and texts. */
function Asked({ panel, onEdit }: { readonly panel: PanelView; readonly onEdit: (() => void) | undefined }) {
  return (
    <section aria-label={t`Prompt and texts`} className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold">{t`Prompt`}</h3>
        {onEdit !== undefined && <Button size="small" onClick={onEdit}>{t`Edit…`}</Button>}
      </div>
      <p dir="auto" className="break-words whitespace-pre-wrap">
        {panel.prompt}
      </p>
      {panel.characters.length > 0 && <p className="text-ink-soft text-sm">{t`With ${listWords(panel.characters)}`}</p>}
      {panel.text.length > 0 && <PanelTexts texts={panel.text} />}
    </section>
  );
}
