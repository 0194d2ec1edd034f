import { t } from '@lingui/core/macro';
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
      title={t`Cancel this story?`}
      verb={t`Cancel story`}
      danger
      busy={act.isPending}
      onConfirm={() => act.mutate({ id: story.id, verb: 'cancel' }, { onSettled: onClose })}
    >
      <p>{t`The ${drawn} of ${total} panels that are drawn stay, and so does their cost (${formatUsd(spentUsd)}). Nothing more is drawn, and no book is bound.`}</p>
      {heldUsd > 0 && (
        <p className="mt-2">{t`Requests in progress are cancelled if the vendor supports it; up to ${formatUsd(heldUsd)} may still be charged for them.`}</p>
      )}
      <p className="mt-2">{t`A cancelled story cannot be resumed. To stop it for a while, pause it.`}</p>
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
      title={t`Delete this story?`}
      verb={t`Delete permanently`}
      danger
      busy={remove.isPending}
      onConfirm={() =>
        remove.mutate(story.id, {
          onSuccess: () => {
            notify({ kind: 'done', title: t`Story deleted` });
            // Only afterwards: while it is shown, it would be loaded again.
            void navigate({ to: '/' }).then(() => queries.removeQueries({ queryKey: keys.story(story.id) }));
          },
          onError: onClose,
        })
      }
    >
      {t`Its panels, takes, sheets and books are deleted permanently; drawing them again would cost money again. Its cost (${formatUsd(story.cost.spentUsd)}) stays in the sums of the ledger.`}
    </ConfirmDialog>
  );
}
