import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import type { PlateView } from '@nextpanel/core';
import { useParams } from '@tanstack/react-router';
import { usePanels, usePlates, useStory } from '../../../data/story-queries.ts';
import { classNames } from '../../../parts/class-names.ts';
import { EmptyState } from '../../../parts/empty-state.tsx';
import { ProblemNote } from '../../../parts/problem-note.tsx';
import { Loading } from '../../../parts/skeleton.tsx';
import { Plate } from './plate.tsx';

const headings: readonly (readonly [kinds: readonly PlateView['kind'][], heading: MessageDescriptor])[] = [
  [['character', 'outfit'], msg`Characters`],
  [['location'], msg`Locations`],
  [['prop'], msg`Props`],
  [['style'], msg`Style`],
];

/** Kinds with few plates stand beside one another on a wide page. */
const spans = { 1: 'lg:col-span-1', 2: 'lg:col-span-2', 3: 'lg:col-span-3' } as const;
const columns = { 1: 'lg:grid-cols-1', 2: 'lg:grid-cols-2', 3: 'lg:grid-cols-3' } as const;

/** Every character, outfit, location, prop and the style: their pictures, where each is used, and what is stale. */
export function CastPage() {
  const { id } = useParams({ from: '/stories/$id' });
  const { data: story } = useStory(id);
  const { data: plates, error, refetch } = usePlates(id);
  const { data: panels = [] } = usePanels(id);
  if (error !== null && plates === undefined)
    return <ProblemNote title={t`The cast could not be loaded`} error={error} onRetry={() => void refetch()} />;
  if (plates === undefined || story === undefined) return <Loading what={t`the cast`} />;
  if (plates.length === 0) {
    return (
      <EmptyState title={t`No cast`}>
        {t`The story names no characters, locations, props or style, so no reference pictures go along with its panels.`}
      </EmptyState>
    );
  }
  return (
    <div className="grid items-start gap-x-4 gap-y-8 lg:grid-cols-3">
      <p role="status" className="text-ink-soft -mb-4 text-sm lg:col-span-3">
        {castWords(plates)}
      </p>
      {headings.map(([kinds, message]) => {
        const heading = t(message);
        const shown = plates.filter(({ kind }) => kinds.includes(kind));
        if (shown.length === 0) return null;
        return (
          <section
            key={heading}
            aria-label={heading}
            className={classNames('flex min-w-0 flex-col gap-3', spans[Math.min(shown.length, 3) as 1 | 2 | 3])}
          >
            <h2 className="text-lg font-semibold">{heading}</h2>
            <ul
              className={classNames(
                'grid items-start gap-4 sm:grid-cols-2',
                columns[Math.min(shown.length, 3) as 1 | 2 | 3],
              )}
            >
              {shown.map((plate) => (
                <Plate key={plate.id} story={story} plate={plate} panels={panels} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** How many there are, how many have no picture, and how many panels are behind. */
function castWords(plates: readonly PlateView[]): string {
  const without = plates.filter(({ pictures }) => pictures.length === 0).length;
  const stale = new Set(plates.flatMap((plate) => plate.stale)).size;
  return [
    plural(plates.length, { one: '# plate', other: '# plates' }),
    without > 0 ? t`${without} without a picture` : t`all with pictures`,
    stale === 0
      ? t`no panel is stale because of them`
      : plural(stale, { one: '# panel stale', other: '# panels stale' }),
  ].join(' · ');
}
