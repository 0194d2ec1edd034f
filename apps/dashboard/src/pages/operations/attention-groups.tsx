import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useStoriesThatWait } from '../../data/operation-queries.ts';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { linkClasses, Section } from '../../parts/section.tsx';
import { AttentionGroup } from './attention-group.tsx';
import { groupStories } from './group-stories.ts';

/** Stories that need attention, by reason. */
export function AttentionGroups() {
  const { data, error, refetch } = useStoriesThatWait();
  const groups = groupStories(data?.items ?? []);
  return (
    <Section title={t`Needs attention`}>
      {error !== null && data === undefined && (
        <ProblemNote title={t`These stories could not be fetched`} error={error} onRetry={() => void refetch()} />
      )}
      {data !== undefined && groups.length === 0 && <p className="text-ink-soft">{t`No story needs attention.`}</p>}
      <div className="flex flex-col gap-4">
        {groups.map((group) => (
          <AttentionGroup key={group.code} group={group} />
        ))}
      </div>
      {data?.nextCursor != null && (
        <p className="text-ink-soft mt-3 text-sm">
          <Trans>
            These are the {data.items.length} that changed last. More will show here when these continue, and in the{' '}
            <Link to="/" className={linkClasses}>
              list of stories
            </Link>
            .
          </Trans>
        </p>
      )}
    </Section>
  );
}
