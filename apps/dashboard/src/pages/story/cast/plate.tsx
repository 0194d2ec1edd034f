import type { PlateView, StoryView } from '@nextpanel/core';
import { type ChangeEvent, useState } from 'react';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { useMay } from '../../../data/rights.ts';
import { useRetakePlate, useUploadPlate } from '../../../data/story-commands.ts';
import { useFixed } from '../../../data/use-fixed.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Button, buttonClasses } from '../../../parts/button.tsx';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { PricedDialog } from '../priced-dialog.tsx';
import { panelList } from '../words/number-list.ts';
import { PlateTakes } from './plate-takes.tsx';

/** One plate: its pictures, the panels that show it, and what can be done with it. */
export function Plate({ story, plate }: { readonly story: StoryView; readonly plate: PlateView }) {
  const [retaking, setRetaking] = useState(false);
  const drawable = plate.status !== 'supplied' && plate.status !== 'none';
  const may = useMay();
  const fixed = useFixed(story);
  return (
    <li className="border-line bg-surface flex flex-col gap-2 rounded-xl border p-3">
      <p className="flex flex-wrap items-center gap-2">
        <span className="mr-auto font-medium break-all">{plate.id}</span>
        {plate.stale.length > 0 && <Badge tone="warn">stale: {panelList(plate.stale)}</Badge>}
        <StatusBadge status={plate.status} />
      </p>
      {plate.pictures.length > 0 && (
        <div className="flex gap-2 overflow-x-auto">
          {plate.pictures.map((picture) => (
            <a key={picture.sha256} href={pictureUrl(picture)} target="_blank" rel="noreferrer">
              <Picture
                src={pictureUrl(picture, tileWidth)}
                alt={`Plate of ${plate.id}`}
                width={plate.frame?.width ?? 3}
                height={plate.frame?.height ?? 2}
                lazy
                className="border-line max-h-48 w-auto rounded-md border object-contain"
              />
            </a>
          ))}
        </div>
      )}
      {plate.failure !== null && (
        <p role="alert" className="text-bad text-sm break-words">
          {plate.failure.detail}
        </p>
      )}
      <p dir="auto" className="text-sm break-words">
        {plate.description}
      </p>
      <p className="text-ink-soft text-sm">
        {plate.panels.length === 0 ? 'No panel shows it.' : `Shown in ${panelList(plate.panels)}.`}
      </p>
      {drawable && may('retakePlate') && (
        <div className="flex flex-wrap gap-2">
          <Button size="small" disabled={fixed || plate.frame === null} onClick={() => setRetaking(true)}>
            Retake…
          </Button>
          {!fixed && <UploadPlate story={story.id} plate={plate.id} />}
        </div>
      )}
      {plate.takes > 1 && <PlateTakes story={story.id} plate={plate.id} fixed={fixed} />}
      {retaking && <RetakePlateDialog story={story.id} plate={plate.id} onClose={() => setRetaking(false)} />}
    </li>
  );
}

function UploadPlate({ story, plate }: { readonly story: string; readonly plate: string }) {
  const upload = useUploadPlate(story);
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const picture = target.files?.[0];
    if (picture) upload.mutate({ plate, picture });
  };
  return (
    <label className={buttonClasses('plain', 'small')}>
      {upload.isPending ? 'Uploading…' : 'Use your own picture…'}
      <input
        type="file"
        accept="image/png,image/jpeg,image/webp"
        aria-label={`Your own picture of ${plate}`}
        onChange={choose}
        className="sr-only"
      />
    </label>
  );
}

/** Draws a plate again, price and dependants first. */
function RetakePlateDialog({
  story,
  plate,
  onClose,
}: {
  readonly story: string;
  readonly plate: string;
  readonly onClose: () => void;
}) {
  const price = useDryRun(story, ['retake-plate', plate], (client) =>
    client.retakePlate(story, plate, { dryRun: true }),
  );
  const retake = useRetakePlate(story);
  return (
    <PricedDialog
      onClose={onClose}
      title={`Retake the plate of ${plate}`}
      description="The new plate is selected; the old ones are kept. Panels are not drawn again by this: those that were drawn from another plate are marked stale, and you can retake them."
      price={price}
      verb="Retake"
      busy={retake.isPending}
      onConfirm={() => retake.mutate({ plate }, { onSuccess: onClose })}
    />
  );
}
