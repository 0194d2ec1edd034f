import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useRef } from 'react';
import { foreign } from '../../../language/foreign.ts';
import { listWords } from '../../../language/list-words.ts';
import { Button } from '../../../parts/button.tsx';
import { type CastEntry, type CastReference, findCast, missingPictures } from './story-cast.ts';

export interface CastPicturesProps {
  readonly text: string;
  /** Addresses of the pictures that were added here, by asset id. */
  readonly shown: ReadonlyMap<string, string>;
  /** How many pictures are being uploaded. */
  readonly uploading: number;
  readonly onAdd: (files: readonly File[], to: CastEntry | null) => void;
}

/** Longer lists of files would push everything else out of sight. */
const mostNamed = 12;

/** The cast of the story with its pictures; more can be added to everybody. */
export function CastPictures({ text, shown, uploading, onAdd }: CastPicturesProps) {
  const cast = findCast(text);
  if (cast.length === 0) return null;
  const missing = missingPictures(cast);
  const more = missing.length - mostNamed;
  const names = listWords([...missing.slice(0, mostNamed).map(foreign), ...(more > 0 ? [t`${more} more`] : [])]);
  return (
    <section aria-label={t`Pictures of the cast`} className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">{t`Pictures of the cast`}</h3>
      <p className="text-ink-soft text-sm">{t`Drop pictures or a folder here. They are matched by their names, such as ${exampleName(cast)}.`}</p>
      {missing.length > 0 && (
        <p role="status" className="bg-warn-soft rounded-lg px-3 py-2 text-sm break-words">
          {missing.length === 1 ? (
            <Trans>
              The story names a picture on your machine: <strong>{names}</strong>. Drop it here, or
            </Trans>
          ) : (
            <Trans>
              The story names {missing.length} pictures on your machine: <strong>{names}</strong>. Drop them here, or
            </Trans>
          )}{' '}
          <PickFiles label={t`choose files…`} onPick={(files) => onAdd(files, null)} />
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {cast.map((entry) => (
          <li key={entry.path.join('/')} className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1 text-sm break-words">
              <bdi>{entry.name}</bdi>
            </span>
            {entry.references.map((reference) => (
              <Thumbnail key={reference.path.join('/')} reference={reference} of={entry.name} shown={shown} />
            ))}
            <PickFiles
              label={t`Add picture`}
              spoken={t`Add picture of ${entry.name}`}
              onPick={(files) => onAdd(files, entry)}
            />
          </li>
        ))}
      </ul>
      <p role="status" className="text-ink-soft min-h-5 text-sm">
        {uploading > 0 && plural(uploading, { one: 'Uploading a picture…', other: 'Uploading # pictures…' })}
      </p>
    </section>
  );
}

function Thumbnail({
  reference: { kind, value },
  of,
  shown,
}: {
  readonly reference: CastReference;
  readonly of: string;
  readonly shown: ReadonlyMap<string, string>;
}) {
  const address = shown.get(value) ?? (kind === 'data' ? value : undefined);
  const box = 'border-line size-10 shrink-0 rounded border object-cover';
  if (address !== undefined) return <img src={address} alt={t`Reference of ${of}`} className={box} />;
  // Addresses elsewhere are not opened by this page: the server fetches them.
  const words = { asset: t`uploaded`, url: t`link`, data: t`picture`, local: t`missing`, unknown: '?' }[kind];
  return (
    <span title={value} className={`${box} text-ink-soft bg-sunken grid place-items-center text-[10px]`}>
      {words}
    </span>
  );
}

function PickFiles({
  label,
  spoken,
  onPick,
}: {
  readonly label: string;
  readonly spoken?: string;
  readonly onPick: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button size="small" aria-label={spoken} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept="image/png,image/jpeg,image/webp"
        hidden
        aria-label={spoken === undefined ? t`Picture files of the cast` : t`Picture file: ${spoken}`}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) onPick(files);
        }}
      />
    </>
  );
}

/** A file name that would be matched. */
const exampleName = (cast: readonly CastEntry[]): string => foreign(`${cast[0]?.fileNames[0] ?? 'name'}.png`);
