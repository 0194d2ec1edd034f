import { t } from '@lingui/core/macro';
import type { PanelView, PlateView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { classNames } from '../../../parts/class-names.ts';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl } from '../frame/picture-url.ts';
import { pictureList } from '../words/number-list.ts';

const thumbnailWidth = 160;
/** More panels are only named. */
const mostPictures = 10;

/** The panels that show a plate; each opens its panel. */
export function PlateUses({
  plate,
  panels,
}: {
  readonly plate: PlateView;
  /** All of the story. */
  readonly panels: readonly PanelView[];
}) {
  if (plate.panels.length === 0 && !plate.cover)
    return <p className="text-ink-soft text-sm">{t`No panel shows it.`}</p>;
  const shownIn = pictureList(plate.panels, plate.cover);
  const stale = new Set(plate.stale);
  // Those that are behind come first: they are what one looks for here.
  const shown = plate.panels.toSorted((a, b) => Number(stale.has(b)) - Number(stale.has(a)) || a - b);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-ink-soft text-sm">{t`Shown in ${shownIn}.`}</p>
      <ul aria-label={t`Panels that show ${plate.id}`} className="flex flex-wrap gap-1.5">
        {shown.slice(0, mostPictures).map((number) => {
          const frame = panels[number - 1]?.frame ?? null;
          return (
            <li key={number}>
              <Link
                to="."
                search={(before) => ({ ...before, panel: number })}
                resetScroll={false}
                aria-label={stale.has(number) ? t`Panel ${number}, stale` : t`Panel ${number}`}
                className={classNames(
                  'bg-sunken text-ink-soft hover:border-accent relative flex size-12 items-center justify-center overflow-hidden rounded-md border-2 text-xs font-semibold',
                  stale.has(number) ? 'border-warn' : 'border-transparent',
                )}
              >
                {frame === null ? (
                  number
                ) : (
                  <>
                    <Picture
                      src={pictureUrl(frame, thumbnailWidth)}
                      alt=""
                      width={frame.width}
                      height={frame.height}
                      lazy
                      tiny
                      className="size-full object-cover"
                    />
                    <span className="bg-surface text-ink absolute end-0 bottom-0 rounded-ss px-1 leading-tight">
                      {number}
                    </span>
                  </>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
