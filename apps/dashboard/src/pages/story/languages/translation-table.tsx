import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import type { EditionView, PanelView, StoryView } from '@nextpanel/core';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { usePutEdition } from '../../../data/edition-queries.ts';
import { dropDraft, keepDraft, readDraft } from '../../../data/kept-drafts.ts';
import { useMay } from '../../../data/rights.ts';
import { Badge, type Tone } from '../../../parts/badge.tsx';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { ServerWords } from '../../../parts/server-words.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { useDiscardQuestion } from '../../../parts/use-discard-question.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { EditionFiles } from './edition-files.tsx';
import { languageName } from './language-name.ts';
import { rowsOf, type TranslationRow, writeDrafts } from './translation-rows.ts';

/** Thumbnail, words and translation of every text. What is typed is saved together; it draws nothing. */
export function TranslationTable({
  story,
  edition,
  panels,
}: {
  readonly story: StoryView;
  readonly edition: EditionView;
  readonly panels: readonly PanelView[];
}) {
  const { language } = edition;
  const rows = useMemo(() => rowsOf(story, edition), [story, edition]);
  const frames = useMemo(() => new Map(panels.map(({ id, frame }) => [id, frame])), [panels]);
  const name = `${story.id}.edition.${language}`;
  const [kept] = useState(() => readDraft<[id: string, words: string][]>(name) ?? []);
  const drafts = useRef(new Map(kept));
  const [changed, setChanged] = useState(kept.length);
  const [version, setVersion] = useState(0);
  const put = usePutEdition(story.id);
  const may = useMay();
  const mayWrite = may('putEdition');
  const notify = useNotify();
  const { question } = useDiscardQuestion(changed > 0, () => dropDraft(name));
  const type = useCallback(
    (row: TranslationRow, words: string) => {
      if (words.trim() === row.translation) drafts.current.delete(row.id);
      else drafts.current.set(row.id, words);
      setChanged(drafts.current.size);
      keepDraft(name, drafts.current.size === 0 ? null : [...drafts.current]);
    },
    [name],
  );
  const forget = () => {
    drafts.current.clear();
    dropDraft(name);
    setChanged(0);
    // The fields show what is stored again.
    setVersion((before) => before + 1);
  };
  const save = () =>
    put.mutate(
      { language, type: 'text/csv', text: writeDrafts(rows, drafts.current) },
      {
        onSuccess: () => {
          forget();
          notify({
            kind: 'done',
            title: t`Translations saved`,
            text: t`The sheets and books of this language are made again.`,
          });
        },
      },
    );
  const { counts, warnings, failure } = edition;
  const { translated } = counts;
  const { composed } = edition.sheets;
  return (
    <section aria-label={t`Edition in ${languageName(language)}`} className="flex flex-col gap-4">
      <EditionFiles story={story} edition={edition} fixed={changed > 0} onReplaced={forget} />
      <p className="text-ink-soft text-sm">
        {[
          plural(counts.texts - counts.inThePicture, {
            one: `${translated} of # text translated`,
            other: `${translated} of # texts translated`,
          }),
          ...(counts.outdated > 0 ? [t`${counts.outdated} outdated`] : []),
          ...(counts.inThePicture > 0 ? [t`${counts.inThePicture} in the picture`] : []),
          plural(edition.sheets.total, {
            one: `${composed} of # sheet composed`,
            other: `${composed} of # sheets composed`,
          }),
        ].join(' · ')}
      </p>
      {failure !== null && <ProblemNote title={t`This edition cannot be made`} error={new Error(failure.detail)} />}
      {warnings.length > 0 && (
        <ul className="border-warn bg-warn-soft list-inside list-disc rounded-xl border p-3 text-sm">
          {warnings.map(({ code, detail }) => (
            <li key={`${code} ${detail}`}>
              <ServerWords code={code} detail={detail} warning />
            </li>
          ))}
        </ul>
      )}
      <ol aria-label={t`Texts`} className="flex flex-col gap-2">
        {rows.map((row) => (
          <Row
            key={`${row.id} ${version}`}
            row={row}
            frame={row.panel === null ? null : (frames.get(row.panel) ?? null)}
            typed={drafts.current.get(row.id)}
            language={language}
            rightToLeft={edition.readingDirection === 'rtl'}
            onType={mayWrite ? type : undefined}
          />
        ))}
      </ol>
      {put.error !== null && <ProblemNote title={t`The translations were not saved`} error={put.error} />}
      {mayWrite && (
        <div className="border-line bg-paper sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t py-3">
          <p role="status" className="text-ink-soft me-auto text-sm">
            {changed === 0
              ? t`Everything is saved.`
              : plural(changed, { one: '# change not saved yet.', other: '# changes not saved yet.' })}
          </p>
          <Button disabled={changed === 0} onClick={forget}>{t`Undo all`}</Button>
          <Button kind="primary" disabled={changed === 0} busy={put.isPending} onClick={save}>{t`Save (free)`}</Button>
        </div>
      )}
      {question}
    </section>
  );
}

const tones: Readonly<Record<string, readonly [tone: Tone, words: MessageDescriptor]>> = {
  untranslated: ['neutral', msg`not translated`],
  outdated: ['warn', msg`outdated: the original has changed`],
  in_picture: ['neutral', msg`in the picture`],
};

const Row = memo(function Row({
  row,
  frame,
  typed,
  language,
  rightToLeft,
  onType,
}: {
  readonly row: TranslationRow;
  readonly frame: PanelView['frame'];
  /** What was typed and not saved; counts only when the row is shown first. */
  readonly typed: string | undefined;
  readonly language: string;
  readonly rightToLeft: boolean;
  /** undefined: the words are only read. */
  readonly onType: ((row: TranslationRow, words: string) => void) | undefined;
}) {
  const [length, setLength] = useState((typed ?? row.translation).length);
  const { id, number, what, original, translation, status, fits } = row;
  const [tone, words] = tones[status] ?? [];
  const tooLong = fits !== null && length > fits;
  const label = number === null ? `${what}: ${original}` : t`Panel ${number}, ${what}: ${original}`;
  return (
    <li className="border-line bg-surface grid gap-3 rounded-xl border p-3 [contain-intrinsic-size:auto_7rem] [content-visibility:auto] sm:grid-cols-[5rem_1fr_1fr]">
      <div className="hidden sm:block">
        {frame !== null && (
          <Picture
            src={pictureUrl(frame, tileWidth)}
            alt=""
            width={frame.width}
            height={frame.height}
            lazy
            tiny
            className="max-h-20 w-full rounded-lg object-contain"
          />
        )}
      </div>
      <div className="min-w-0">
        <p className="text-ink-soft flex flex-wrap items-center gap-2 text-sm">
          <span>
            {number !== null && <span className="text-ink font-semibold">{number} </span>}
            {what}
          </span>
          {tone !== undefined && <Badge tone={tone}>{words && t(words)}</Badge>}
        </p>
        <p dir="auto" className="break-words whitespace-pre-wrap">
          {original}
        </p>
      </div>
      {status === 'in_picture' ? (
        <p className="text-ink-soft text-sm">{t`The model drew these words; no edition can change them.`}</p>
      ) : (
        <div>
          <textarea
            aria-label={label}
            aria-describedby={`fits-${id}`}
            defaultValue={typed ?? translation}
            lang={language}
            dir={rightToLeft ? 'rtl' : 'auto'}
            rows={2}
            readOnly={onType === undefined}
            onChange={({ currentTarget: { value } }) => {
              setLength(value.length);
              onType?.(row, value);
            }}
            className="field w-full"
          />
          <p
            id={`fits-${id}`}
            className={classNames('mt-0.5 text-xs tabular-nums', tooLong ? 'text-warn' : 'text-ink-soft')}
          >
            {fits === null ? '' : t`${length} of about ${fits} letters that surely fit`}
          </p>
        </div>
      )}
    </li>
  );
});
