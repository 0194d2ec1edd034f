import { t } from '@lingui/core/macro';
import type { NoteView } from '@nextpanel/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useChangeNote, useNotes } from '../../../data/note-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Button, buttonClasses } from '../../../parts/button.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { RelativeTime } from '../../../parts/relative-time.tsx';
import { Loading } from '../../../parts/skeleton.tsx';

/** Every note of a story, in reading order: what is left to do. */
export function NotesPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: notes, error, refetch } = useNotes(id);
  const [all, setAll] = useState(false);
  if (error !== null && notes === undefined)
    return <ProblemNote title={t`The notes could not be loaded`} error={error} onRetry={() => void refetch()} />;
  if (notes === undefined) return <Loading what={t`the notes`} />;
  const resolved = notes.filter((note) => note.resolved).length;
  const shown = notes.filter((note) => all || !note.resolved);
  return (
    <div className="flex flex-col gap-4">
      {resolved > 0 && <Checkbox label={t`Show resolved notes (${resolved})`} checked={all} onChange={setAll} />}
      {shown.length === 0 ? (
        <EmptyState title={notes.length === 0 ? t`No notes yet` : t`No open notes`}>
          {t`Open a panel to pin a note on its picture. To have someone else comment without a key, choose “Share for review…” under “More”.`}
        </EmptyState>
      ) : (
        <ol aria-label={t`Notes`} className="flex flex-col gap-2">
          {shown.map((note) => (
            <NoteRow key={note.id} story={id} note={note} />
          ))}
        </ol>
      )}
    </div>
  );
}

function NoteRow({ story, note }: { readonly story: string; readonly note: NoteView }) {
  const change = useChangeNote(story);
  const may = useMay();
  const { id, panel, text, author, resolved, createdAt } = note;
  return (
    <li className="border-line bg-surface flex flex-wrap items-start gap-x-4 gap-y-2 rounded-xl border p-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-ink-soft flex flex-wrap items-center gap-x-2 text-sm">
          <span className="text-ink font-semibold">{panel === 0 ? t`Removed panel` : t`Panel ${panel}`}</span>
          {author !== null && <span dir="auto">{author}</span>}
          <RelativeTime at={createdAt} />
          {resolved && <Badge tone="good">{t`resolved`}</Badge>}
        </p>
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {text}
        </p>
      </div>
      <div className="flex gap-2">
        {panel > 0 && (
          <Link
            to="/stories/$id/notes"
            params={{ id: story }}
            search={{ panel }}
            resetScroll={false}
            className={buttonClasses('plain', 'small')}
          >
            {t`Open panel`}
          </Link>
        )}
        {may('changeNote') && (
          <Button size="small" busy={change.isPending} onClick={() => change.mutate({ note: id, resolved: !resolved })}>
            {resolved ? t`Reopen` : t`Resolve`}
          </Button>
        )}
      </div>
    </li>
  );
}
