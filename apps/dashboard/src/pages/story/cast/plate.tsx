import { plural, t } from '@lingui/core/macro';
import type { PanelView, PlateView, StoryView } from '@nextpanel/core';
import { type ChangeEvent, useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { useUploadPlate } from '../../../data/story-commands.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Button, buttonClasses } from '../../../parts/button.tsx';
import { classNames } from '../../../parts/class-names.ts';
import { ServerWords } from '../../../parts/server-words.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { isRetouchBegun } from '../retouch/retouch-draft.ts';
import { pictureList } from '../words/number-list.ts';
import { priceWords } from '../words/redraw-words.ts';
import { EditPlateDialog } from './edit-plate-dialog.tsx';
import { RedrawPanelsDialog, RetakePlateDialog } from './plate-dialogs.tsx';
import { PlateTakes } from './plate-takes.tsx';
import { PlateUses } from './plate-uses.tsx';
import { plateName, RetouchPlateDialog } from './retouch-plate-dialog.tsx';

/** One plate: its pictures, the panels that show it, and what can be done with it. */
export function Plate({
  story,
  plate,
  panels,
}: {
  readonly story: StoryView;
  readonly plate: PlateView;
  /** All of the story. */
  readonly panels: readonly PanelView[];
}) {
  const [asks, setAsks] = useState<'edit' | 'retake' | 'retouch' | 'redraw' | null>(() =>
    // What was typed before the key had to be given again, or the page was loaded again.
    isRetouchBegun(story.id, plateName(plate.id)) ? 'retouch' : null,
  );
  const close = () => setAsks(null);
  const drawable = plate.status !== 'supplied' && plate.status !== 'none';
  const may = useMay();
  const fixed = useFixed(story);
  return (
    <li
      id={plate.id}
      className="border-line bg-surface target:border-accent flex scroll-mt-4 flex-col gap-2.5 rounded-xl border p-3"
    >
      <p className="flex flex-wrap items-center gap-2">
        <bdi className="me-auto font-semibold break-all">{plate.id}</bdi>
        {plate.stale.length > 0 && (
          <Badge tone="warn">{plural(plate.stale.length, { one: '# panel stale', other: '# panels stale' })}</Badge>
        )}
        {plate.staleCover && <Badge tone="warn">{t`cover stale`}</Badge>}
        <StatusBadge status={plate.status} />
      </p>
      {plate.pictures.length > 0 && (
        <div className="flex gap-2 overflow-x-auto">
          {plate.pictures.map((picture) => (
            <a
              key={picture.sha256}
              href={pictureUrl(picture)}
              target="_blank"
              rel="noreferrer"
              className={plate.pictures.length === 1 ? 'w-full' : 'shrink-0'}
            >
              <Picture
                src={pictureUrl(picture, tileWidth)}
                alt={t`Plate of ${plate.id}`}
                width={plate.frame?.width ?? 3}
                height={plate.frame?.height ?? 2}
                lazy
                className={classNames(
                  'border-line max-h-72 rounded-md border object-contain',
                  plate.pictures.length === 1 ? 'h-auto w-full' : 'h-44 w-auto',
                )}
              />
            </a>
          ))}
        </div>
      )}
      {plate.failure !== null && (
        <p role="alert" className="text-bad text-sm break-words">
          <ServerWords code={plate.failure.code} detail={plate.failure.detail} />
        </p>
      )}
      <p dir="auto" className="text-sm break-words">
        {plate.description}
      </p>
      <PlateUses plate={plate} panels={panels} />
      {(plate.stale.length > 0 || plate.staleCover) && (
        <StaleNote
          story={story.id}
          plate={plate}
          onRedraw={fixed || !may('redrawPlatePanels') ? undefined : () => setAsks('redraw')}
        />
      )}
      <div className="flex flex-wrap gap-2">
        {may('editPlate') && (
          <Button size="small" disabled={fixed} onClick={() => setAsks('edit')}>
            {t`Edit description…`}
          </Button>
        )}
        {drawable && may('retakePlate') && (
          <Button size="small" disabled={fixed || plate.frame === null} onClick={() => setAsks('retake')}>
            {t`Retake…`}
          </Button>
        )}
        {drawable && may('retouchPlate') && (
          <Button size="small" disabled={fixed || plate.status !== 'drawn'} onClick={() => setAsks('retouch')}>
            {t`Retouch…`}
          </Button>
        )}
        {drawable && may('retakePlate') && !fixed && <UploadPlate story={story.id} plate={plate.id} />}
      </div>
      {plate.takes > 1 && <PlateTakes story={story.id} plate={plate.id} fixed={fixed} />}
      {asks === 'edit' && <EditPlateDialog story={story.id} plate={plate} onClose={close} />}
      {asks === 'retake' && <RetakePlateDialog story={story.id} plate={plate.id} onClose={close} />}
      {asks === 'retouch' && plate.frame !== null && (
        <RetouchPlateDialog story={story.id} plate={plate.id} frame={plate.frame} onClose={close} />
      )}
      {asks === 'redraw' && <RedrawPanelsDialog story={story.id} plate={plate.id} onClose={close} />}
    </li>
  );
}

/** What was drawn from another picture or by other words, and what drawing that again would cost. */
function StaleNote({
  story,
  plate,
  onRedraw,
}: {
  readonly story: string;
  readonly plate: PlateView;
  readonly onRedraw: (() => void) | undefined;
}) {
  const { data: price } = useDryRun(story, onRedraw ? ['redraw-plate', plate.id] : null, (client) =>
    client.redrawPlatePanels(story, plate.id, { dryRun: true }),
  );
  return (
    <div className="bg-warn-soft text-warn flex flex-wrap items-center gap-2 rounded-lg px-3 py-2 text-sm">
      <span className="me-auto">{staleWords(plate, price === undefined ? null : priceWords(price))}</span>
      {onRedraw !== undefined && <Button size="small" onClick={onRedraw}>{t`Redraw…`}</Button>}
    </div>
  );
}

function staleWords({ stale, staleCover }: PlateView, price: string | null): string {
  const pictures = pictureList(stale, staleCover);
  return price === null
    ? t`Drawn as it was before: ${pictures}`
    : t`Drawn as it was before: ${pictures}. Redrawing: ${price}`;
}

function UploadPlate({ story, plate }: { readonly story: string; readonly plate: string }) {
  const upload = useUploadPlate(story);
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const picture = target.files?.[0];
    if (picture) upload.mutate({ plate, picture });
  };
  return (
    <label className={buttonClasses('plain', 'small')}>
      {upload.isPending ? t`Uploading…` : t`Use your own picture…`}
      <input
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-label={t`Your own picture of ${plate}`}
        onChange={choose}
        className="sr-only"
      />
    </label>
  );
}
