import type { StoryView } from '@nextpanel/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { keys } from '../../../data/keys.ts';
import { useActOnStory, useDeleteStory } from '../../../data/story-commands.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { useNotify } from '../../../parts/toast.tsx';

interface EndDialogProps {
  readonly story: StoryView;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks before a story is cancelled. */
export function CancelDialog({ story, open, onClose }: EndDialogProps) {
  const act = useActOnStory();
  const { drawn, total } = story.progress.panels;
  const { spentUsd, heldUsd } = story.cost;
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Cancel this story?"
      verb="Cancel story"
      danger
      busy={act.isPending}
      onConfirm={() => act.mutate({ id: story.id, verb: 'cancel' }, { onSettled: onClose })}
    >
      <p>
        The {drawn} of {total} panels that are drawn stay, and so does what they cost ({formatUsd(spentUsd)}). Nothing
        more is drawn, and no book is bound.
      </p>
      {heldUsd > 0 && (
        <p className="mt-2">
          Requests under way are cancelled where the vendor can; up to {formatUsd(heldUsd)} may still be paid for them.
        </p>
      )}
      <p className="mt-2">A cancelled story cannot go on. To stop for a while, pause it.</p>
    </ConfirmDialog>
  );
}

/** Asks before a story is deleted; then goes back to the list. */
export function DeleteDialog({ story, open, onClose }: EndDialogProps) {
  const remove = useDeleteStory();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title="Delete this story?"
      verb="Delete for good"
      danger
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(story.id, {
          onSuccess: () => {
            notify({ kind: 'done', title: 'Story deleted' });
            // Only then: as long as it is shown, it would be asked for again.
            void navigate({ to: '/' }).then(() => queries.removeQueries({ queryKey: keys.story(story.id) }));
          },
          onError: onClose,
        })
      }
    >
      Its panels, takes, sheets and books are gone for good; drawing them again would cost anew. What it cost (
      {formatUsd(story.cost.spentUsd)}) stays in the sums of the ledger.
    </ConfirmDialog>
  );
}
