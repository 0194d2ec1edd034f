import { t } from '@lingui/core/macro';
import type { TakeView } from '@nextpanel/core';
import { useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import type { PictureRef } from '../../../data/picture-ref.ts';
import { useMay } from '../../../data/rights.ts';
import { useSelectTake } from '../../../data/story-commands.ts';
import { listWords } from '../../../language/list-words.ts';
import { Button } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { useNotify } from '../../../parts/toast.tsx';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { PricedDialog } from '../priced-dialog.tsx';
import { pictureName } from '../words/number-list.ts';
import { CompareTakes } from './compare-takes.tsx';

/** All takes of a panel, or of the cover: click one to view it, select the one to use. */
export function Takes({
  story,
  panel,
  takes,
  shown,
  onShow,
  fixed,
}: {
  readonly story: string;
  readonly panel: PictureRef;
  readonly takes: readonly TakeView[];
  /** The take that is shown large. */
  readonly shown: number | null;
  readonly onShow: (take: number) => void;
  /** true: none can be selected any more. */
  readonly fixed: boolean;
}) {
  const may = useMay();
  const [chosen, setChosen] = useState<number | null>(null);
  const [compares, setCompares] = useState(false);
  const select = useFreeSelection(story, panel, takes, { onPriced: setChosen, onSelected: onShow });
  const current = takes.find(({ selected }) => selected)?.number;
  // A removed picture can neither be seen nor selected.
  const seen = takes.filter(({ removed }) => removed !== true);
  const other = seen.findLast(({ number }) => number !== (current ?? shown))?.number;
  return (
    <>
      {seen.length > 1 && (
        <Button size="small" className="self-start" onClick={() => setCompares(true)}>{t`Compare takes…`}</Button>
      )}
      <ul className="grid grid-cols-3 gap-3">
        {takes.map((take) => (
          <li key={take.number} className="flex flex-col gap-1">
            <button
              type="button"
              aria-pressed={take.number === shown}
              aria-label={t`View take ${take.number}`}
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
            <p className="text-xs">{takeWords(take)}</p>
            {take.selected ? (
              <p className="text-good min-h-8 text-sm font-semibold">
                <span aria-hidden="true">✓ </span>
                {t`selected`}
              </p>
            ) : (
              may('selectTake') && (
                <Button
                  size="small"
                  disabled={fixed || take.removed === true}
                  busy={select.busy === take.number}
                  aria-label={t`Select take ${take.number}`}
                  onClick={() => void select.run(take.number)}
                >
                  {t`Select`}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      {compares && other !== undefined && (
        <CompareTakes
          takes={seen}
          first={current ?? shown ?? other}
          second={seen.find(({ number }) => number === shown && number !== current)?.number ?? other}
          onClose={() => setCompares(false)}
          onSelect={
            fixed
              ? undefined
              : (take) => {
                  setCompares(false);
                  void select.run(take);
                }
          }
        />
      )}
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

function takeWords({ number, source, removed }: TakeView): string {
  return listWords([
    t`Take ${number}`,
    source === 'uploaded' && t`uploaded`,
    removed === true && t`picture removed to make room`,
  ]);
}

/**
 * Selects a take without a question where nothing that is drawn continues from the panel; the notice offers to undo it.
 * Otherwise `onPriced` shows what it would cost to draw that again.
 */
function useFreeSelection(
  story: string,
  panel: PictureRef,
  takes: readonly TakeView[],
  { onPriced, onSelected }: { readonly onPriced: (take: number) => void; readonly onSelected: (take: number) => void },
) {
  const { mutateAsync: select } = useSelectTake(story);
  const notify = useNotify();
  const picture = pictureName(panel);
  const [busy, setBusy] = useState<number | null>(null);
  const run = async (take: number) => {
    const before = takes.find(({ selected }) => selected)?.number;
    setBusy(take);
    try {
      const { redraw } = await select({ panel, take, cascade: 'redraw', dryRun: true });
      if (redraw.panels.length > 0 || redraw.cover) return onPriced(take);
      await select({ panel, take });
      onSelected(take);
      notify({
        kind: 'done',
        title: t`Take ${take} of ${picture} is selected`,
        ...(before !== undefined && {
          action: { label: t`Undo`, run: () => void select({ panel, take: before }).then(() => onSelected(before)) },
        }),
      });
    } catch {
      // The mutation has shown the server's words.
    } finally {
      setBusy(null);
    }
  };
  return { busy, run };
}

function SelectDialog({
  story,
  panel,
  take,
  onClose,
  onSelected,
}: {
  readonly story: string;
  readonly panel: PictureRef;
  readonly take: number;
  readonly onClose: () => void;
  readonly onSelected: () => void;
}) {
  const [cascade, setCascade] = useState<Cascade>('keep');
  const price = useDryRun(story, ['select', panel, take, cascade], (client) =>
    client.selectTake(story, panel, take, { cascade, dryRun: true }),
  );
  const select = useSelectTake(story);
  const picture = pictureName(panel);
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
      title={t`Select take ${take} of ${picture}`}
      description={t`It appears on the sheet, and later batches continue from it. The sheet and the books are made again.`}
      price={price}
      verb={t`Select`}
      busy={select.isPending}
      onConfirm={confirm}
    >
      <CascadeChoice value={cascade} onChange={setCascade} />
    </PricedDialog>
  );
}
