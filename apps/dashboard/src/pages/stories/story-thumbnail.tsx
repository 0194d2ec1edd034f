import type { StoryView } from '@nextpanel/core';
import { usePictureFault } from '../../parts/use-picture-fault.ts';

/** Twice the size it is shown in, for dense screens. */
const widthPx = 112;

/**
 * The first drawn panel; it says nothing the title does not. Lists do not tell which panels are drawn: it is the first one
 * that did not fail, and while the panels of the first batch come in any order it is looked for again with each of them.
 */
export function StoryThumbnail({ story: { id, progress, failures } }: { readonly story: StoryView }) {
  const failed = new Set(failures.map(({ panel }) => panel));
  let panel = 1;
  while (failed.has(panel)) panel += 1;
  const { drawn } = progress.panels;
  const src = `/v1/stories/${id}/panels/${panel}/image?width=${widthPx}`;
  const { fault, onError } = usePictureFault(`${src} ${drawn}`);
  const there = drawn > 0 && panel <= progress.panels.total && fault === null;
  return (
    <span aria-hidden="true" className="bg-sunken border-line block size-14 shrink-0 overflow-hidden rounded-md border">
      {there && (
        <img
          src={src}
          alt=""
          width={widthPx / 2}
          height={widthPx / 2}
          decoding="async"
          className="size-full object-cover"
          onError={onError}
        />
      )}
    </span>
  );
}
