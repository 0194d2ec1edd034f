import { t } from '@lingui/core/macro';
import { ApiError } from '@nextpanel/client';
import type { EditionSummary, StoryView } from '@nextpanel/core';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useEdition, useEditions, usePutEdition } from '../../../data/edition-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { usePanels, useStory } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { commonLanguages, languageTag } from './common-languages.ts';
import { languageName } from './language-name.ts';
import { OriginalTable } from './original-table.tsx';
import { TranslationTable } from './translation-table.tsx';

/** The texts of the original and, in other languages, beside their translations, with files for translators and the books. `?language=de` is the one shown. */
export function LanguagesPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { language } = useSearch({ from: '/stories/$id/languages' });
  const may = useMay();
  const { data: editions, error, refetch } = useEditions(id);
  const { data: story } = useStory(id);
  if (error !== null && editions === undefined)
    return <ProblemNote title={t`The editions could not be loaded`} error={error} onRetry={() => void refetch()} />;
  if (editions === undefined || story === undefined) return <Loading what={t`the editions`} />;
  const shown = language ?? editions[0]?.language ?? story.language;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <nav aria-label={t`Languages`} className="flex flex-wrap gap-2">
          <LanguageLink story={id} language={story.language} shown={story.language === shown} words={t`Original`} />
          {editions.map(({ language: tag, counts: { translated, texts, inThePicture } }) => (
            <LanguageLink
              key={tag}
              story={id}
              language={tag}
              shown={tag === shown}
              words={t`${translated} of ${texts - inThePicture}`}
            />
          ))}
        </nav>
        {may('putEdition') && <AddLanguage story={id} editions={editions} />}
      </div>
      {editions.length === 0 && (
        <p className="text-ink-soft text-sm">
          {t`Add a language to letter the same pictures with other words. It draws nothing and costs nothing.`}
        </p>
      )}
      {shown === story.language ? <Original story={story} /> : <ShownEdition key={shown} story={id} language={shown} />}
    </div>
  );
}

function LanguageLink({
  story,
  language,
  shown,
  words,
}: {
  readonly story: string;
  readonly language: string;
  readonly shown: boolean;
  /** How much of it is translated. */
  readonly words: string;
}) {
  return (
    <Link
      to="/stories/$id/languages"
      params={{ id: story }}
      search={{ language }}
      resetScroll={false}
      aria-current={shown ? 'true' : undefined}
      className={classNames(
        'rounded-lg border px-3 py-2',
        shown ? 'border-accent bg-accent-soft text-accent-strong' : 'border-line-strong hover:bg-sunken',
      )}
    >
      <span className="font-medium">{languageName(language)}</span>{' '}
      <span className="text-sm tabular-nums">{words}</span>
    </Link>
  );
}

function Original({ story }: { readonly story: StoryView }) {
  const { data: panels } = usePanels(story.id);
  const navigate = useNavigate();
  if (panels === undefined) return <Loading what={t`the texts`} />;
  const show = (language: string) =>
    void navigate({
      to: '/stories/$id/languages',
      params: { id: story.id },
      search: { language },
      resetScroll: false,
      replace: true,
    });
  return <OriginalTable story={story} panels={panels} onSaved={show} />;
}

function AddLanguage({ story, editions }: { readonly story: string; readonly editions: readonly EditionSummary[] }) {
  const [tag, setTag] = useState('');
  const put = usePutEdition(story);
  const navigate = useNavigate();
  const language = languageTag(tag);
  const names = useId();
  const there = editions.some((edition) => edition.language.toLowerCase() === language.toLowerCase());
  const show = (added: string) =>
    void navigate({
      to: '/stories/$id/languages',
      params: { id: story },
      search: { language: added },
      resetScroll: false,
    });
  const add = () => {
    setTag('');
    if (there) return show(language);
    put.mutate(
      { language, type: 'application/json', text: '{}' },
      { onSuccess: (edition) => show(edition.language), onError: () => setTag(language) },
    );
  };
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (language !== '') add();
      }}
    >
      <TextField
        label={t`Add a language`}
        value={tag}
        onChange={setTag}
        list={names}
        placeholder={t`Spanish or es-MX`}
        error={put.error === null || language === '' ? undefined : put.error.message}
      />
      <datalist id={names}>
        {commonLanguages().map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Button type="submit" busy={put.isPending} disabled={language === ''}>{t`Add`}</Button>
    </form>
  );
}

function ShownEdition({ story, language }: { readonly story: string; readonly language: string }) {
  const { data: edition, error, refetch } = useEdition(story, language);
  const { data: panels } = usePanels(story);
  const { data: head } = useStory(story);
  if (error instanceof ApiError && error.status === 404)
    return (
      <EmptyState title={t`There is no edition in ${languageName(language)}`}>{t`Add the language above.`}</EmptyState>
    );
  if (error !== null && edition === undefined)
    return <ProblemNote title={t`The edition could not be loaded`} error={error} onRetry={() => void refetch()} />;
  if (edition === undefined || panels === undefined || head === undefined) return <Loading what={t`the edition`} />;
  return <TranslationTable story={head} edition={edition} panels={panels} />;
}
