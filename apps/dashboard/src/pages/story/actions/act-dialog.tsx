import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { useActOnStory } from '../../../data/story-commands.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { bulkWords, costWords } from '../../stories/bulk-verbs.ts';

/** Asks before a story is paused or resumed, with the same texts as the bulk actions of the list. */
export function ActDialog({
  story,
  verb,
  open,
  onClose,
}: {
  readonly story: StoryView;
  readonly verb: 'pause' | 'resume';
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const act = useActOnStory();
  const listVerb = verb === 'resume' && story.status === 'needs_attention' ? 'retry' : verb;
  const { askOne, actOne } = bulkWords(verb);
  const { estimateUsd, spentUsd, heldUsd, possiblyUsd, remainingUsd = estimateUsd - spentUsd } = story.cost;
  const cost = costWords(listVerb, { expectedUsd: Math.max(0, remainingUsd - heldUsd), heldUsd });
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={askOne}
      verb={actOne}
      busy={act.isPending}
      onConfirm={() => act.mutate({ id: story.id, verb }, { onSettled: onClose })}
    >
      <p>{bulkWords(listVerb).effect(1)}</p>
      {cost !== null && <p className="mt-2">{cost}</p>}
      {story.waitingOn === 'unknown_outcome' && possiblyUsd > 0 && (
        <p className="mt-2">{t`Up to ${formatUsd(possiblyUsd)} may already have been paid, and may be paid twice.`}</p>
      )}
    </ConfirmDialog>
  );
}
