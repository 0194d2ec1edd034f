import { plural, t } from '@lingui/core/macro';
import type { AttemptView, BatchView, PanelView } from '@nextpanel/core';
import { useMay } from '../../../data/rights.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Menu } from '../../../parts/menu.tsx';
import { Money } from '../../../parts/money.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { FrameTile } from './frame-tile.tsx';
import { ReferencePath } from './reference-path.tsx';
import { TimeBars } from './time-bars.tsx';

interface BatchStripProps {
  readonly story: string;
  readonly batch: BatchView;
  readonly panels: readonly PanelView[];
  /** The last panel of the previous batch, which this batch continues from. */
  readonly before: PanelView | null;
  /** Which of its batch, from 0, that is. */
  readonly column: number;
  /** The panel whose frame it was drawn from, when it was. */
  readonly reference: PanelView | null;
  readonly attempts: readonly AttemptView[];
  readonly longest: number;
  /** Width by height of a frame. */
  readonly ratio: number;
  /** Whether another batch follows. */
  readonly goesOn: boolean;
  readonly onRetake: (batch: BatchView) => void;
}

/** A batch: what it continues from, its frames, times and cost. */
export function BatchStrip(props: BatchStripProps) {
  const { story, batch, panels, before, column, reference, attempts, longest, ratio, goesOn, onRetake } = props;
  const may = useMay();
  const [first, last] = batch.panels;
  const drawn = panels.every(({ frame }) => frame !== null);
  return (
    <>
      {before !== null && (
        <ReferencePath story={story} batch={batch} before={before} column={column} reference={reference} />
      )}
      <section aria-label={t`Batch ${batch.number}`} className="border-line bg-surface mb-1 rounded-xl border p-3">
        <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <h2 className="text-base">{t`Batch ${batch.number}`}</h2>
          <span className="text-ink-soft">{first === last ? t`panel ${first}` : t`panels ${first}–${last}`}</span>
          <StatusBadge status={batch.status} />
          {batch.stale && <Badge tone="warn">{t`stale: drawn from an earlier take`}</Badge>}
          {batch.attempts > 1 && <Badge>{plural(batch.attempts, { one: '# attempt', other: '# attempts' })}</Badge>}
          <span className="ms-auto flex items-center gap-2">
            {batch.costUsd > 0 && <Money usd={batch.costUsd} />}
            {may('retakeBatch') && (
              <Menu
                label={t`Batch ${batch.number}: more`}
                kind="quiet"
                size="small"
                items={[{ label: t`Retake this batch…`, disabled: !drawn, onSelect: () => onRetake(batch) }]}
              >
                <span aria-hidden="true">⋯</span>
              </Menu>
            )}
          </span>
        </div>
        <ol aria-label={t`Panels of batch ${batch.number}`} className="grid grid-cols-4 gap-2 sm:grid-cols-8">
          {panels.map((panel) => (
            <li key={panel.number} className="min-w-0">
              <FrameTile
                story={story}
                panel={panel}
                ratio={ratio}
                role={panel.number === 1 ? 'anchor' : panel.number === last && goesOn ? 'reference' : null}
              />
            </li>
          ))}
        </ol>
        {attempts.length > 0 && (
          <div className="mt-2">
            <TimeBars attempts={attempts} longest={longest} />
          </div>
        )}
      </section>
    </>
  );
}
