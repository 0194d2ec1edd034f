import { plural, t } from '@lingui/core/macro';
import type { EditionView, StoryView } from '@nextpanel/core';
import { formatOf } from '@nextpanel/core/formats';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useDeleteEdition, usePutEdition } from '../../../data/edition-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { underRoot } from '../../../data/root-path.ts';
import { Button, buttonClasses } from '../../../parts/button.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { formatLabel } from '../words/format-label.ts';
import { editionTypes, type LanguageFile, LanguageFiles } from './language-files.tsx';
import { languageName } from './language-name.ts';

/** Files for translators in both directions, and the books of the edition. */
export function EditionFiles({
  story,
  edition,
  fixed,
  onReplaced,
}: {
  readonly story: StoryView;
  readonly edition: EditionView;
  /** Something typed is not saved, and would be hidden by what a file brings. */
  readonly fixed: boolean;
  readonly onReplaced: () => void;
}) {
  const { language } = edition;
  const may = useMay();
  const [deleting, setDeleting] = useState(false);
  const put = usePutEdition(story.id);
  const remove = useDeleteEdition(story.id);
  const notify = useNotify();
  const navigate = useNavigate();
  const url = underRoot(`/v1/stories/${story.id}/editions/${language}`);
  const read = ({ type, text, name }: LanguageFile) =>
    put.mutate(
      { language, type, text },
      {
        onSuccess: ({ counts }) => {
          onReplaced();
          const { translated } = counts;
          const words = plural(counts.texts - counts.inThePicture, {
            one: `${translated} of # text is translated now.`,
            other: `${translated} of # texts are translated now.`,
          });
          notify({ kind: 'done', title: t`${name} was read`, text: words });
        },
      },
    );
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <LanguageFiles
          url={url}
          label={t`Read a translated file…`}
          types={editionTypes}
          busy={put.isPending}
          fixed={fixed}
          onRead={may('putEdition') ? read : undefined}
        />
        {edition.books.map((name) => (
          <a key={name} href={edition.links.books[name]} download className={buttonClasses('plain', 'small')}>
            <span aria-hidden="true">↓</span> {labelOf(name)}
          </a>
        ))}
        {may('deleteEdition') && (
          <Button size="small" kind="quiet" className="ms-auto" onClick={() => setDeleting(true)}>
            {t`Delete this language…`}
          </Button>
        )}
      </div>
      {put.error !== null && <ProblemNote title={t`The file was refused, and nothing was changed`} error={put.error} />}
      <ConfirmDialog
        open={deleting}
        onClose={() => setDeleting(false)}
        title={t`Delete the edition in ${languageName(language)}?`}
        verb={t`Delete edition`}
        danger
        onConfirm={() => {
          // Away first: an event of the deletion may come before its answer, and the page would ask for what is gone.
          setDeleting(false);
          void navigate({ to: '/stories/$id/languages', params: { id: story.id }, search: {}, resetScroll: false });
          remove.mutate(language);
        }}
      >
        {t`Its translations, sheets and books are deleted. The original and its pictures stay.`}
      </ConfirmDialog>
    </div>
  );
}

function labelOf(name: string): string {
  const format = formatOf(name);
  return format === null ? name : formatLabel(format);
}
