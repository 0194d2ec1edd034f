import { t } from '@lingui/core/macro';
import type { BatchView, PanelView } from '@nextpanel/core';
import { underRoot } from '../../../data/root-path.ts';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl } from '../frame/picture-url.ts';

/** Pixels; the picture on the path is a hint of the one above it. */
const thumbnailWidth = 64;
const columns = 8;

/** The line from the last frame of a batch to the next batch, with the reference frame on it. */
export function ReferencePath({
  story,
  batch,
  before,
  column,
  reference,
}: {
  readonly story: string;
  readonly batch: BatchView;
  readonly before: PanelView;
  /** Which of its batch, from 0, the panel before is. */
  readonly column: number;
  readonly reference: PanelView | null;
}) {
  const from = reference ?? before;
  const earlier = batch.reference !== null && from.frame !== null && batch.reference.sha256 !== from.frame.sha256;
  const sent =
    batch.reference === null
      ? null
      : { sha256: batch.reference.sha256, url: underRoot(`/v1/stories/${story}/pictures/${batch.reference.sha256}`) };
  const x = (column + 0.5) * (100 / columns);
  return (
    <div className="text-ink-soft relative flex h-11 items-center justify-center gap-2 text-xs">
      <svg
        aria-hidden="true"
        viewBox="0 0 100 40"
        preserveAspectRatio="none"
        className="text-line-strong absolute inset-0 hidden size-full sm:block rtl:-scale-x-100"
      >
        <path
          d={`M ${x} 0 V 20 H ${50 / columns} V 38`}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <span
        aria-hidden="true"
        style={{ insetInlineStart: `${50 / columns}%` }}
        className="text-line-strong absolute bottom-0 hidden -translate-x-1/2 rtl:translate-x-1/2 text-[0.5rem] leading-none sm:block"
      >
        ▼
      </span>
      <span className="bg-paper z-10 flex items-center gap-2 rounded-full px-2">
        {sent !== null && from.frame !== null && (
          <Picture
            src={pictureUrl(sent, thumbnailWidth)}
            alt=""
            width={from.frame.width}
            height={from.frame.height}
            tiny
            className="h-7 w-auto rounded"
          />
        )}
        <span>{batch.reference === null ? expectedWords(before) : drawnWords(batch.reference.panel, earlier)}</span>
      </span>
    </div>
  );
}

const expectedWords = ({ number, frame }: PanelView): string =>
  frame === null
    ? t`continues from the frame of panel ${number}, once it is drawn`
    : t`continues from the frame of panel ${number}`;

const drawnWords = (panel: number, earlier: boolean): string =>
  earlier
    ? t`drawn from the frame of panel ${panel}, an earlier take, with panel 1 as anchor`
    : t`drawn from the frame of panel ${panel}, with panel 1 as anchor`;
