import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useInsertPanels } from '../../../data/story-commands.ts';
import { useDebounced } from '../../../data/use-debounced.ts';
import { TextArea } from '../../../parts/text-field.tsx';
import { useNotify } from '../../../parts/toast.tsx';
import { PricedDialog } from '../priced-dialog.tsx';
import { countOf } from '../words/number-list.ts';

const stillMs = 500;

/** Appends panels to a story: one prompt per line, price first. */
export function AppendDialog({ story, onClose }: { readonly story: string; readonly onClose: () => void }) {
  const [text, setText] = useState('');
  const still = useDebounced(text, stillMs);
  const prompts = promptsIn(still);
  const panels = prompts.map((prompt) => ({ prompt }));
  const price = useDryRun(story, prompts.length === 0 ? null : ['append', ...prompts], (client) =>
    client.insertPanels(story, { panels, dryRun: true }),
  );
  const insert = useInsertPanels(story);
  const notify = useNotify();
  const append = () =>
    insert.mutate(
      { panels },
      {
        onSuccess: () => {
          notify({ kind: 'done', title: `${countOf(panels.length, 'panel')} appended` });
          onClose();
        },
      },
    );
  return (
    <PricedDialog
      onClose={onClose}
      title="Append panels"
      description="They are drawn in new batches that continue from the last frame of the story."
      price={price}
      dirty={text.trim() !== ''}
      settled={still === text && prompts.length > 0}
      verb={prompts.length === 0 ? 'Append' : `Append ${countOf(prompts.length, 'panel')}`}
      busy={insert.isPending}
      onConfirm={append}
    >
      <TextArea
        label="Prompts"
        hint="One panel per line: what the picture shows."
        rows={6}
        value={text}
        onChange={setText}
        dir="auto"
      />
    </PricedDialog>
  );
}

const promptsIn = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
