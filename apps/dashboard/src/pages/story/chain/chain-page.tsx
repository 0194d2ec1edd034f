import { t } from '@lingui/core/macro';
import type { AttemptView, BatchView } from '@nextpanel/core';
import { useParams } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useAttempts, useBatches, usePanels, useStory } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { keepMark, useMarkKept } from '../../../shell/kept-mark.ts';
import { useWalkKeys } from '../../../shell/use-walk-keys.ts';
import { RetakeBatchDialog } from '../actions/retake-batch-dialog.tsx';
import { useRows } from '../use-rows.ts';
import { BatchStrip } from './batch-strip.tsx';
import { longestMs, timesOf } from './batch-times.ts';
import { CoverTile } from './cover-tile.tsx';

/** Says that the times of the batches are shown. */
const timesMark = 'nextpanel.times';
const none: readonly AttemptView[] = [];
/** Pixels, before a strip was measured. */
const stripHeight = 260;
/** More batches than this do not fit on a screen, so a link to the current one is offered. */
const manyBatches = 5;

/** All batches of a story, each a strip of frames that continues from the last frame of the previous one. */
export function ChainPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  const panels = usePanels(id);
  const batches = useBatches(id);
  const timesShown = useMarkKept(timesMark);
  const attempts = useAttempts(id, timesShown);
  const list = useRef<HTMLOListElement>(null);
  const [retaken, setRetaken] = useState<BatchView | null>(null);
  useWalkKeys('[data-walk=panel]', true);
  const { rows, before, after, measure, goTo } = useRows({
    list,
    count: batches.data?.length ?? 0,
    rowHeight: stripHeight,
    overscan: 3,
  });
  const byBatch = useMemo(
    () => Map.groupBy((timesShown ? attempts.data : undefined) ?? none, ({ batch }) => batch),
    [timesShown, attempts.data],
  );
  const longest = useMemo(() => longestMs([...byBatch.values()].map(timesOf)), [byBatch]);
  const error = panels.error ?? batches.error;
  if (panels.data === undefined || batches.data === undefined) {
    return error === null ? (
      <Loading what={t`the chain`} />
    ) : (
      <ProblemNote title={t`The chain could not be loaded`} error={error} onRetry={() => void batches.refetch()} />
    );
  }
  const all = panels.data;
  const ratio = ratioOf(all.find(({ frame }) => frame !== null)?.frame);
  const next = batches.data.findIndex(({ status }) => status !== 'drawn');
  return (
    <>
      <div className="mb-3 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <Checkbox label={t`Show times`} checked={timesShown} onChange={(shown) => keepMark(timesMark, shown)} />
        {timesShown && <Legend />}
        {batches.data.length > manyBatches && next > 0 && (
          <Button size="small" className="ms-auto" onClick={() => goTo(next)}>
            {batches.data[next]?.status === 'drawing'
              ? t`Go to batch ${next + 1}, being drawn`
              : t`Go to batch ${next + 1}, not drawn yet`}
          </Button>
        )}
      </div>
      <ol ref={list} aria-label={t`Batches`} style={{ paddingTop: before, paddingBottom: after }}>
        {rows.map(({ index, key }) => {
          const batch = batches.data[index];
          if (batch === undefined) return null;
          const [first, last] = batch.panels;
          const [firstBefore, lastBefore] = batches.data[index - 1]?.panels ?? [0, 0];
          return (
            <li key={key} ref={measure} data-index={index}>
              <BatchStrip
                story={id}
                batch={batch}
                panels={all.slice(first - 1, last)}
                before={all[first - 2] ?? null}
                column={lastBefore - firstBefore}
                reference={batch.reference === null ? null : (all[batch.reference.panel - 1] ?? null)}
                attempts={byBatch.get(batch.number) ?? none}
                longest={longest}
                ratio={ratio}
                goesOn={index + 1 < batches.data.length}
                onRetake={setRetaken}
              />
            </li>
          );
        })}
      </ol>
      {story !== undefined && <CoverTile story={story} />}
      {retaken !== null && <RetakeBatchDialog story={id} batch={retaken} onClose={() => setRetaken(null)} />}
    </>
  );
}

const ratioOf = (frame: { readonly width: number; readonly height: number } | null | undefined): number =>
  frame ? frame.width / frame.height : 1;

function Legend() {
  return (
    <ul aria-label={t`Times of a batch`} className="text-ink-soft flex flex-wrap gap-x-4 gap-y-1">
      <LegendEntry colour="bg-line-strong" words={t`waited in the queue`} />
      <LegendEntry colour="bg-accent" words={t`with the provider`} />
      <LegendEntry colour="bg-good" words={t`nextpanel’s own work`} />
    </ul>
  );
}

const LegendEntry = ({ colour, words }: { readonly colour: string; readonly words: string }) => (
  <li className="flex items-center gap-1.5">
    <span aria-hidden="true" className={`size-2.5 rounded-sm ${colour}`} />
    {words}
  </li>
);
