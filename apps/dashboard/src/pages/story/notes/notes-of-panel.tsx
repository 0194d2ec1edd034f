import { t } from '@lingui/core/macro';
import type { NoteView } from '@nextpanel/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { dropDraft, readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { useAddNote, useChangeNote, useDeleteNote } from '../../../data/note-queries.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { RelativeTime } from '../../../parts/relative-time.tsx';
import { TextArea } from '../../../parts/text-field.tsx';
import { useDiscardQuestion } from '../../../parts/use-discard-question.tsx';
import { useShortcut } from '../../../shell/shortcut.ts';
import { type Pin, PinnedPicture } from './pinned-picture.tsx';

interface NotesOfPanelProps {
  readonly story: string;
  /** Permanent id of the panel. */
  readonly panel: string;
  /** All notes of the story; undefined while they load. */
  readonly notes: readonly NoteView[] | undefined;
  /** The picture of the selected frame; null: there is none to pin anything on. */
  readonly picture: ReactNode | null;
  /** Facts below the picture. */
  readonly below?: ReactNode;
  /** Whether notes may be added; a reviewer may. */
  readonly mayAdd?: boolean;
  /** Which notes may be changed; a reviewer's own. */
  readonly mayChange: (note: NoteView) => boolean;
  /** Who writes, where no key says so. */
  readonly author?: string | undefined;
  /** What else can be done about an open note. */
  readonly more?: ((note: NoteView) => ReactNode) | undefined;
  readonly onWriting?: (writing: boolean) => void;
}

/** What was typed before the key had to be given again, or the page was loaded again. */
interface KeptNote {
  readonly text: string;
  readonly pin: Pin | null;
}

/** A picture with its notes: read, write, resolve. */
export function NotesOfPanel(props: NotesOfPanelProps) {
  const { story, panel, notes, picture, below, mayAdd = true, mayChange, author, more, onWriting } = props;
  const name = `${story}.${panel}.note`;
  const [kept] = useState(() => readDraft<KeptNote>(name));
  const [text, setText] = useState<string | null>(kept?.text ?? null);
  const [draft, setDraft] = useState<Pin | null>(kept?.pin ?? null);
  useKeepDraft<KeptNote>(name, text === null || text === '' ? null : { text, pin: draft });
  const [chosen, setChosen] = useState<string | null>(null);
  const add = useAddNote(story);
  const own = (notes ?? [])
    .filter((note) => note.panelId === panel)
    .map((note, index) => ({ ...note, number: index + 1 }));
  const { close, question } = useDiscardQuestion(text !== null && text !== '', () => write(null));
  const write = (next: string | null) => {
    setText(next);
    if (next === null) {
      setDraft(null);
      dropDraft(name);
    }
    onWriting?.(next !== null && next !== '');
  };
  useShortcut(
    'c',
    useCallback(() => setText(''), []),
    text === null && mayAdd,
    true,
  );
  // What was kept is dirty from the beginning.
  const began = useRef(onWriting);
  useEffect(() => {
    if (kept !== null) began.current?.(true);
  }, [kept]);
  const save = () => {
    const note = {
      panel: `id:${panel}`,
      text: text ?? '',
      ...draft,
      ...(author !== undefined && author !== '' && { author }),
    };
    add.mutate(note, { onSuccess: () => write(null) });
  };
  const pins = own.flatMap(({ id, number, x, y, text: label, resolved }) =>
    x === null || y === null || resolved ? [] : [{ id, number, x, y, label }],
  );
  return (
    <>
      {picture !== null && (
        <PinnedPicture
          pins={pins}
          draft={draft}
          onPlace={text === null ? undefined : setDraft}
          onChoose={(id) => {
            setChosen(id);
            document.getElementById(`note-${id}`)?.scrollIntoView({ block: 'nearest' });
          }}
        >
          {picture}
        </PinnedPicture>
      )}
      {below}
      <section aria-label={t`Notes`} className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="me-auto font-semibold">{t`Notes`}</h3>
          {text === null && mayAdd && <Button size="small" onClick={() => write('')}>{t`Add a note…`}</Button>}
        </div>
        {text !== null && (
          <form
            className="flex flex-col gap-2"
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <TextArea
              label={t`Note`}
              value={text}
              onChange={write}
              rows={2}
              maxLength={2_000}
              autoFocus
              hint={
                picture === null
                  ? t`It is about the whole panel.`
                  : draft === null
                    ? t`Click on the picture where it belongs, or save it for the whole panel.`
                    : t`Click somewhere else to move the pin.`
              }
            />
            <div className="flex gap-2">
              <Button size="small" kind="primary" type="submit" disabled={text.trim() === ''} busy={add.isPending}>
                {t`Save note`}
              </Button>
              <Button size="small" onClick={close}>{t`Go back`}</Button>
            </div>
          </form>
        )}
        {question}
        {own.length > 0 && (
          <ol className="flex flex-col gap-2">
            {own.map((note) => (
              <Note
                key={note.id}
                story={story}
                note={note}
                number={note.number}
                chosen={note.id === chosen}
                mayChange={mayChange(note)}
                more={note.resolved ? null : more?.(note)}
              />
            ))}
          </ol>
        )}
        {own.length === 0 && text === null && notes !== undefined && (
          <p className="text-ink-soft text-sm">{t`None yet.`}</p>
        )}
      </section>
    </>
  );
}

function Note({
  story,
  note,
  number,
  chosen,
  mayChange,
  more,
}: {
  readonly story: string;
  readonly note: NoteView;
  readonly number: number;
  readonly chosen: boolean;
  readonly mayChange: boolean;
  readonly more: ReactNode;
}) {
  const change = useChangeNote(story);
  const remove = useDeleteNote(story);
  const { id, text, author, resolved, createdAt, x } = note;
  return (
    <li
      id={`note-${id}`}
      className={classNames(
        'border-line flex flex-col gap-1.5 rounded-lg border p-2.5 text-sm',
        chosen && 'border-accent',
      )}
    >
      <p className="text-ink-soft flex flex-wrap items-center gap-x-2">
        <span className="text-ink font-semibold">{x === null ? t`Whole panel` : t`Note ${number}`}</span>
        {author !== null && <span dir="auto">{author}</span>}
        <RelativeTime at={createdAt} />
        {resolved && <Badge tone="good">{t`resolved`}</Badge>}
      </p>
      <p dir="auto" className={classNames('break-words whitespace-pre-wrap', resolved && 'text-ink-soft')}>
        {text}
      </p>
      {(mayChange || more != null) && (
        <div className="flex flex-wrap gap-2">
          {mayChange && (
            <Button
              size="small"
              busy={change.isPending}
              onClick={() => change.mutate({ note: id, resolved: !resolved })}
            >
              {resolved ? t`Reopen` : t`Resolve`}
            </Button>
          )}
          {more}
          {mayChange && (
            <Button size="small" kind="quiet" busy={remove.isPending} onClick={() => remove.mutate(id)}>
              {t`Delete`}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
