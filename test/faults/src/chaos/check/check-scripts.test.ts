import { expect, test } from 'vitest';
import { checkScripts, type ScriptFound } from './check-scripts.ts';

const answer = (words: string, fault: string | null = null) => ({ words, fault });
const coverage = { leftOut: [], notVerbatim: [], unknownNames: [], outOfOrder: [] };
const call = (state: 'ordered' | 'kept' | 'refused' | 'possibly_paid') => ({
  id: state,
  state,
  costUsd: 0.01,
  code: null,
  orderedAt: '2026-12-01T00:00:00Z',
});

const found = (view: Partial<ScriptFound['view']>): ScriptFound => ({
  script: { id: 's1', mark: 'prose1' },
  view: {
    status: 'done',
    reason: null,
    spentUsd: 0.02,
    possiblyUsd: 0,
    calls: [call('kept'), call('kept')],
    draft: { format: 'prose', story: {}, yaml: '', gaps: [], coverage },
    ...view,
  },
});

const answers = [answer('scenes of prose1'), answer('panels of prose1'), answer('scenes of prose11')];
const brokenBy = (own: typeof answers, view: Partial<ScriptFound['view']> = {}) =>
  checkScripts(own, [found(view)], 0.01).map(({ invariant }) => invariant);

test('a script whose answers are all paid for, each once, is right', () => {
  expect(brokenBy(answers)).toEqual([]);
});

test('an answer that is in no ledger is reported, unless its vendor charged for a refusal', () => {
  const more = [...answers, answer('panels of prose1, the second scene')];
  expect(brokenBy(more)).toEqual(['every charge is reported']);
  expect(brokenBy(more, { possiblyUsd: 0.01 })).toEqual([]);
  expect(brokenBy([...answers, answer('another of prose1', 'moderation-output')])).toEqual([]);
});

test('the same is asked again only where the answer before was lost', () => {
  const again = [...answers, answer('panels of prose1')];
  expect(brokenBy(again, { spentUsd: 0.03 })).toEqual(['no double charge']);
  const lost = { possiblyUsd: 0.01, calls: [call('kept'), call('possibly_paid'), call('kept')] };
  expect(brokenBy(again, lost)).toEqual([]);
});

test('a question that stays under way, and a draft that lacks words, are reported', () => {
  expect(brokenBy(answers, { calls: [call('ordered')] })).toEqual(['nothing is left behind']);
  expect(brokenBy(answers, { draft: null })).toEqual(['no panel is lost']);
  const story = { format: 'prose' as const, story: {}, yaml: '', gaps: [] };
  const leftOut = [{ line: 1, text: 'In prose1' }];
  expect(brokenBy(answers, { draft: { ...story, coverage: { ...coverage, leftOut } } })).toEqual(['no panel is lost']);
});
