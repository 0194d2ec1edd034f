import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { BookLayout } from '@nextpanel/client';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useEditions } from '../../../data/edition-queries.ts';
import { useSheets, useStory } from '../../../data/story-queries.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Select } from '../../../parts/select.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { languageName } from '../languages/language-name.ts';
import { layoutName, layoutNames } from '../words/layout-names.ts';
import { Downloads } from './downloads.tsx';
import { GuidedReader } from './guided-reader.tsx';
import { PublishCheck } from './publish-check.tsx';
import { SheetReader } from './sheet-reader.tsx';
import { StripReader } from './strip-reader.tsx';

/** The composed sheets, for reading, and the bound books. */
export function BookPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  const [chosen, setChosen] = useState<BookLayout | null>(null);
  const shown = chosen === null || chosen === story?.layout ? undefined : chosen;
  const { data: editions = [] } = useEditions(id);
  const [language, setLanguage] = useState('');
  const [view, setView] = useState<'sheets' | 'panels'>('sheets');
  const edition = editions.find((it) => it.language === language);
  const { data: sheets, error, refetch } = useSheets(id, shown, edition?.language);
  if (error !== null && sheets === undefined) {
    return <ProblemNote title={t`The sheets could not be loaded`} error={error} onRetry={() => void refetch()} />;
  }
  if (story === undefined || sheets === undefined) return <Loading what={t`the sheets`} />;
  const { readingDirection: direction, title } = edition ?? story;
  const layout = shown ?? story.layout;
  return (
    <div className="flex flex-col gap-4">
      <Downloads story={story} edition={edition} />
      <PublishCheck story={story} />
      <div className="flex flex-wrap items-end gap-x-4 gap-y-1">
        <Select label={t`Layout`} value={layout} onChange={setChosen} options={layoutOptions(story.layout)} />
        {editions.length > 0 && (
          <Select
            label={t`Language`}
            value={edition?.language ?? ''}
            onChange={setLanguage}
            options={[
              { value: '', label: t`${languageName(story.language)}, the original` },
              ...editions.map((it) => ({ value: it.language, label: languageName(it.language) })),
            ]}
          />
        )}
        <Select
          label={t`Read`}
          value={view}
          onChange={setView}
          options={[
            { value: 'sheets', label: t`Sheet by sheet` },
            { value: 'panels', label: t`Panel by panel` },
          ]}
        />
        {shown !== undefined && (
          <p className="text-ink-soft max-w-prose text-sm">
            <Trans>
              A preview: the same pictures, laid out as “{layoutName(shown)}”. The books keep layout “
              {layoutName(story.layout)}”; a book in this one is bound when <code>book.formats</code> asks for it.
            </Trans>
          </p>
        )}
      </div>
      {sheets.length === 0 ? (
        <EmptyState title={t`No sheets yet`} />
      ) : view === 'panels' ? (
        <GuidedReader
          key={`${layout} ${language}`}
          sheets={sheets}
          direction={direction === 'rtl' ? 'rtl' : 'ltr'}
          title={title}
        />
      ) : direction === 'vertical' || layout === 'webtoon' ? (
        <StripReader sheets={sheets} title={title} />
      ) : (
        <SheetReader key={`${layout} ${language}`} sheets={sheets} direction={direction} title={title} />
      )}
    </div>
  );
}

const layoutOptions = (own: BookLayout) =>
  (Object.keys(layoutNames()) as BookLayout[]).map((value) => {
    const layout = layoutName(value);
    return { value, label: value === own ? t`${layout}, as bound` : layout };
  });
