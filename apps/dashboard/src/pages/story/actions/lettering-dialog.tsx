import type { PanelView, StoryView } from '@nextpanel/core';
import { useEffect, useState } from 'react';
import { useLetterStory } from '../../../data/story-commands.ts';
import { usePanels } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { Select } from '../../../parts/select.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { TextArea, TextField } from '../../../parts/text-field.tsx';
import { readLettering, writeLettering } from './lettering-text.ts';

const directions = [
  { value: 'ltr', label: 'Left to right' },
  { value: 'rtl', label: 'Right to left' },
  { value: 'vertical', label: 'Vertical' },
] as const;

/** All texts of a story in one field, to correct or translate; draws nothing. */
export function LetteringDialog({ story, onClose }: { readonly story: StoryView; readonly onClose: () => void }) {
  const { data: panels } = usePanels(story.id);
  const [dirty, setDirty] = useState(false);
  return (
    <Dialog
      open
      onClose={onClose}
      dirty={dirty}
      width="wide"
      title="Lettering"
      description="Texts are set on the sheets as type, so changing them is free. The sheets and books are made again."
    >
      {panels === undefined ? (
        <Loading what="the texts" />
      ) : (
        <Form story={story} panels={panels} onDirty={setDirty} onSaved={onClose} />
      )}
    </Dialog>
  );
}

function Form({
  story,
  panels,
  onDirty,
  onSaved,
}: {
  readonly story: StoryView;
  readonly panels: readonly PanelView[];
  readonly onDirty: (dirty: boolean) => void;
  readonly onSaved: () => void;
}) {
  const [before] = useState(() => writeLettering(panels));
  const [text, setText] = useState(before);
  const [language, setLanguage] = useState(story.language);
  const [direction, setDirection] = useState(story.readingDirection);
  const letter = useLetterStory(story.id);
  const read = readLettering(text, panels);
  const changed = text !== before || language !== story.language || direction !== story.readingDirection;
  useEffect(() => onDirty(changed), [onDirty, changed]);
  const save = () => {
    if ('mistake' in read) return;
    const fallback = panels.slice(0, 1).map(({ number, text: words }) => ({ number, text: words }));
    letter.mutate(
      { panels: read.panels.length > 0 ? read.panels : fallback, language, readingDirection: direction },
      { onSuccess: onSaved },
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <TextArea
        label="Texts of the panels"
        hint="Below each “# panel”, one text per line: caption, speech, thought or sfx, a speaker in brackets, a colon, the words. “\n” breaks a line."
        error={'mistake' in read ? read.mistake : undefined}
        rows={14}
        dir="auto"
        className="font-mono text-sm"
        value={text}
        onChange={setText}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Language"
          hint="A BCP 47 tag such as en, ar or pt-BR."
          value={language}
          onChange={setLanguage}
        />
        <Select label="Reading direction" value={direction} onChange={setDirection} options={directions} />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <GoBack />
        <Button kind="primary" busy={letter.isPending} disabled={!changed || 'mistake' in read} onClick={save}>
          Save (free)
        </Button>
      </div>
    </div>
  );
}
