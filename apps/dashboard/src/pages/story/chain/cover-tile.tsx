import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { coverPanel } from '@nextpanel/core/cover-id';
import { Link } from '@tanstack/react-router';
import { useCover } from '../../../data/story-queries.ts';
import { Badge } from '../../../parts/badge.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';

/** The cover of a story that draws one, behind its panels: opens the drawer. */
export function CoverTile({ story }: { readonly story: StoryView }) {
  const hasCover = story.links.cover !== undefined;
  const { data: cover } = useCover(story.id, hasCover);
  if (!hasCover || cover === undefined) return null;
  const { frame, prompt } = cover;
  return (
    <section aria-label={t`Cover`} className="border-line mt-6 border-t pt-4">
      <Link
        to="."
        params={{ id: story.id }}
        search={(before) => ({ ...before, panel: coverPanel })}
        resetScroll={false}
        preload={false}
        className="group flex max-w-xl items-center gap-4 rounded-lg"
      >
        <span className="bg-sunken border-line group-hover:border-accent flex aspect-2/3 w-24 shrink-0 items-center justify-center overflow-hidden rounded-lg border">
          {frame !== null && (
            <Picture
              src={pictureUrl(frame, tileWidth)}
              alt=""
              width={frame.width}
              height={frame.height}
              className="size-full object-cover"
            />
          )}
        </span>
        <span className="flex min-w-0 flex-col gap-1">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-semibold">{t`Cover`}</span>
            <StatusBadge status={cover.status} />
            {cover.stale && <Badge tone="warn">{t`stale`}</Badge>}
          </span>
          <span dir="auto" className="text-ink-soft line-clamp-3 text-sm">
            {prompt}
          </span>
        </span>
      </Link>
    </section>
  );
}
