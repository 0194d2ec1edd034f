import type { StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { explainRest } from '../../src/story/explain-rest.ts';
import { storyView } from '../testing.ts';

const explain = (over: Partial<StoryView>, served?: boolean) =>
  explainRest(
    { story: storyView({ status: 'needs_attention', ...over }), pausedProvider: null },
    'type: resume',
    served,
  ).join('\n');

test('a refused panel is edited, or given a picture', () => {
  const failures = [
    { panel: 5, panelId: 'p5', code: 'moderation_blocked', detail: 'no' },
    { panel: 7, panelId: 'p7', code: 'moderation_blocked', detail: 'no' },
  ];
  const lines = explain({ waitingOn: 'moderation_blocked', failures });
  expect(lines).toContain('panel 7: moderation_blocked: no');
  expect(lines).toContain('edit st1 5 --prompt');
  expect(lines).toContain('takes st1 5 --upload');
});

test('a refused plate is named, and gets a picture or other words', () => {
  const refused = { panel: null, panelId: '@hare/winter', code: 'moderation_blocked', detail: 'no' };
  const lines = explain({ waitingOn: 'moderation_blocked', failures: [refused] });
  expect(lines).toContain('  the plate of hare/winter: moderation_blocked: no');
  expect(lines).toContain('plates st1 hare/winter --upload FILE');
  expect(lines).not.toContain('Reword the prompt');
});

test('a spent budget is raised and then the story resumed', () => {
  const cost = { ...storyView().cost, budgetUsd: 3, spentUsd: 2.9 };
  const lines = explain({
    waitingOn: 'budget',
    cost,
    failures: [{ panel: null, panelId: null, code: 'budget', detail: 'over' }],
  });
  expect(lines).toMatch(/now \$3\.00, spent \$2\.90.*amend st1 --budget/s);
  expect(lines).toContain('type: resume');
});

test('an approval is asked for, a request of unknown outcome explained', () => {
  const progress = storyView().progress;
  const drawn = { ...progress, batches: { ...progress.batches, drawn: 1 } };
  expect(explain({ waitingOn: 'approval', progress: drawn })).toMatch(/download st1.*approve st1.*edit st1/s);
  expect(explain({ waitingOn: 'unknown_outcome' })).toMatch(/whether the request was paid.*type: resume/s);
});

test('plates are approved before the first batch is drawn', () => {
  const progress = storyView().progress;
  const plates = { ...progress, batches: { ...progress.batches, drawn: 0 } };
  expect(explain({ waitingOn: 'approval', progress: plates })).toMatch(
    /The plates are drawn.*plates st1 --save DIR.*plates st1 --approve.*plates st1 PLATE --retake/s,
  );
});

test('where no server runs, one is started first', () => {
  expect(explain({ waitingOn: 'approval' }, false)).toContain('npm start');
  expect(explain({ waitingOn: 'approval' })).not.toContain('npm start');
});
