import type { PanelEdit, PanelView, StoryView } from '@nextpanel/core';
import { continuesAfterChange } from '@nextpanel/core/commands';
import { useEffect, useRef, useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useEditPanel } from '../../../data/story-commands.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { Button } from '../../../parts/button.tsx';
import { useDiscardQuestion } from '../../../parts/use-discard-question.tsx';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { readTexts, writeTexts } from '../actions/lettering-text.ts';
import { RedrawNote } from '../redraw-note.tsx';
import { savingWords } from '../words/going-on-words.ts';
import { type PanelDraft, PanelFields } from './panel-fields.tsx';

/** The price is requested when typing pauses for this long, in milliseconds. */
const stillMs = 400;

/** Whether a panel is being edited. */
export type Editing = 'not' | 'open' | 'changed';

/** Edits a panel; the price is shown while typing. */
export function EditPanel({
  story,
  panel,
  onEditing,
  onClose,
}: {
  readonly story: StoryView;
  readonly panel: PanelView;
  readonly onEditing: (editing: Editing) => void;
  readonly onClose: () => void;
}) {
  const [wordsBefore] = useState(() => writeTexts(panel));
  const [draft, setDraft] = useState<PanelDraft>({
    prompt: panel.prompt,
    characters: panel.characters,
    words: wordsBefore,
  });
  const { prompt, characters, words } = draft;
  const [cascade, setCascade] = useState<Cascade>('keep');
  const read = readTexts(words, panel);
  const edit = editOf(panel, {
    prompt,
    characters,
    words: 'texts' in read && words !== wordsBefore ? read.texts : null,
  });
  const changed = edit !== null || words !== wordsBefore;
  useEffect(() => {
    onEditing(changed ? 'changed' : 'open');
    return () => onEditing('not');
  }, [onEditing, changed]);
  const { close, question } = useDiscardQuestion(changed, onClose);
  const asked = JSON.stringify([edit, cascade]);
  const still = useDebounced(asked, stillMs);
  const valid = edit !== null && 'texts' in read && prompt.trim() !== '';
  const price = useDryRun(story.id, valid && still === asked ? ['edit', panel.number, still] : null, (client) =>
    client.editPanel(story.id, panel.number, { ...edit, cascade, dryRun: true }),
  );
  const save = useEditPanel(story.id);
  const known = valid && still === asked && !price.isFetching ? price.data : undefined;
  const draws = known !== undefined && known.panels.length > 0;
  const undrawn = panel.frame === null;
  // Words on the sheet alone do not change what the provider refused.
  const resolves = panel.failure !== null && (edit?.prompt !== undefined || edit?.characters !== undefined);
  const goesOn = continuesAfterChange(story, panel.number);
  const saving = savingWords(story, panel.number, { draws: draws || resolves, resolves, undrawn });
  const form = useRef<HTMLElement>(null);
  // The button that opened it is gone: without this, the focus would jump to the top of the drawer.
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  return (
    <section ref={form} aria-label="Edit the panel" className="flex flex-col gap-4">
      <PanelFields
        draft={draft}
        onChange={setDraft}
        cast={story.characters}
        mistake={'mistake' in read ? read.mistake : undefined}
      />
      {!undrawn && <CascadeChoice value={cascade} onChange={setCascade} />}
      {valid && (!undrawn || price.error !== null) && <RedrawNote price={price} settled={still === asked} />}
      {valid && saving !== null && (
        <p role="status" className="bg-sunken rounded-lg px-3 py-2 text-sm">
          {saving}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={close}>Go back</Button>
        <Button
          kind="primary"
          busy={save.isPending}
          disabled={known === undefined || price.error !== null}
          onClick={() =>
            edit !== null && save.mutate({ panel: panel.number, edit: { ...edit, cascade } }, { onSuccess: onClose })
          }
        >
          {(draws || resolves) && goesOn ? 'Save and draw' : 'Save'}
        </Button>
      </div>
      {question}
    </section>
  );
}

/** Only what is different; null when nothing is. */
function editOf(
  panel: PanelView,
  next: {
    readonly prompt: string;
    readonly characters: readonly string[];
    readonly words: PanelView['text'] | null;
  },
): PanelEdit | null {
  const edit: PanelEdit = {
    ...(next.prompt !== panel.prompt && { prompt: next.prompt }),
    ...(next.characters.join() !== panel.characters.join() && { characters: asTheyWere(panel, next.characters) }),
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
