import type { AttemptView } from '@nextpanel/core';
import { formatTable } from '../terminal/format-table.ts';
import { plainText } from '../terminal/plain-text.ts';
import { localTime, seconds } from './describe-story.ts';

/** The attempts of a story as a table, in the order they began: how long each waited, stood with the provider, and how it ended. */
export function describeAttempts(attempts: readonly AttemptView[]): string {
  const rows = attempts.map((attempt) => [
    `${attempt.batch}`,
    `${attempt.number}`,
    localTime(attempt.startedAt),
    seconds(attempt.waitedMs),
    seconds(attempt.providerMs),
    attempt.outcome ?? 'runs',
    plainText([attempt.code, attempt.detail].filter((words) => words !== null).join(': ')),
  ]);
  return formatTable([['BATCH', 'ATTEMPT', 'BEGAN', 'WAITED', 'PROVIDER', 'ENDED', 'WHY'], ...rows]);
}
