import { useNavigate } from '@tanstack/react-router';
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import { wordsOf } from '../../../data/create-query-client.ts';
import { useSubmitStory } from '../../../data/story-commands.ts';
import { Button } from '../../../parts/button.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { useNotify } from '../../../parts/toast.tsx';
import { turnShortcuts, useShortcutsOn } from '../../../shell/shortcut.ts';
import { CheckNote } from './check-note.tsx';
import { FileSources } from './file-sources.tsx';
import { findMistakes } from './find-mistakes.ts';
import { loadExample } from './load-example.ts';
import { newKey } from './new-key.ts';
import { canBeSubmitted } from './price-note.tsx';
import { readStoryText } from './read-story-text.ts';
import { SourceEditor, type SourceEditorHandle } from './source-editor.tsx';
import { useCheckedStory } from './use-checked-story.ts';

/** Typed text is checked when typing pauses for this long; pasted or dropped text at once. */
const typingMs = 700;

export interface NewStoryDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  /** How often the example was asked for from outside. */
  readonly examplesAsked: number;
}

/** Accepts a story as text, shows errors at their lines, then the price, and submits it. */
export function NewStoryDialog({ open, onClose, examplesAsked }: NewStoryDialogProps) {
  const [text, setText] = useState('');
  const [isTyped, setTyped] = useState(false);
  const [refusal, setRefusal] = useState<string>();
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
    setTyped(false);
    setRefusal(undefined);
  };
  const takeFile = async (file: File) => {
    const read = await readStoryText(file);
    if (read.ok) take(read.text);
    else setRefusal(read.words);
  };
  const takeExample = async () => {
    try {
      take(await loadExample());
    } catch (thrown) {
      setRefusal(`The example could not be loaded: ${wordsOf(thrown)}`);
    }
  };
  // Only another request for the example is one; not what `takeExample` closes over.
  const latest = useRef(takeExample);
  latest.current = takeExample;
  useEffect(() => {
    if (examplesAsked > 0) void latest.current();
  }, [examplesAsked]);

  // The same text is the same story, however often it is sent: a double click, or again after no answer came.
  const key = useRef({ text: '', key: '' });
  const send = async () => {
    if (key.current.text !== text) key.current = { text, key: newKey() };
    try {
      const story = await submit.mutateAsync({ source: { yaml: text }, idempotencyKey: key.current.key });
      setText('');
      key.current = { text: '', key: '' };
      onClose();
      notify({ kind: 'done', title: 'Submitted', text: story.title });
      await navigate({ to: '/stories/$id', params: { id: story.id } });
    } catch (thrown) {
      refuse(thrown as Error);
    }
  };

  const { isOver, ...drop } = useDrop((file) => void takeFile(file));
  return (
    <Dialog
      open={open}
      onClose={onClose}
      wide
      firstFocus={field}
      title="New story"
      description="You see the price first. Nothing is drawn or paid for until you submit."
      actions={
        <>
          <div className="mr-auto self-center text-sm">
            <ShortcutChoice />
          </div>
          <Button onClick={onClose}>Close</Button>
          <Button
            kind="primary"
            disabled={estimate === undefined || !canBeSubmitted(estimate)}
            busy={submit.isPending}
            onClick={() => void send()}
          >
            {estimate === undefined || estimate.highUsd === 0
              ? 'Submit story'
              : `Submit for about ${formatUsd(estimate.expectedUsd)}`}
          </Button>
        </>
      }
    >
      <div
        {...drop}
        onPaste={(event) => {
          const file = event.clipboardData.files[0];
          if (file === undefined) return;
          event.preventDefault();
          void takeFile(file);
        }}
        className={classNames('rounded-lg', isOver && 'outline-accent outline-2 outline-offset-4 outline-dashed')}
      >
        <FileSources onFile={(file) => void takeFile(file)} onExample={() => void takeExample()} />
        {refusal !== undefined && (
          <p role="alert" className="border-bad bg-bad-soft mb-3 rounded-lg border px-3 py-2 break-words">
            {refusal}
          </p>
        )}
        <SourceEditor
          ref={editor}
          field={field}
          label="Story, as YAML or JSON"
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
    </Dialog>
  );
}

function ShortcutChoice() {
  return <Checkbox label="Press n on any page to open this" checked={useShortcutsOn()} onChange={turnShortcuts} />;
}

/** A place to drop a file on. */
function useDrop(onFile: (file: File) => void) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(true);
  };
  return {
    isOver,
    onDragEnter: over,
    onDragOver: over,
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer.files[0];
      if (file === undefined) return;
      event.preventDefault();
      onFile(file);
    },
  };
}
