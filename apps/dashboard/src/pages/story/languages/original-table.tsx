import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { PanelView, StoryView } from '@nextpanel/core';
import { memo, useCallback, useState } from 'react';
import { dropDraft, readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { useMay } from '../../../data/rights.ts';
import { underRoot } from '../../../data/root-path.ts';
import { useLetterFrom, useLetterStory } from '../../../data/story-commands.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { Button } from '../../../parts/button.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Select } from '../../../parts/select.tsx';
import { TextField } from '../../../parts/text-field.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { useDiscardQuestion } from '../../../parts/use-discard-question.tsx';
import { readTexts, writeTexts } from '../actions/lettering-text.ts';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { type LanguageFile, LanguageFiles, tableTypes } from './language-files.tsx';
import { languageName } from './language-name.ts';

const directions = () =>
  [
    { value: 'ltr', label: t`Left to right` },
    { value: 'rtl', label: t`Right to left` },
    { value: 'vertical', label: t`Vertical` },
  ] as const;

/** What was typed over the texts of a panel, and what stood there when it was typed. */
interface Draft {
  readonly before: string;
  readonly text: string;
}

interface KeptDrafts {
  readonly panels: readonly (readonly [panel: string, draft: Draft])[];
  readonly language: string;
  readonly direction: StoryView['readingDirection'];
}

/** Thumbnail and texts of every panel of the original. What is typed is saved together; it draws nothing. */
export function OriginalTable({
  story,
  panels,
  onSaved,
}: {
  readonly story: StoryView;
  readonly panels: readonly PanelView[];
  readonly onSaved: (language: string) => void;
}) {
  const name = `${story.id}.lettering`;
  const [kept] = useState(() => readDraft<KeptDrafts>(name));
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(() => new Map(kept?.panels));
  const [language, setLanguage] = useState(kept?.language ?? story.language);
  const [direction, setDirection] = useState(kept?.direction ?? story.readingDirection);
  const letter = useLetterStory(story.id);
  const may = useMay();
  const fixed = useFixed(story) || letter.isPending;
  const notify = useNotify();
  const settings = language !== story.language || direction !== story.readingDirection;
  const changed = drafts.size + (settings ? 1 : 0);
  useKeepDraft<KeptDrafts>(name, changed > 0 ? { panels: [...drafts], language, direction } : null);
  const { question } = useDiscardQuestion(changed > 0, () => dropDraft(name));
  const type = useCallback(
    (panel: string, draft: Draft | undefined) =>
      setDrafts((before) => {
        const next = new Map(before);
        if (draft === undefined) next.delete(panel);
        else next.set(panel, draft);
        return next;
      }),
    [],
  );
  const file = useLetterFrom(story.id);
  const readFile = ({ type: kind, text, name: fileName }: LanguageFile) =>
    file.mutate(
      { type: kind, text },
      {
        onSuccess: ({ rev }) =>
          notify({
            kind: 'done',
            title: t`${fileName} was read`,
            text: rev === story.rev ? t`It changes no text.` : t`The sheets and books are made again.`,
          }),
      },
    );
  const read = readDrafts(panels, drafts);
  const save = () => {
    const fallback = panels.slice(0, 1).map(({ number, text }) => ({ number, text }));
    letter.mutate(
      { panels: read.length > 0 ? read.flatMap(takeTexts) : fallback, language, readingDirection: direction },
      {
        onSuccess: () => {
          setDrafts(new Map());
          notify({ kind: 'done', title: t`Texts saved`, text: t`The sheets and books are made again.` });
          onSaved(language);
        },
      },
    );
  };
  const undo = () => {
    setDrafts(new Map());
    setLanguage(story.language);
    setDirection(story.readingDirection);
  };
  const wrong = read.filter((it) => 'mistake' in it).length;
  return (
    <section aria-label={t`Original in ${languageName(story.language)}`} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <LanguageFiles
          url={underRoot(`/v1/stories/${story.id}/lettering`)}
          label={t`Read a changed file…`}
          types={tableTypes}
          busy={file.isPending}
          fixed={changed > 0 || fixed}
          onRead={may('letterStory') ? readFile : undefined}
        />
      </div>
      {file.error !== null && (
        <ProblemNote title={t`The file was refused, and nothing was changed`} error={file.error} />
      )}
      <div className="grid gap-4 sm:grid-cols-[18rem_18rem]">
        <TextField
          label={t`Language`}
          hint={t`A BCP 47 tag such as en, ar or pt-BR.`}
          value={language}
          onChange={setLanguage}
        />
        <Select label={t`Reading direction`} value={direction} onChange={setDirection} options={directions()} />
      </div>
      <p className="text-ink-soft text-sm">
        <Trans>
          One text per line, for example: <code dir="ltr">speech@hare: Nobody is faster!</code> Also{' '}
          <code>caption</code>, <code>thought</code> and <code>sfx</code>. <code dir="ltr">\n</code> breaks a line.
        </Trans>
      </p>
      <ol aria-label={t`Texts of the panels`} className="flex flex-col gap-2">
        {panels.map((panel) => (
          <Row key={panel.id} panel={panel} draft={drafts.get(panel.id)} onType={fixed ? undefined : type} />
        ))}
      </ol>
      {may('editPanel') && (
        <div className="border-line bg-paper sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t py-3">
          <p role="status" className="text-ink-soft me-auto text-sm">
            {changed === 0
              ? t`Everything is saved.`
              : plural(changed, { one: '# change not saved yet.', other: '# changes not saved yet.' })}
          </p>
          <Button disabled={changed === 0} onClick={undo}>{t`Undo all`}</Button>
          <Button
            kind="primary"
            busy={letter.isPending}
            disabled={changed === 0 || wrong > 0 || fixed}
            onClick={save}
          >{t`Save (free)`}</Button>
        </div>
      )}
      {question}
    </section>
  );
}

type ReadDraft = { number: number; text: PanelView['text'] } | { readonly mistake: string };

/** What was typed, by the numbers that the panels have now; what was typed for a removed panel is left out. */
const readDrafts = (panels: readonly PanelView[], drafts: ReadonlyMap<string, Draft>): ReadDraft[] =>
  panels.flatMap((panel): ReadDraft[] => {
    const draft = drafts.get(panel.id);
    if (draft === undefined) return [];
    const read = readTexts(draft.text, panel);
    return 'mistake' in read ? [read] : [{ number: panel.number, text: read.texts }];
  });

const takeTexts = (read: ReadDraft) => ('mistake' in read ? [] : [read]);

const Row = memo(function Row({
  panel,
  draft,
  onType,
}: {
  readonly panel: PanelView;
  /** What was typed and not saved. */
  readonly draft: Draft | undefined;
  /** undefined: the texts are only read. */
  readonly onType: ((panel: string, draft: Draft | undefined) => void) | undefined;
}) {
  const { id, number, frame } = panel;
  const now = writeTexts(panel);
  const change = (next: Draft | undefined) => onType?.(id, next);
  const read = draft === undefined ? null : readTexts(draft.text, panel);
  const mistake = read !== null && 'mistake' in read ? read.mistake : null;
  const overtaken = draft !== undefined && draft.before !== now;
  return (
    <li className="border-line bg-surface grid gap-3 rounded-xl border p-3 [contain-intrinsic-size:auto_7rem] [content-visibility:auto] sm:grid-cols-[5rem_1fr]">
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
      <div className="flex min-w-0 flex-col gap-1">
        <label htmlFor={`texts-${id}`} className="text-sm font-semibold">
          {t`Texts of panel ${number}`}
        </label>
        <textarea
          id={`texts-${id}`}
          aria-describedby={`mistake-${id}`}
          aria-invalid={mistake !== null}
          value={draft?.text ?? now}
          dir="auto"
          rows={Math.max(1, (draft?.text ?? now).split('\n').length)}
          readOnly={onType === undefined}
          onChange={({ currentTarget: { value } }) =>
            change(value === now ? undefined : { before: draft?.before ?? now, text: value })
          }
          className="field field-sizing-content w-full font-mono text-sm"
        />
        <p id={`mistake-${id}`} className="text-bad text-sm empty:hidden">
          {mistake}
        </p>
        {overtaken && (
          <div
            role="status"
            className="bg-warn-soft text-warn flex flex-wrap items-center gap-2 rounded-lg px-3 py-2 text-sm"
          >
            <p className="me-auto">
              {now === '' ? t`Someone else removed these texts meanwhile.` : t`Someone else wrote meanwhile:`}{' '}
              <bdi className="whitespace-pre-wrap">{now}</bdi>
            </p>
            <Button size="small" onClick={() => change(undefined)}>{t`Take theirs`}</Button>
            <Button size="small" onClick={() => change({ before: now, text: draft.text })}>{t`Keep mine`}</Button>
          </div>
        )}
      </div>
    </li>
  );
});
