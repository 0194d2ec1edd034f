import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { PanelView, StoryView } from '@nextpanel/core';
import { useEffect, useState } from 'react';
import { dropDraft, readDraft, useKeepDraft } from '../../../data/kept-drafts.ts';
import { useLetterStory } from '../../../data/story-commands.ts';
import { usePanels } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { Select } from '../../../parts/select.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { TextArea, TextField } from '../../../parts/text-field.tsx';
import { readLettering, writeLettering } from './lettering-text.ts';

const directions = () =>
  [
    { value: 'ltr', label: t`Left to right` },
    { value: 'rtl', label: t`Right to left` },
    { value: 'vertical', label: t`Vertical` },
  ] as const;

/** The name under which what is typed into the texts of a story is kept. */
export const letteringDraft = (story: string): string => `${story}.lettering`;

interface KeptLettering {
  readonly before: string;
  readonly text: string;
  readonly language: string;
  readonly direction: StoryView['readingDirection'];
}

/** All texts of a story in one field, to correct or translate; draws nothing. */
export function LetteringDialog({ story, onClose }: { readonly story: StoryView; readonly onClose: () => void }) {
  const { data: panels } = usePanels(story.id);
  const [dirty, setDirty] = useState(false);
  const close = () => {
    dropDraft(letteringDraft(story.id));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      dirty={dirty}
      width="wide"
      title={t`Lettering`}
      description={t`Texts are set on the sheets as type, so changing them is free. The sheets and books are made again.`}
    >
      {panels === undefined ? (
        <Loading what={t`the texts`} />
      ) : (
        <Form story={story} panels={panels} onDirty={setDirty} onSaved={close} />
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
  const name = letteringDraft(story.id);
  const [kept] = useState(() => readDraft<KeptLettering>(name));
  const [before] = useState(() => kept?.before ?? writeLettering(panels));
  const [text, setText] = useState(kept?.text ?? before);
  const [language, setLanguage] = useState(kept?.language ?? story.language);
  const [direction, setDirection] = useState(kept?.direction ?? story.readingDirection);
  const letter = useLetterStory(story.id);
  const read = readLettering(text, panels);
  const changed = text !== before || language !== story.language || direction !== story.readingDirection;
  useKeepDraft<KeptLettering>(name, changed ? { before, text, language, direction } : null);
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
        label={t`Texts of the panels`}
        hint={
          <Trans>
            Below each <code dir="ltr"># panel</code>, one text per line:{' '}
            <code dir="ltr">speech@hare: Nobody is faster!</code> Also <code>caption</code>, <code>thought</code> and{' '}
            <code>sfx</code>. <code dir="ltr">\n</code> breaks a line.
          </Trans>
        }
        error={'mistake' in read ? read.mistake : undefined}
        rows={14}
        dir="auto"
        className="font-mono text-sm"
        value={text}
        onChange={setText}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={t`Language`}
          hint={t`A BCP 47 tag such as en, ar or pt-BR.`}
          value={language}
          onChange={setLanguage}
        />
        <Select label={t`Reading direction`} value={direction} onChange={setDirection} options={directions()} />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <GoBack />
        <Button kind="primary" busy={letter.isPending} disabled={!changed || 'mistake' in read} onClick={save}>
          {t`Save (free)`}
        </Button>
      </div>
    </div>
  );
}
