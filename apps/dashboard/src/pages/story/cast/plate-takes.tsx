import { t } from '@lingui/core/macro';
import { underRoot } from '../../../data/root-path.ts';
import { useSelectPlate } from '../../../data/story-commands.ts';
import { usePlateTakes } from '../../../data/story-queries.ts';
import { Picture } from '../frame/picture.tsx';
import { tileWidth } from '../frame/picture-url.ts';

/** All takes of a plate; pressing one selects it. */
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
  if (takes === undefined) return null;
  return (
    <ul aria-label={t`Takes of ${plate}`} className="flex flex-wrap gap-2">
      {takes.map(({ number, selected, frame }) => (
        <li key={number}>
          <button
            type="button"
            aria-pressed={selected}
            aria-label={selected ? t`Take ${number}, selected` : t`Take ${number}`}
            disabled={fixed || selected || select.isPending}
            onClick={() => select.mutate({ plate, take: number })}
            className="border-line aria-pressed:border-accent rounded-md border-2"
          >
            <Picture
              src={underRoot(`/v1/stories/${story}/pictures/${frame.sha256}?width=${tileWidth}`)}
              alt={t`Take ${number} of ${plate}`}
              width={frame.width}
              height={frame.height}
              className="h-14 w-auto rounded"
            />
          </button>
        </li>
      ))}
    </ul>
  );
}
