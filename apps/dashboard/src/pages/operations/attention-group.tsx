import { plural, t } from '@lingui/core/macro';
import type { StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useResumeStories } from '../../data/resume-stories.ts';
import { describeCode } from '../../language/code-words.ts';
import { listWords } from '../../language/list-words.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { formatUsd } from '../../parts/format-usd.ts';
import { cardClasses, linkClasses } from '../../parts/section.tsx';
import { ServerSentence } from '../../parts/server-words.tsx';
import { numberList } from '../story/words/number-list.ts';
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
  const verb = plural(stories.length, { one: 'Resume it', other: 'Resume all #' });
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`${verb}: ${nameOf(code)}`}>
        {verb}
      </Button>
      <ConfirmDialog
        open={open}
        onClose={() => setOpen(false)}
        title={plural(stories.length, { one: 'Resume # story?', other: 'Resume # stories?' })}
        verb={verb}
        busy={resume.isPending}
        onConfirm={confirm}
      >
        <p>
          {plural(stories.length, {
            one: 'It continues where it stopped, with five new attempts for each failed batch. Drawn panels are kept.',
            other:
              'They continue where they stopped, with five new attempts for each failed batch. Drawn panels are kept.',
          })}
        </p>
        <p className="mt-2">
          {rest === 0
            ? t`According to the estimates, it costs nothing.`
            : t`According to the estimates, the rest costs about ${formatUsd(rest)}.`}{' '}
          {t`If the cause still exists, the story stops again and shows up here.`}
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
    t`${progress.panels.drawn} of ${progress.panels.total} panels drawn`,
    ...(failed.length === 0 ? [] : [failedWords(failed)]),
    ...(code === 'budget' && cost.budgetUsd !== null
      ? [t`${formatUsd(cost.spentUsd + cost.possiblyUsd)} of ${formatUsd(cost.budgetUsd)} used`]
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
      <span className="text-ink-soft text-sm"> – {listWords(facts)}</span>
      {failures[0] !== undefined && (
        <p className="text-ink-soft line-clamp-2 text-sm">
          <ServerSentence words={failures[0].detail} />
        </p>
      )}
    </>
  );
}

/** A reason as a heading. */
const nameOf = (code: string): string => {
  const { brief } = describeCode(code);
  return `${brief.charAt(0).toUpperCase()}${brief.slice(1)}`;
};

function failedWords(failed: readonly number[]): string {
  const list = numberList(failed);
  return plural(failed.length, { one: `panel ${list} failed`, other: `panels ${list} failed` });
}

const counted = (count: number): string => plural(count, { one: '# story', other: '# stories' });
