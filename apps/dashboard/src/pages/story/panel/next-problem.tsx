import { t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { buttonClasses } from '../../../parts/button.tsx';
import { panelList } from '../words/number-list.ts';

/** Leads from a corrected panel to the other panels the story is still waiting for. */
export function NextProblem({
  story,
  panel,
  failed,
}: {
  readonly story: StoryView;
  readonly panel: number;
  /** The panels that failed. */
  readonly failed: readonly number[];
}) {
  const next = failed.find((it) => it > panel) ?? failed[0];
  if (next === undefined) return null;
  return (
    <section
      aria-label={t`What the story is still waiting for`}
      className="bg-warn-soft border-line-strong rounded-xl border p-4"
    >
      <p>{t`The story is still waiting for ${panelList(failed)}.`}</p>
      <Link
        to="."
        params={{ id: story.id }}
        search={{ panel: next }}
        resetScroll={false}
        replace
        className={`${buttonClasses('primary', 'small')} mt-3`}
      >
        {t`Change panel ${next}`}
      </Link>
    </section>
  );
}
