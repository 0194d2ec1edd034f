import type { TakeView } from '@nextpanel/core';
import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useSelectTake } from '../../../data/story-commands.ts';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { PricedDialog } from '../priced-dialog.tsx';

/** All takes of a panel: click one to view it, select the one to use. */
export function Takes({
  story,
  panel,
  takes,
  shown,
  onShow,
  fixed,
}: {
  readonly story: string;
  readonly panel: number;
  readonly takes: readonly TakeView[];
  /** The take that is shown large. */
  readonly shown: number | null;
  readonly onShow: (take: number) => void;
  /** true: none can be selected any more. */
  readonly fixed: boolean;
}) {
  const [chosen, setChosen] = useState<number | null>(null);
  return (
    <>
      <ul className="grid grid-cols-3 gap-3">
        {takes.map((take) => (
          <li key={take.number} className="flex flex-col gap-1">
            <button
              type="button"
              aria-pressed={take.number === shown}
              aria-label={`View take ${take.number}`}
              onClick={() => onShow(take.number)}
              className={classNames(
                'overflow-hidden rounded-lg border-2',
                take.number === shown ? 'border-accent' : 'border-transparent',
              )}
            >
              <Picture
                src={pictureUrl(take.frame, tileWidth)}
                alt=""
                width={take.frame.width}
                height={take.frame.height}
                className="w-full"
              />
            </button>
            <p className="text-xs">
              Take {take.number}
              {take.source === 'uploaded' && ', uploaded'}
            </p>
            {take.selected ? (
              <p className="text-good min-h-8 text-sm font-semibold">
                <span aria-hidden="true">✓ </span>selected
              </p>
            ) : (
              <Button
                size="small"
                disabled={fixed}
                aria-label={`Select take ${take.number}`}
                onClick={() => setChosen(take.number)}
              >
                Select…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {chosen !== null && (
        <SelectDialog
          story={story}
          panel={panel}
          take={chosen}
          onClose={() => setChosen(null)}
          onSelected={() => onShow(chosen)}
        />
      )}
    </>
  );
}

function SelectDialog({
  story,
  panel,
  take,
  onClose,
  onSelected,
}: {
  readonly story: string;
  readonly panel: number;
  readonly take: number;
  readonly onClose: () => void;
  readonly onSelected: () => void;
}) {
  const [cascade, setCascade] = useState<Cascade>('keep');
  const price = useDryRun(story, ['select', panel, take, cascade], (client) =>
    client.selectTake(story, panel, take, { cascade, dryRun: true }),
  );
  const select = useSelectTake(story);
  const confirm = () =>
    select.mutate(
      { panel, take, cascade },
      {
        onSuccess: () => {
          onSelected();
          onClose();
        },
      },
    );
  return (
    <PricedDialog
      onClose={onClose}
      title={`Select take ${take} of panel ${panel}`}
      description="It appears on the sheet, and later batches continue from it. The sheet and the books are made again."
      price={price}
      verb="Select"
      busy={select.isPending}
      onConfirm={confirm}
    >
      <CascadeChoice value={cascade} onChange={setCascade} />
    </PricedDialog>
  );
}
