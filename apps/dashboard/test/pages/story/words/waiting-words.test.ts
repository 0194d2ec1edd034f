import { expect, test } from 'vitest';
import { waitingWords as wordsAt } from '../../../../src/pages/story/words/waiting-words.ts';

const now = Date.parse('2026-11-29T02:59:00Z');
const waitingWords = (story: Omit<Parameters<typeof wordsAt>[0], 'waiting'>) =>
  wordsAt({ waiting: null, ...story }, now);

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

test("a wait is explained with its end and the provider's words", () => {
  const waiting = {
    code: 'rate_limited',
    since: '2026-11-29T02:58:00Z',
    until: '2026-11-29T05:59:00Z',
    detail: 'Please slow down',
    progress: null,
  };
  const words = wordsAt({ status: 'drawing', waitingOn: 'rate_limited', waiting, failures: [], cost }, now);
  const at = new Date(waiting.until).toLocaleString('sv-SE').slice(11, 16);
  expect(words?.text).toContain(`The provider asks to wait until ${at} (Please slow down). `);
  const outage = { ...waiting, code: 'provider_down', until: null, detail: 'OpenAI has been failing since 02:58' };
  expect(
    wordsAt({ status: 'drawing', waitingOn: 'provider_down', waiting: outage, failures: [], cost }, now)?.text,
  ).toContain('OpenAI has been failing since 02:58; it is tried again automatically. ');
});
