import { t } from '@lingui/core/macro';
import type { PanelView } from '@nextpanel/core';
import { type ChangeEvent, useEffect, useState } from 'react';
import { wordsOf } from '../../../data/create-query-client.ts';
import { useDryRun } from '../../../data/dry-run-queries.ts';
import { coverRef, refOf } from '../../../data/picture-ref.ts';
import { useAddTake, useUploadPicture } from '../../../data/story-commands.ts';
import { Checkbox } from '../../../parts/checkbox.tsx';
import { type Cascade, CascadeChoice } from '../actions/cascade-choice.tsx';
import { PricedDialog } from '../priced-dialog.tsx';
import { pictureName } from '../words/number-list.ts';

/** Adds the user's own picture as a take; only panels that continue from it may be redrawn, price first. */
export function UploadTakeDialog({
  story,
  panel,
  onClose,
}: {
  readonly story: string;
  readonly panel: PanelView;
  readonly onClose: () => void;
}) {
  const picture = refOf(panel);
  const name = pictureName(picture);
  const [file, setFile] = useState<File | null>(null);
  const [select, setSelect] = useState(panel.frame === null);
  const [cascade, setCascade] = useState<Cascade>('keep');
  const preview = usePreview(file);
  const upload = useUploadPicture();
  const asset = upload.data?.id ?? null;
  // Nothing follows from a take that is not selected.
  const options = { select, cascade: select ? cascade : 'keep' } as const;
  const price = useDryRun(
    story,
    asset === null ? null : ['upload', picture, asset, options.select, options.cascade],
    (client) => client.addTake(story, picture, { asset: asset ?? '', ...options, dryRun: true }),
  );
  const add = useAddTake(story);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0] ?? null;
    setFile(chosen);
    upload.reset();
    if (chosen !== null) upload.mutate(chosen);
  };
  return (
    <PricedDialog
      onClose={onClose}
      title={t`Upload a take of ${name}`}
      description={t`Add your own picture. This is free, and the other takes are kept.`}
      price={price}
      settled={asset !== null}
      verb={select ? t`Add and select` : t`Add`}
      busy={add.isPending || upload.isPending}
      onConfirm={() => asset !== null && add.mutate({ panel: picture, asset, ...options }, { onSuccess: onClose })}
    >
      <label className="flex flex-col gap-1 text-sm font-medium">
        {t`Picture`}
        <input
          type="file"
          accept="image/png,image/jpeg,image/webp"
          onChange={choose}
          className="field file:me-3 file:font-medium"
        />
      </label>
      {upload.error !== null && (
        <p role="alert" className="text-bad text-sm break-words">
          {wordsOf(upload.error)}
        </p>
      )}
      {preview !== null && (
        <img src={preview} alt={t`The chosen file`} className="border-line max-h-60 self-start rounded-lg border" />
      )}
      <Checkbox
        checked={select}
        onChange={setSelect}
        label={
          panel.frame === null
            ? picture === coverRef
              ? t`Select it; the cover is then not drawn`
              : t`Select it; the panel is then not drawn`
            : picture === coverRef
              ? t`Select it, so that it appears in the books`
              : t`Select it, so that it appears on the sheet`
        }
      />
      {select && panel.frame !== null && picture !== coverRef && (
        <CascadeChoice value={cascade} onChange={setCascade} />
      )}
    </PricedDialog>
  );
}

/** An address of the chosen file for as long as it is chosen. */
function usePreview(file: File | null): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (file === null) return setUrl(null);
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url;
}
