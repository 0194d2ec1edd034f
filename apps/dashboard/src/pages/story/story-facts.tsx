import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { StoryView } from '@nextpanel/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Money } from '../../parts/money.tsx';
import { ProgressBar } from '../../parts/progress-bar.tsx';
import { ServerWords } from '../../parts/server-words.tsx';

const warningsInSight = 3;

/** Progress, cost and warnings of a story. */
export function StoryFacts({ story }: { readonly story: StoryView }) {
  const { panels, sheets } = story.progress;
  const { cost } = story;
  return (
    <section aria-label={t`Progress and cost`} className="mb-4 flex flex-col gap-3">
      <div className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        <Progress name={t`Panels`} title={story.title} {...panels} />
        <Progress name={t`Sheets`} title={story.title} {...sheets} />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <Fact name={t`Spent`}>
          <Money usd={cost.spentUsd} />
        </Fact>
        {cost.heldUsd > 0 && (
          <Fact name={t`Held for requests in progress`}>
            <Money usd={cost.heldUsd} />
          </Fact>
        )}
        {cost.possiblyUsd > 0 && (
          <Fact name={t`Possibly paid`}>
            <Money usd={cost.possiblyUsd} />
          </Fact>
        )}
        <Fact name={t`Estimate`}>
          <Money usd={cost.estimateUsd} />
        </Fact>
        {cost.remainingUsd !== undefined && cost.remainingUsd > 0 && cost.spentUsd > 0 && (
          <Fact name={t`Still to come, about`}>
            <Money usd={cost.remainingUsd} />
          </Fact>
        )}
        <Fact name={t`Budget`}>{cost.budgetUsd === null ? t`no limit` : <Money usd={cost.budgetUsd} />}</Fact>
        <Fact name={t`Drawn by`}>
          {story.provider} {story.model !== story.provider && story.model}
        </Fact>
        {story.continues && (
          <Fact name={t`Continues`}>
            <Trans>
              <Link to="/stories/$id" params={{ id: story.continues.story }} className="text-accent underline">
                {story.continues.title}
              </Link>
              , from panel {story.continues.panel}
            </Trans>
          </Fact>
        )}
      </dl>
      {story.warnings.length > 0 && <Warnings warnings={story.warnings} />}
    </section>
  );
}

/** The first few in sight; checks of a long story may find hundreds. */
function Warnings({ warnings }: Pick<StoryView, 'warnings'>) {
  const more = warnings.slice(warningsInSight);
  return (
    <div className="bg-warn-soft text-warn rounded-lg px-3 py-2 text-sm">
      <WarningList warnings={warnings.slice(0, warningsInSight)} />
      {more.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer font-semibold">{t`${more.length} more`}</summary>
          <WarningList warnings={more} />
        </details>
      )}
    </div>
  );
}

const WarningList = ({ warnings }: Pick<StoryView, 'warnings'>) => (
  <ul>
    {warnings.map(({ code, detail }) => (
      <li key={`${code} ${detail}`}>
        <span className="font-semibold">{t`Note:`} </span>
        <ServerWords code={code} detail={detail} warning />
      </li>
    ))}
  </ul>
);

function Progress(it: {
  readonly name: string;
  readonly title: string;
  readonly drawn: number;
  readonly total: number;
}) {
  return (
    <div className="flex items-center gap-2 text-sm">
      <span className="w-14 font-medium">{it.name}</span>
      <div className="flex-1">
        <ProgressBar label={t`${it.name} of ${it.title}`} value={it.drawn} max={it.total} />
      </div>
    </div>
  );
}

/** A name and what it is, in a `dl`. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 font-medium break-words">{children}</dd>
    </div>
  );
}
