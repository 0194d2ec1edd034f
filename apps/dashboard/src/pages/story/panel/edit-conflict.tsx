import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { PanelView, StoryView } from '@nextpanel/core';
import { isCover } from '../../../data/picture-ref.ts';
import { useTimeline } from '../../../data/story-queries.ts';
import { listWords } from '../../../language/list-words.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { RelativeTime } from '../../../parts/relative-time.tsx';
import { writeTexts } from '../actions/lettering-text.ts';
import type { PanelDraft } from './panel-fields.tsx';

type Asked = Pick<PanelView, 'prompt' | 'characters' | 'text'>;

/** The fields of a panel as they are typed. */
export const draftOf = (panel: Asked): PanelDraft => ({
  prompt: panel.prompt,
  characters: panel.characters,
  words: writeTexts(panel),
});

/** Whether two drafts ask for the same. */
export const isSameDraft = (a: PanelDraft, b: PanelDraft): boolean =>
  a.prompt === b.prompt && a.characters.join() === b.characters.join() && a.words === b.words;

const fields = [
  [msg`Prompt`, ({ prompt }) => prompt],
  [msg`Characters`, ({ characters }) => listWords(characters)],
  [msg`Texts`, ({ words }) => words],
] as const satisfies readonly (readonly [MessageDescriptor, (draft: PanelDraft) => string])[];

/** Shown when someone else changed a panel that is being edited: what it was, what they made of it, and what was typed here. */
export function EditConflict({
  story,
  panel,
  before,
  theirs,
  mine,
  busy,
  onMine,
  onTheirs,
  onClose,
}: {
  readonly story: StoryView;
  readonly panel: PanelView;
  /** As it was when editing began. */
  readonly before: PanelDraft;
  readonly theirs: PanelDraft;
  readonly mine: PanelDraft;
  readonly busy: boolean;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
  readonly onClose: () => void;
}) {
  const changed = useTimeline(story.id).findLast(
    (event) => event.type === 'panel.edited' && event.panelId === panel.id,
  );
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={
        isCover(panel)
          ? t`The cover was changed while you edited it`
          : t`Panel ${panel.number} was changed while you edited it`
      }
      description={
        changed === undefined ? (
          t`By someone else, or in another window of yours. Nothing you typed is lost, whichever you choose.`
        ) : (
          <Trans>
            By someone else, or in another window of yours, <RelativeTime at={changed.at} />. Nothing you typed is lost,
            whichever you choose.
          </Trans>
        )
      }
      actions={
        <>
          <GoBack />
          <Button onClick={onTheirs}>{t`Take theirs`}</Button>
          <Button kind="primary" busy={busy} onClick={onMine}>{t`Keep mine`}</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {fields.map(([message, wordsOf]) => {
          const name = t(message);
          const [was, now, typed] = [wordsOf(before), wordsOf(theirs), wordsOf(mine)];
          if (was === now && was === typed) return null;
          return (
            <section key={name} aria-label={name} className="flex flex-col gap-1">
              <h3 className="font-semibold">{name}</h3>
              <div className="grid gap-2 sm:grid-cols-2">
                <Version name={t`Theirs`} words={now} changed={now !== was} />
                <Version name={t`Mine`} words={typed} changed={typed !== was} />
              </div>
            </section>
          );
        })}
        <p className="text-ink-soft text-sm">{t`Keep mine saves what you changed over it; what only they changed stays. Take theirs puts their words into the form, and yours can be brought back.`}</p>
      </div>
    </Dialog>
  );
}

function Version({
  name,
  words,
  changed,
}: {
  readonly name: string;
  readonly words: string;
  readonly changed: boolean;
}) {
  return (
    <div className={`rounded-lg border p-3 ${changed ? 'border-accent bg-accent-soft' : 'border-line bg-sunken'}`}>
      <p className="text-ink-soft text-xs font-semibold">{changed ? name : t`${name}, unchanged`}</p>
      <p dir="auto" className="text-sm break-words whitespace-pre-wrap">
        {words === '' ? t`(none)` : words}
      </p>
    </div>
  );
}
