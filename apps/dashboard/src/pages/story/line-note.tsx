import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { placeWords } from '../stories/waiting-words.ts';

/** Where a story stands that waits only for its turn. */
export function LineNote({
  story: { line, waitingOn, status, provider, priority = 0 },
}: {
  readonly story: StoryView;
}) {
  if (line === undefined || waitingOn !== null || status === 'paused') return null;
  return (
    <p role="status" className="border-line bg-surface mb-4 rounded-xl border px-4 py-3">
      <span className="font-semibold">{t`In line at ${provider}: ${placeWords(line)}.`}</span>{' '}
      <span className="text-ink-soft">
        {line.place === 1
          ? t`It is drawn as soon as a worker is free.`
          : plural(line.place - 1, {
              one: `# story begins before it; tenants take turns, and among your own stories priority decides (this one has ${priority}).`,
              other: `# stories begin before it; tenants take turns, and among your own stories priority decides (this one has ${priority}).`,
            })}
      </span>
    </p>
  );
}
