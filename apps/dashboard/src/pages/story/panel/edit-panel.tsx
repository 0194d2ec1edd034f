import { t } from '@lingui/core/macro';
import type { PanelEdit, PanelView, StoryView } from '@nextpanel/core';
import { continuesAfterChange } from '@nextpanel/core/commands';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useClient } from '../../../data/client-context.tsx';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { dropDraft, readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { keys } from '../../../data/keys.ts';
import { failedAs, isCover, refOf } from '../../../data/picture-ref.ts';
import { isOvertaken, useEditPanel } from '../../../data/story-commands.ts';
import { coverQuery } from '../../../data/story-queries.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { Button } from '../../../parts/button.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { useDiscardQuestion } from '../../../parts/use-discard-question.tsx';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { readTexts } from '../actions/lettering-text.ts';
import { RedrawNote } from '../redraw-note.tsx';
import { savingWords } from '../words/going-on-words.ts';
import { draftOf, EditConflict, isSameDraft } from './edit-conflict.tsx';
import { type PanelDraft, PanelFields } from './panel-fields.tsx';

/** The price is requested when typing pauses for this long, in milliseconds. */
const stillMs = 400;

/** Whether a panel is being edited. */
export type Editing = 'not' | 'open' | 'changed';

/** The name under which what is typed into the form of a panel is kept. */
export const draftName = (story: string, panel: string): string => `${story}.${panel}`;

interface KeptDraft {
  readonly before: PanelDraft;
  readonly draft: PanelDraft;
}

/** Edits a panel or the cover; the price is shown while typing. */
export function EditPanel({
  story,
  panel,
  footer,
  onEditing,
  onClose,
}: {
  readonly story: StoryView;
  readonly panel: PanelView;
  readonly footer: HTMLElement | null;
  readonly onEditing: (editing: Editing) => void;
  readonly onClose: () => void;
}) {
  const name = draftName(story.id, panel.id);
  const [kept] = useState(() => readDraft<KeptDraft>(name));
  const now = draftOf(panel);
  /** As it was when editing began: what differs from it was typed here. */
  const [before, setBefore] = useState<PanelDraft>(() => kept?.before ?? now);
  const [draft, setDraft] = useState<PanelDraft>(() => kept?.draft ?? now);
  const [conflict, setConflict] = useState(false);
  const { prompt, characters, words } = draft;
  const [cascade, setCascade] = useState<Cascade>('keep');
  const read = readTexts(words, panel);
  const edit = editOf(panel, before, {
    prompt,
    characters,
    words: 'texts' in read && words !== before.words ? read.texts : null,
  });
  const changed = !isSameDraft(draft, before);
  const overtaken = !isSameDraft(now, before);
  useKeepDraft<KeptDraft>(name, changed ? { before, draft } : null);
  useEffect(() => {
    onEditing(changed ? 'changed' : 'open');
    return () => onEditing('not');
  }, [onEditing, changed]);
  const done = () => {
    dropDraft(name);
    onClose();
  };
  const { close, question } = useDiscardQuestion(changed, done);
  const asked = JSON.stringify([edit, cascade]);
  const still = useDebounced(asked, stillMs);
  const valid = edit !== null && 'texts' in read && prompt.trim() !== '';
  const price = useDryRun(story.id, valid && still === asked ? ['edit', refOf(panel), still] : null, (client) =>
    client.editPanel(story.id, refOf(panel), { ...edit, cascade, dryRun: true }),
  );
  const save = useEditPanel(story.id);
  const client = useClient();
  const queries = useQueryClient();
  const notify = useNotify();
  const known = valid && still === asked && !price.isFetching ? price.data : undefined;
  const draws = known !== undefined && (known.panels.length > 0 || known.cover);
  const undrawn = panel.frame === null;
  // Words on the sheet alone do not change what the provider refused.
  const resolves = panel.failure !== null && (edit?.prompt !== undefined || edit?.characters !== undefined);
  const goesOn = continuesAfterChange(story, failedAs(panel));
  const saving = savingWords(story, failedAs(panel), { draws: draws || resolves, resolves, undrawn });
  const put = (rev: number | undefined) => {
    if (edit === null) return;
    save.mutate(
      { panel: refOf(panel), edit: { ...edit, cascade }, ...(rev !== undefined && { ifRev: rev }) },
      { onSuccess: done, onError: (error) => isOvertaken(error) && void readAgain() },
    );
  };
  /** Others changed something of the story first; what, is known once it is read again. */
  const readAgain = async () => {
    const [fresh, current] = await Promise.all([
      isCover(panel)
        ? [await queries.fetchQuery({ ...coverQuery(client, story.id), staleTime: 0 })]
        : queries.fetchQuery({ queryKey: keys.panels(story.id), queryFn: () => client.panels(story.id), staleTime: 0 }),
      queries.fetchQuery({ queryKey: keys.storyView(story.id), queryFn: () => client.story(story.id), staleTime: 0 }),
    ]);
    const there = fresh.find(({ id }) => id === panel.id);
    if (there !== undefined && isSameDraft(draftOf(there), before)) put(current.rev);
    else setConflict(true);
  };
  const takeTheirs = () => {
    const mine = { before, draft };
    setBefore(now);
    setDraft(now);
    setConflict(false);
    notify({
      kind: 'done',
      title: t`Their version is in the form`,
      action: {
        label: t`Bring mine back`,
        run: () => {
          setBefore(mine.before);
          setDraft(mine.draft);
        },
      },
    });
  };
  const form = useRef<HTMLElement>(null);
  // The button that opened it is gone: without this, the focus would jump to the top of the drawer.
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const actions = (
    <>
      {valid && (!undrawn || price.error !== null) && <RedrawNote price={price} settled={still === asked} />}
      {valid && saving !== null && (
        <p role="status" className="bg-sunken rounded-lg px-3 py-2 text-sm">
          {saving}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>{t`Go back`}</Button>
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={known === undefined || price.error !== null}
          onClick={() => (overtaken ? setConflict(true) : put(story.rev))}
        >
          {(draws || resolves) && goesOn ? t`Save and draw` : t`Save`}
        </Button>
      </div>
    </>
  );
  return (
    <section
      ref={form}
      aria-label={isCover(panel) ? t`Edit the cover` : t`Edit the panel`}
      className="flex flex-col gap-4"
    >
      {overtaken && (
        <p
          role="status"
          className="bg-warn-soft text-warn flex flex-wrap items-center gap-2 rounded-lg px-3 py-2 text-sm"
        >
          <span className="me-auto">{t`Someone else changed this while you edited it.`}</span>
          <Button size="small" onClick={() => setConflict(true)}>{t`See what…`}</Button>
        </p>
      )}
      <PanelFields
        draft={draft}
        onChange={setDraft}
        cast={story.characters}
        mistake={'mistake' in read ? read.mistake : undefined}
        lettered={!isCover(panel)}
      />
      {!undrawn && !isCover(panel) && <CascadeChoice value={cascade} onChange={setCascade} />}
      {footer !== null && createPortal(actions, footer)}
      {question}
      {conflict && (
        <EditConflict
          story={story}
          panel={panel}
          before={before}
          theirs={now}
          mine={draft}
          busy={save.isPending}
          onMine={() => put(story.rev)}
          onTheirs={takeTheirs}
          onClose={() => setConflict(false)}
        />
      )}
    </section>
  );
}

/** Only what was typed; null when nothing was. */
function editOf(
  panel: PanelView,
  before: PanelDraft,
  next: {
    readonly prompt: string;
    readonly characters: readonly string[];
    readonly words: PanelView['text'] | null;
  },
): PanelEdit | null {
  const edit: PanelEdit = {
    ...(next.prompt !== before.prompt && { prompt: next.prompt }),
    ...(next.characters.join() !== before.characters.join() && { characters: asTheyWere(panel, next.characters) }),
    ...(next.words !== null && { text: next.words }),
  };
  return Object.keys(edit).length === 0 ? null : edit;
}

/** Characters with the places and the clothes that the panel already gives them. */
const asTheyWere = ({ standing, outfits }: PanelView, ids: readonly string[]): NonNullable<PanelEdit['characters']> =>
  ids.map((id) => {
    const at = standing.find((it) => it.id === id)?.at;
    const outfit = outfits.find((it) => it.id === id)?.outfit;
    if (at === undefined && outfit === undefined) return id;
    return { id, ...(at !== undefined && { at }), ...(outfit !== undefined && { outfit }) };
  });
