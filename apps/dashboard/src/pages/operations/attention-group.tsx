import type { StoryView } from '@nextpanel/core';
import { describeCode } from '@nextpanel/core/errors';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useResumeStories } from '../../data/resume-stories.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { formatUsd } from '../../parts/format-usd.ts';
import { cardClasses, linkClasses } from '../../parts/section.tsx';
import { FoldedList } from './folded-list.tsx';
import { type ReasonGroup, restUsd } from './group-stories.ts';

/** Stories that stopped for the same reason: what it means, what to do, and a way to resume all of them. */
export function AttentionGroup({ group: { code, stories } }: { readonly group: ReasonGroup }) {
  const { title, remedy } = describeCode(code);
  const name = nameOf(code);
  return (
    <article aria-label={name} className={cardClasses}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="text-base font-semibold">{name}</h3>
          <Badge tone={code === 'approval' ? 'accent' : 'bad'}>{counted(stories.length)}</Badge>
        </div>
        {/* What waits for a yes is looked at first, story by story. */}
        {code !== 'approval' && <ResumeAll code={code} stories={stories} />}
      </div>
      <div>
        <p>{title}.</p>
        <p className="text-ink-soft">{remedy}</p>
      </div>
      <FoldedList items={stories} keyOf={({ id }) => id} render={(story) => <StoryLine code={code} story={story} />} />
    </article>
  );
}

function ResumeAll({ code, stories }: { readonly code: string; readonly stories: readonly StoryView[] }) {
  const [open, setOpen] = useState(false);
  const resume = useResumeStories();
  const confirm = () => resume.mutate(stories, { onSettled: () => setOpen(false) });
  const rest = restUsd(stories);
  const verb = stories.length === 1 ? 'Resume it' : `Resume all ${stories.length}`;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${verb}: ${nameOf(code)}`}>
        {verb}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={`Resume ${counted(stories.length)}?`}
        verb={verb}
        busy={resume.isPending}
        onConfirm={confirm}
      >
        <p>
          {stories.length === 1 ? 'It continues' : 'They continue'} where {stories.length === 1 ? 'it' : 'they'}{' '}
          stopped, with five new attempts for each failed batch. Drawn panels are kept.
        </p>
        <p className="mt-2">
          {rest === 0
            ? 'According to the estimates, it costs nothing.'
            : `According to the estimates, the rest costs about ${formatUsd(rest)}.`}{' '}
          If the cause still exists, the story stops again and shows up here.
        </p>
        <p className="mt-2">{describeCode(code).remedy}</p>
      </ConfirmDialog>
    </>
  );
}

function StoryLine({ code, story }: { readonly code: string; readonly story: StoryView }) {
  const { id, title, failures, progress, cost } = story;
  const failed = failures.flatMap(({ panel }) => panel ?? []);
  const [panel] = failed;
  const facts = [
    `${progress.panels.drawn} of ${progress.panels.total} panels drawn`,
    ...(failed.length === 0
      ? []
      : [failed.length === 1 ? `panel ${panel} failed` : `panels ${failed.join(', ')} failed`]),
    ...(code === 'budget' && cost.budgetUsd !== null
      ? [`${formatUsd(cost.spentUsd + cost.possiblyUsd)} of ${formatUsd(cost.budgetUsd)} used`]
      : []),
  ];
  return (
    <>
      <Link
        to="/stories/$id"
        params={{ id }}
        search={panel === undefined ? {} : { panel }}
        dir="auto"
        className={linkClasses}
      >
        {title}
      </Link>
      <span className="text-ink-soft text-sm"> – {facts.join(', ')}</span>
      {failures[0] !== undefined && <p className="text-ink-soft line-clamp-2 text-sm">{failures[0].detail}</p>}
    </>
  );
}

const nameOf = (code: string): string => {
  const words = code.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const counted = (count: number): string => (count === 1 ? '1 story' : `${count} stories`);
