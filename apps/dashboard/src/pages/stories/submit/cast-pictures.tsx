import { useRef } from 'react';
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

/** The cast of the story with its pictures; more can be added to everybody. */
export function CastPictures({ text, shown, uploading, onAdd }: CastPicturesProps) {
  const cast = findCast(text);
  if (cast.length === 0) return null;
  const missing = missingPictures(cast);
  return (
    <section aria-label="Pictures of the cast" className="flex flex-col gap-2">
      <h3 className="text-sm font-medium">Pictures of the cast</h3>
      <p className="text-ink-soft text-sm">
        Drop pictures or a folder here. They are matched by their names, such as {exampleName(cast)}.
      </p>
      {missing.length > 0 && (
        <p role="status" className="bg-warn-soft rounded-lg px-3 py-2 text-sm break-words">
          The story names {missing.length === 1 ? 'a picture' : `${missing.length} pictures`} on your machine:{' '}
          <strong>{missing.join(', ')}</strong>. Drop {missing.length === 1 ? 'it' : 'them'} here, or{' '}
          <PickFiles label="choose files…" onPick={(files) => onAdd(files, null)} />
        </p>
      )}
      <ul className="flex flex-col gap-1.5">
        {cast.map((entry) => (
          <li key={entry.path.join('/')} className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1 text-sm break-words">{entry.name}</span>
            {entry.references.map((reference) => (
              <Thumbnail key={reference.path.join('/')} reference={reference} of={entry.name} shown={shown} />
            ))}
            <PickFiles
              label="Add picture"
              spoken={`Add picture of ${entry.name}`}
              onPick={(files) => onAdd(files, entry)}
            />
          </li>
        ))}
      </ul>
      <p role="status" className="text-ink-soft min-h-5 text-sm">
        {uploading > 0 && `Uploading ${uploading === 1 ? 'a picture' : `${uploading} pictures`}…`}
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
  if (address !== undefined) return <img src={address} alt={`Reference of ${of}`} className={box} />;
  // Addresses elsewhere are not opened by this page: the server fetches them.
  const words = { asset: 'uploaded', url: 'link', data: 'picture', local: 'missing', unknown: '?' }[kind];
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
        aria-label={spoken === undefined ? 'Picture files of the cast' : `Picture file: ${spoken}`}
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
const exampleName = (cast: readonly CastEntry[]): string => `${cast[0]?.fileNames[0] ?? 'name'}.png`;
