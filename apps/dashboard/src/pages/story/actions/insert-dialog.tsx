import { plural, t } from '@lingui/core/macro';
import type { PanelInsertion, StoryView } from '@nextpanel/core';
import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useInsertPanels } from '../../../data/story-commands.ts';
import { usePanels } from '../../../data/story-queries.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { Button } from '../../../parts/button.tsx';
import { Select } from '../../../parts/select.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { type PanelDraft, PanelFields } from '../panel/panel-fields.tsx';
import { PricedDialog } from '../priced-dialog.tsx';
import { readTexts } from './lettering-text.ts';

const stillMs = 500;
const empty: PanelDraft = { prompt: '', characters: [], words: '' };
const end = 'end';

/** Adds panels to a story, at its end or anywhere else, price first. */
export function InsertDialog({
  story,
  after,
  onClose,
}: {
  readonly story: StoryView;
  /** The panel they follow at first; undefined: the last one. */
  readonly after?: number;
  readonly onClose: () => void;
}) {
  const { data: panels } = usePanels(story.id);
  const [place, setPlace] = useState(after === undefined ? end : String(after));
  const [drafts, setDrafts] = useState<readonly PanelDraft[]>([empty]);
  const read = drafts.map(({ words }) => readTexts(words, { text: [] }));
  const specs = drafts.flatMap(({ prompt, characters }, index): PanelInsertion['panels'] => {
    const texts = read[index];
    if (prompt.trim() === '' || texts === undefined || 'mistake' in texts) return [];
    return [{ prompt: prompt.trim(), characters: [...characters], text: texts.texts }];
  });
  const insertion = { panels: specs, ...(place !== end && { after: Number(place) }) };
  const asked = JSON.stringify(insertion);
  const still = useDebounced(asked, stillMs);
  const isWhole = specs.length > 0 && read.every((texts) => 'texts' in texts);
  const price = useDryRun(story.id, isWhole && still === asked ? ['insert', still] : null, (client) =>
    client.insertPanels(story.id, { ...insertion, dryRun: true }),
  );
  const insert = useInsertPanels(story.id);
  const notify = useNotify();
  const run = () =>
    insert.mutate(insertion, {
      onSuccess: () => {
        notify({ kind: 'done', title: plural(specs.length, { one: '# panel added', other: '# panels added' }) });
        onClose();
      },
    });
  const first = (place === end ? story.progress.panels.total : Number(place)) + 1;
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Add panels`}
      description={t`They are drawn in new batches that continue from the frame before them.`}
      price={price}
      dirty={drafts.some(({ prompt, words }) => prompt.trim() !== '' || words.trim() !== '')}
      settled={isWhole && still === asked}
      verb={specs.length === 0 ? t`Add` : plural(specs.length, { one: 'Add # panel', other: 'Add # panels' })}
      busy={insert.isPending}
      onConfirm={run}
    >
      <Select
        label={t`Where`}
        value={place}
        onChange={setPlace}
        options={[
          { value: end, label: t`At the end` },
          { value: '0', label: t`At the beginning` },
          ...(panels ?? []).slice(0, -1).map(({ number, prompt }) => ({
            value: String(number),
            label: t`After panel ${number}: ${prompt.slice(0, 40)}`,
          })),
        ]}
      />
      {drafts.map((draft, index) => {
        const texts = read[index];
        return (
          <section
            key={index}
            aria-label={t`Panel ${first + index}`}
            className="border-line flex flex-col gap-3 border-t pt-3"
          >
            <PanelFields
              draft={draft}
              onChange={(next) => setDrafts(drafts.with(index, next))}
              cast={story.characters}
              mistake={texts !== undefined && 'mistake' in texts ? texts.mistake : undefined}
              of={t`panel ${first + index}`}
            />
          </section>
        );
      })}
      <Button
        className="self-start"
        size="small"
        disabled={drafts.at(-1)?.prompt.trim() === ''}
        onClick={() => setDrafts([...drafts, { ...empty, characters: drafts.at(-1)?.characters ?? [] }])}
      >
        {t`One more panel`}
      </Button>
    </PricedDialog>
  );
}
