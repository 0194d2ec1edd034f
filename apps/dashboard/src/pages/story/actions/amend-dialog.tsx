import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { useState } from 'react';
import { useActOnStory, useAmendStory } from '../../../data/story-commands.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { TextField } from '../../../parts/text-field.tsx';

const mostUsd = 1_000_000;

/** Title and budget; a story that stopped because of its budget continues after saving. */
export function AmendDialog({ story, onClose }: { readonly story: StoryView; readonly onClose: () => void }) {
  const { cost } = story;
  const [title, setTitle] = useState(story.title);
  const budgetBefore = cost.budgetUsd === null ? '' : String(cost.budgetUsd);
  const [budget, setBudget] = useState(budgetBefore);
  const amend = useAmendStory(story.id);
  const act = useActOnStory();
  const waits = story.status === 'needs_attention' && story.waitingOn === 'budget';
  const maxUsd = budget.trim() === '' ? null : Number(budget.trim().replace(/^\$/, ''));
  const wrong = maxUsd !== null && !(maxUsd >= 0 && maxUsd <= mostUsd);
  const save = async () => {
    await amend.mutateAsync({
      ...(title !== story.title && { title }),
      ...(maxUsd !== cost.budgetUsd && { budget: maxUsd === null ? null : { maxUsd } }),
    });
    if (waits) await act.mutateAsync({ id: story.id, verb: 'resume' });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      dirty={title !== story.title || budget !== budgetBefore}
      title={waits ? t`Raise the budget` : t`Title and budget`}
      description={
        waits
          ? t`${formatUsd(cost.spentUsd)} has been spent so far; the estimate for the whole story was ${formatUsd(cost.estimateUsd)}. Saving continues the story.`
          : t`Nothing is drawn again. If the title changes, the books are bound again.`
      }
      actions={
        <>
          <GoBack />
          <Button
            kind="primary"
            busy={amend.isPending || act.isPending}
            disabled={wrong || title.trim() === ''}
            // The command itself shows a refusal.
            onClick={() => void save().catch(() => {})}
          >
            {waits ? t`Save and continue` : t`Save`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!waits && <TextField label={t`Title`} value={title} onChange={setTitle} dir="auto" maxLength={300} />}
        <TextField
          label={t`Budget in US dollars`}
          inputMode="decimal"
          value={budget}
          onChange={setBudget}
          error={wrong ? t`Enter an amount from 0 to ${mostUsd.toLocaleString('en')}, or leave it empty.` : undefined}
          hint={t`The story stops before it would cost more. Leave empty for no limit.`}
        />
      </div>
    </Dialog>
  );
}
