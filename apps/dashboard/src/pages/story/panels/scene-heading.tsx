import { t } from '@lingui/core/macro';
import type { PlateView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl } from '../frame/picture-url.ts';
import { countPanels } from '../words/number-list.ts';

const thumbnailWidth = 160;
/** More would push the panels off the screen. */
const mostPlates = 12;

/** The name of a scene and the plates its panels show, in sight for as long as the scene is. */
export function SceneHeading({
  story,
  title,
  id,
  count,
  plates,
}: {
  readonly story: string;
  readonly title: string;
  /** Of the heading. */
  readonly id: string;
  readonly count: number;
  readonly plates: readonly PlateView[];
}) {
  return (
    <div className="bg-paper sticky top-0 z-10 flex min-h-14 items-center gap-3 py-1.5">
      <div className="min-w-0 shrink-0">
        <h2 id={id} className="text-base leading-tight break-words">
          {title}
        </h2>
        <p className="text-ink-soft text-xs">{countPanels(count)}</p>
      </div>
      {plates.length > 0 && (
        <ul aria-label={t`Plates of ${title}`} className="flex min-w-0 items-center gap-2 overflow-x-auto p-0.5">
          {plates.slice(0, mostPlates).map((plate) => (
            <li key={plate.id} className="shrink-0">
              <Link
                to="/stories/$id/cast"
                params={{ id: story }}
                hash={plate.id}
                className="border-line bg-surface hover:border-accent flex items-center gap-1.5 rounded-lg border p-0.5 pe-2 text-xs"
              >
                <PlatePicture plate={plate} />
                <bdi className="max-w-28 truncate">{plate.id}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function PlatePicture({ plate }: { readonly plate: PlateView }) {
  const [picture] = plate.pictures;
  if (picture === undefined)
    return (
      <span aria-hidden="true" className="bg-sunken text-ink-soft flex size-10 items-center justify-center rounded-md">
        ?
      </span>
    );
  return (
    <Picture
      src={pictureUrl(picture, thumbnailWidth)}
      alt=""
      width={plate.frame?.width ?? 1}
      height={plate.frame?.height ?? 1}
      tiny
      className="size-10 rounded-md object-cover"
    />
  );
}
