import { t } from '@lingui/core/macro';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { wordsOf } from '../../../data/create-query-client.ts';
import { dropDraft, readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { useSubmitStory } from '../../../data/story-commands.ts';
import { Button } from '../../../parts/button.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { isPicture } from '../../../parts/dropped-files.ts';
import { formatUsd } from '../../../parts/format-usd.ts';
import { useNotify } from '../../../parts/toast.tsx';
import { useDrop } from '../../../parts/use-drop.ts';
import { turnShortcuts, useShortcutsOn } from '../../../shell/shortcut.ts';
import { CoverageReport, type DraftReport } from '../../scripts/coverage-report.tsx';
import { CastPictures } from './cast-pictures.tsx';
import { CheckNote } from './check-note.tsx';
import { ChoicesForm } from './choices-form.tsx';
import { FileSources } from './file-sources.tsx';
import { findMistakes } from './find-mistakes.ts';
import { FirstWords, firstWordsDraft } from './first-words.tsx';
import { loadExample } from './load-example.ts';
import { newKey } from './new-key.ts';
import { canBeSubmitted } from './price-note.tsx';
import { readStoryText } from './read-story-text.ts';
import { SourceEditor, type SourceEditorHandle } from './source-editor.tsx';
import type { CastEntry } from './story-cast.ts';
import { useCastPictures } from './use-cast-pictures.ts';
import { useCheckedStory } from './use-checked-story.ts';

/** Typed text is checked when typing pauses for this long; pasted or dropped text at once. */
const typingMs = 700;

const draftName = 'new-story';
const reportName = 'new-story-report';

export interface GivenStory {
  readonly text: string;
  readonly report?: DraftReport | undefined;
}

export interface NewStoryDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** How often the example was asked for from outside. */
  readonly examplesAsked: number;
  /** A text to begin with; each object is given once. */
  readonly given?: GivenStory | undefined;
}

/** Accepts a story as text, shows errors at their lines, then the price, and submits it. */
export function NewStoryDialog({ open, onClose, examplesAsked, given }: NewStoryDialogProps) {
  // Still there after the key had to be given again, the page was loaded again, or another language was chosen.
  const [text, setText] = useState(() => readDraft<string>(draftName) ?? '');
  useKeepDraft(draftName, text === '' ? null : text);
  /** Of the script that the text was drafted from. */
  const [report, setReport] = useState(() => readDraft<DraftReport>(reportName));
  useKeepDraft(reportName, text === '' ? null : report);
  const [isTyped, setTyped] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  /** Pictures that were not added, and why. */
  const [problems, setProblems] = useState<readonly string[]>([]);
  const { checked, isChecking, refuse, checkAgain } = useCheckedStory(open ? text : '', isTyped ? typingMs : 0);
  const submit = useSubmitStory();
  const navigate = useNavigate();
  const notify = useNotify();
  const editor = useRef<SourceEditorHandle>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const checkId = useId();

  const mistakes = checked?.kind === 'refused' ? findMistakes(checked.error, checked.text) : null;
  const marked = new Set(mistakes?.flatMap(({ line }) => line ?? []));
  const estimate = checked?.kind === 'priced' && !isChecking ? checked.estimate : undefined;

  const take = (whole: string) => {
    setText(whole);
    setReport(null);
    setTyped(false);
    setRefusal(undefined);
  };
  const takeFile = async (file: File) => {
    const read = await readStoryText(file);
    if (read.ok) take(read.text);
    else setRefusal(read.words);
  };
  const edit = (change: (before: string) => string) => {
    setText(change);
    setTyped(false);
  };
  const pictures = useCastPictures(edit, (words) => setProblems((before) => [...before, words]));
  const addPictures = (files: readonly File[], to: CastEntry | null) => {
    setProblems([]);
    void pictures.add(files, to);
  };
  /** Pictures go to the cast of the story that came with them; a picture alone, before there is a story, is none. */
  const takeFiles = async (files: readonly File[]) => {
    const given = files.filter(isPicture);
    const story = files.find((file) => !isPicture(file)) ?? (text.trim() === '' ? files[0] : undefined);
    if (story !== undefined) await takeFile(story);
    if (given.length > 0 && story !== given[0]) addPictures(given, null);
  };
  const takeExample = async () => {
    try {
      take(await loadExample());
    } catch (thrown) {
      setRefusal(t`The example could not be loaded: ${wordsOf(thrown)}`);
    }
  };
  // Only another request for the example is one; not what `takeExample` closes over.
  const latest = useRef(takeExample);
  latest.current = takeExample;
  useEffect(() => {
    if (examplesAsked > 0) void latest.current();
  }, [examplesAsked]);

  // What was typed before is not lost for it.
  const takeGiven = ({ text: whole, report: found }: GivenStory) => {
    if (text.trim() === '' || text === whole) {
      take(whole);
      setReport(found ?? null);
    } else if (found === undefined)
      setRefusal(t`There is a story here that was not submitted. Clear it, then begin the next chapter again.`);
    else setRefusal(t`There is a story here that was not submitted. Clear it, then open the draft again.`);
  };
  const latestGiven = useRef(takeGiven);
  latestGiven.current = takeGiven;
  useEffect(() => {
    if (given !== undefined) latestGiven.current(given);
  }, [given]);

  // The same text is the same story, however often it is sent: a double click, or again after no answer came.
  const key = useRef({ text: '', key: '' });
  const send = async () => {
    if (key.current.text !== text) key.current = { text, key: newKey() };
    try {
      const story = await submit.mutateAsync({ source: { yaml: text }, idempotencyKey: key.current.key });
      dropDraft(firstWordsDraft);
      setText('');
      key.current = { text: '', key: '' };
      onClose();
      notify({ kind: 'done', title: t`Submitted`, text: story.title });
      await navigate({ to: '/stories/$id', params: { id: story.id } });
    } catch (thrown) {
      refuse(thrown as Error);
    }
  };

  const { isOver, ...drop } = useDrop((files) => void takeFiles(files));
  return (
    <Dialog
      open={open}
      onClose={onClose}
      width="widest"
      firstFocus={field}
      title={t`New story`}
      description={t`You see the price first. Nothing is drawn or paid for until you submit.`}
      actions={
        <>
          <div className="me-auto self-center text-sm">
            <ShortcutChoice />
          </div>
          <Button onClick={onClose}>{t`Close`}</Button>
          <Button
            kind="primary"
            disabled={estimate === undefined || !canBeSubmitted(estimate)}
            busy={submit.isPending}
            onClick={() => void send()}
          >
            {estimate === undefined || estimate.highUsd === 0
              ? t`Submit story`
              : t`Submit for about ${formatUsd(estimate.expectedUsd)}`}
          </Button>
        </>
      }
    >
      <div
        {...drop}
        onPaste={(event) => {
          const files = [...event.clipboardData.files];
          if (files.length === 0) return;
          event.preventDefault();
          void takeFiles(files);
        }}
        className={classNames('rounded-lg', isOver && 'outline-accent outline-2 outline-offset-4 outline-dashed')}
      >
        <FileSources
          onFiles={(files) => void takeFiles(files)}
          onExample={() => void takeExample()}
          onScript={() => {
            onClose();
            void navigate({ to: '/scripts' });
          }}
        />
        {refusal !== undefined && (
          <p role="alert" className="border-bad bg-bad-soft mb-3 rounded-lg border px-3 py-2 break-words">
            {refusal}
          </p>
        )}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="min-w-0">
            <SourceEditor
              ref={editor}
              field={field}
              label={t`Story, as YAML or JSON`}
              placeholder={'title: My story\npanels:\n  - prompt: The hare boasts to the animals in the meadow'}
              value={text}
              onChange={(typed) => {
                setText(typed);
                setTyped(true);
                setRefusal(undefined);
              }}
              marked={marked}
              aria-describedby={checkId}
            />
            <CheckNote
              id={checkId}
              checked={checked}
              mistakes={mistakes}
              isChecking={isChecking}
              onGoTo={(line, column) => editor.current?.goTo(line, column)}
              onTryAgain={checkAgain}
            />
          </div>
          <div className={classNames('flex min-w-0 flex-col gap-4', text.trim() === '' && 'max-lg:order-first')}>
            {report !== null && text.trim() !== '' && <CoverageReport report={report} level="h3" />}
            {text.trim() === '' ? (
              <FirstWords onWrite={take} />
            ) : (
              <ChoicesForm
                text={text}
                onChange={(edited) => edit(() => edited)}
                checked={checked?.kind === 'priced' && !isChecking ? checked.text : null}
              />
            )}
            {/* Above the cast: below a long one it would be out of sight. */}
            {problems.length > 0 && (
              <div role="alert" className="border-bad bg-bad-soft rounded-lg border px-3 py-2 text-sm break-words">
                {problems.map((words) => (
                  <p key={words}>{words}</p>
                ))}
              </div>
            )}
            <CastPictures text={text} shown={pictures.shown} uploading={pictures.uploading} onAdd={addPictures} />
          </div>
        </div>
      </div>
    </Dialog>
  );
}

function ShortcutChoice() {
  return <Checkbox label={t`Press n on any page to open this`} checked={useShortcutsOn()} onChange={turnShortcuts} />;
}
