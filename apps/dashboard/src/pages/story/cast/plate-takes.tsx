import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { useSelectPlate } from '../../../data/story-commands.ts';
import { usePlateTakes } from '../../../data/story-queries.ts';
import { Button } from '../../../parts/button.tsx';
import { Picture } from '../frame/picture.tsx';
import { pictureUrl, tileWidth } from '../frame/picture-url.ts';
import { CompareTakes } from '../panel/compare-takes.tsx';
import { RetouchNote } from '../retouch/retouch-note.tsx';

/** All takes of a plate: pressing one selects it, and two can be compared. */
export function PlateTakes({
  story,
  plate,
  fixed,
}: {
  readonly story: string;
  readonly plate: string;
  readonly fixed: boolean;
}) {
  const { data: takes } = usePlateTakes(story, plate);
  const select = useSelectPlate(story);
  const [compares, setCompares] = useState(false);
  if (takes === undefined) return null;
  // A removed picture can neither be seen nor selected.
  const seen = takes.filter(({ removed }) => removed !== true);
  const current = takes.find(({ selected }) => selected);
  // What a retouch is compared with first is the picture that it changed.
  const other =
    seen.find(({ number }) => number === current?.retouch?.baseTake) ??
    seen.findLast(({ number }) => number !== current?.number);
  return (
    <>
      <ul aria-label={t`Takes of ${plate}`} className="flex flex-wrap gap-2">
        {takes.map(({ number, selected, removed, frame }) => (
          <li key={number}>
            <button
              type="button"
              aria-pressed={selected}
              aria-label={selected ? t`Take ${number}, selected` : t`Take ${number}`}
              disabled={fixed || selected || removed === true || select.isPending}
              onClick={() => select.mutate({ plate, take: number })}
              className="border-line aria-pressed:border-accent rounded-md border-2"
            >
              <Picture
                src={pictureUrl(frame, tileWidth)}
                alt={t`Take ${number} of ${plate}`}
                width={frame.width}
                height={frame.height}
                className="h-14 w-auto rounded"
              />
            </button>
          </li>
        ))}
      </ul>
      {current?.retouch !== undefined && (
        <div className="text-sm break-words">
          <RetouchNote retouch={current.retouch} />
        </div>
      )}
      {current !== undefined && other !== undefined && (
        <Button size="small" className="self-start" onClick={() => setCompares(true)}>{t`Compare takes…`}</Button>
      )}
      {compares && current !== undefined && other !== undefined && (
        <CompareTakes
          takes={seen}
          first={other.number}
          second={current.number}
          onClose={() => setCompares(false)}
          onSelect={
            fixed
              ? undefined
              : (take) => {
                  setCompares(false);
                  select.mutate({ plate, take });
                }
          }
        />
      )}
    </>
  );
}
