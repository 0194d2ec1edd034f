import { t } from '@lingui/core/macro';
import type { EditionSummary, StoryView } from '@nextpanel/core';
import { formatOf, pagesOfBook, partialFormats } from '@nextpanel/core/formats';
import { useQuery } from '@tanstack/react-query';
import { keys } from '../../../data/keys.ts';
import { underRoot } from '../../../data/root-path.ts';
import { listWords } from '../../../language/list-words.ts';
import { buttonClasses } from '../../../parts/button.tsx';
import { languageName } from '../languages/language-name.ts';
import { formatLabel } from '../words/format-label.ts';

/** Download links of the bound books: those of the original, or of the edition that is read. */
export function Downloads({
  story,
  edition,
}: {
  readonly story: StoryView;
  readonly edition?: EditionSummary | undefined;
}) {
  if (edition !== undefined) return <EditionBooks story={story} edition={edition} />;
  if (story.books.length === 0) {
    return (
      <>
        <p className="text-ink-soft">
          {story.status === 'cancelled'
            ? t`The story was cancelled, so no book is bound. Composed sheets are kept.`
            : t`Books are bound as soon as all sheets are composed.`}
        </p>
        {story.progress.panels.drawn > 0 && <PartialBooks story={story} />}
      </>
    );
  }
  return (
    <ul aria-label={t`Books`} className="flex flex-wrap gap-2">
      {story.books.map((format) => (
        <li key={format}>
          <BookLink story={story} format={format} />
        </li>
      ))}
    </ul>
  );
}

function EditionBooks({ story, edition }: { readonly story: StoryView; readonly edition: EditionSummary }) {
  const { language, books } = edition;
  const name = languageName(language);
  if (books.length === 0)
    return <p className="text-ink-soft">{t`The books in ${name} are bound as soon as their sheets are composed.`}</p>;
  return (
    <ul aria-label={t`Books in ${name}`} className="flex flex-wrap gap-2">
      {books.map((format) => (
        <li key={format}>
          <BookLink story={story} format={format} language={language} />
        </li>
      ))}
    </ul>
  );
}

/** What is drawn so far, bound when it is asked for. */
function PartialBooks({ story }: { readonly story: StoryView }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p id="partial-books">{t`Partial book, with gaps where panels are not drawn:`}</p>
      <ul aria-labelledby="partial-books" className="flex flex-wrap gap-2">
        {partialFormats.map((format) => (
          <li key={format}>
            <a
              href={underRoot(`/v1/stories/${story.id}/books/${format}?partial=true`)}
              download
              className={buttonClasses('plain')}
            >
              <span aria-hidden="true">↓ </span>
              {labelOfBook(format)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function BookLink({
  story,
  format,
  language,
}: {
  readonly story: StoryView;
  readonly format: string;
  /** Of an edition; the original has none. */
  readonly language?: string;
}) {
  const query = language === undefined ? '' : `?language=${encodeURIComponent(language)}`;
  const url = underRoot(`/v1/stories/${story.id}/books/${format}${query}`);
  // Bound again after each change of the story, which the key names. Asked for again while a change is not read yet, it would be gone.
  const { data: bytes } = useQuery({
    queryKey: [...keys.story(story.id), 'book', format, language, story.updatedAt],
    queryFn: async () => {
      const { headers, ok } = await fetch(url, { method: 'HEAD' });
      return ok ? Number(headers.get('content-length')) : 0;
    },
    // While a changed story is composed, the books that are listed may just be gone.
    enabled: story.status === 'completed',
    staleTime: 'static',
    retry: false,
  });
  return (
    <a href={url} download className={buttonClasses('plain')}>
      <span>
        <span aria-hidden="true">↓ </span>
        {listWords([labelOfBook(format), language !== undefined && languageName(language)])}
      </span>
      {bytes !== undefined && bytes > 0 && <span className="text-ink-soft text-sm">{formatBytes(bytes)}</span>}
    </a>
  );
}

/** `PDF`, `Print interior (ZIP with PDF), kdp-6x9`. */
function labelOfBook(name: string): string {
  const format = formatOf(name);
  return listWords([format === null ? name : formatLabel(format), pagesOfBook(name)]);
}

/** `812 kB`, `4.1 MB`. */
function formatBytes(bytes: number): string {
  const [kilobytes, megabytes] = [Math.max(1, Math.round(bytes / 1_000)), (bytes / 1_000_000).toFixed(1)];
  return bytes < 1_000_000 ? t`${kilobytes} kB` : t`${megabytes} MB`;
}
