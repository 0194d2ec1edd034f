import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { useActOnStory } from '../../../data/story-commands.ts';
import { usePanels } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { Loading } from '../../../parts/skeleton.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';

/** This many of the newest frames are shown; the others are on the page. */
const mostShown = 16;

/** The frames to review before a story continues, and what continuing costs. */
export function ApproveDialog({ story, onClose }: { readonly story: StoryView; readonly onClose: () => void }) {
  const { data: panels } = usePanels(story.id);
  const act = useActOnStory();
  const { drawn, total } = story.progress.panels;
  const { estimateUsd, spentUsd } = story.cost;
  const rest = formatUsd(Math.max(0, estimateUsd - spentUsd));
  const drawnPanels = panels?.filter(({ frame }) => frame !== null) ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={t`Approve the panels drawn so far?`}
      description={plural(total - drawn, {
        one: `Approving draws the remaining # panel from these frames, for an estimated ${rest}. Nothing is drawn until you approve. To change a frame first, go back and click it.`,
        other: `Approving draws the remaining # panels from these frames, for an estimated ${rest}. Nothing is drawn until you approve. To change a frame first, go back and click it.`,
      })}
      actions={
        <>
          <GoBack />
          <Button
            kind="primary"
            busy={act.isPending}
            onClick={() => act.mutate({ id: story.id, verb: 'approve' }, { onSettled: onClose })}
          >
            {t`Approve and continue`}
          </Button>
        </>
      }
    >
      {panels === undefined && <Loading what={t`the frames`} />}
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {drawnPanels.slice(-mostShown).map(({ number, frame, prompt }) => (
          <li key={number}>
            {frame !== null && (
              <Picture
                src={pictureUrl(frame, tileWidth)}
                alt={t`Panel ${number}: ${prompt}`}
                width={frame.width}
                height={frame.height}
                className="w-full rounded-md"
              />
            )}
            <p className="text-ink-soft text-xs">{number}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
