import { expect, test } from 'vitest';
import { waitingWords } from '../../../../src/pages/story/words/waiting-words.ts';

const cost = { estimateUsd: 1, budgetUsd: null, spentUsd: 0, heldUsd: 0, possiblyUsd: 0 };
const failure = (code: string, panel: number | null) => ({
  panel,
  panelId: panel === null ? null : `p${panel}`,
  code,
  detail: 'because',
});

test('a story that is being drawn is not waiting', () => {
  expect(waitingWords({ status: 'drawing', waitingOn: null, failures: [], cost })).toBeNull();
});

test.for([
  ['paused', null, 'resume'],
  ['needs_attention', 'approval', 'approve'],
  ['needs_attention', 'budget', 'raise-budget'],
  ['needs_attention', 'unknown_outcome', 'resume'],
  ['needs_attention', 'moderation_blocked', 'open-panel'],
  ['drawing', 'rate_limited', 'none'],
  ['drawing', 'provider_paused', 'resume-provider'],
  ['queued', 'disk_full', 'none'],
] as const)('%s, %s: %s', ([status, waitingOn, remedy]) => {
  expect(waitingWords({ status, waitingOn, failures: [], cost })?.remedy).toBe(remedy);
});

test('any other error links to its panel, or offers to resume', () => {
  const at = (panel: number | null) =>
    waitingWords({
      status: 'needs_attention',
      waitingOn: 'server_error',
      failures: [failure('server_error', panel)],
      cost,
    });
  expect(at(3)?.remedy).toBe('open-panel');
  expect(at(null)?.remedy).toBe('resume');
});

test('a paused story says what its batch in flight may still cost', () => {
  const paused = { status: 'paused' as const, waitingOn: null, failures: [] };
  expect(waitingWords({ ...paused, cost })?.text).toMatch(/finished, paid for and kept\.$/);
  expect(waitingWords({ ...paused, cost: { ...cost, heldUsd: 0.08 } })?.text).toMatch(/up to \$0\.08 is held for it/);
});

test('several refused panels are counted', () => {
  const failures = [failure('moderation_blocked', 3), failure('moderation_blocked', 5)];
  const words = waitingWords({ status: 'needs_attention', waitingOn: 'moderation_blocked', failures, cost });
  expect(words?.title).toBe('The provider refused 2 panels because of its content rules');
  expect(words?.text).toContain('after the last one is changed');
});
