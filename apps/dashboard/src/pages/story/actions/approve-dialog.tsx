import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { useActOnStory } from '../../../data/story-commands.ts';
import { usePanels, usePlates } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { Dialog, GoBack } from '../../../parts/dialog.tsx';
import { formatUsd } from '../../../parts/format-usd.ts';
import { Loading } from '../../../parts/skeleton.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';

/** This many of the newest frames are shown; the others are on the page. */
const mostShown = 16;

interface ApproveProps {
  readonly story: StoryView;
  readonly onClose: () => void;
}

/** What to review before a story continues, and what continuing costs: its plates before the first batch, the frames after it. */
export const ApproveDialog = (props: ApproveProps) =>
  props.story.progress.batches.drawn === 0 ? <ApprovePlates {...props} /> : <ApproveFrames {...props} />;

function ApproveFrames({ story, onClose }: ApproveProps) {
  const { data: panels } = usePanels(story.id);
  const { drawn, total } = story.progress.panels;
  const rest = formatUsd(restOf(story));
  const drawnPanels = panels?.filter(({ frame }) => frame !== null);
  return (
    <Approval
      story={story}
      onClose={onClose}
      title={t`Approve the panels drawn so far?`}
      description={plural(total - drawn, {
        one: `Approving draws the remaining # panel from these frames, for an estimated ${rest}. Nothing is drawn until you approve. To change a frame first, go back and click it.`,
        other: `Approving draws the remaining # panels from these frames, for an estimated ${rest}. Nothing is drawn until you approve. To change a frame first, go back and click it.`,
      })}
      pictures={drawnPanels
        ?.slice(-mostShown)
        .flatMap(({ number, frame, prompt }) =>
          frame === null ? [] : [{ ...frame, name: String(number), alt: t`Panel ${number}: ${prompt}` }],
        )}
    />
  );
}

function ApprovePlates({ story, onClose }: ApproveProps) {
  const { data: plates } = usePlates(story.id);
  const { total } = story.progress.panels;
  const rest = formatUsd(restOf(story));
  return (
    <Approval
      story={story}
      onClose={onClose}
      title={t`Approve the plates?`}
      description={plural(total, {
        one: `Approving draws # panel from these pictures, for an estimated ${rest}. Nothing is drawn until you approve. To change a plate first, go back and open Cast.`,
        other: `Approving draws # panels from these pictures, for an estimated ${rest}. Nothing is drawn until you approve. To change a plate first, go back and open Cast.`,
      })}
      pictures={plates?.flatMap(({ id, frame }) =>
        frame === null ? [] : [{ ...frame, name: id, alt: t`Plate of ${id}` }],
      )}
    />
  );
}

const restOf = ({ cost }: StoryView): number => Math.max(0, cost.estimateUsd - cost.spentUsd);

interface Pictured {
  readonly url: string;
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly name: string;
  readonly alt: string;
}

function Approval({
  story,
  onClose,
  title,
  description,
  pictures,
}: ApproveProps & {
  readonly title: string;
  readonly description: string;
  /** undefined: not loaded yet. */
  readonly pictures: readonly Pictured[] | undefined;
}) {
  const act = useActOnStory();
  return (
    <Dialog
      open
      onClose={onClose}
      width="wide"
      title={title}
      description={description}
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
      {pictures === undefined && <Loading what={t`the frames`} />}
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {pictures?.map((picture) => (
          <li key={picture.name}>
            <Picture
              src={pictureUrl(picture, tileWidth)}
              alt={picture.alt}
              width={picture.width}
              height={picture.height}
              className="w-full rounded-md"
            />
            <p className="text-ink-soft text-xs break-all">{picture.name}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
