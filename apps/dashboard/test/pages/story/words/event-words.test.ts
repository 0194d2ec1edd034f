import type { StoryEvent } from '@nextpanel/core/events';
import { expect, test } from 'vitest';
import { eventWords } from '../../../../src/pages/story/words/event-words.ts';

const of = (fields: object) => eventWords({ id: '1-0', story: 's', at: '', ...fields } as StoryEvent);

test.each([
  [{ type: 'story.waiting', waitingOn: 'rate_limited' }, 'Waiting: rate limit reached'],
  [{ type: 'story.waiting', waitingOn: null }, 'No longer waiting'],
  [
    { type: 'batch.released', batch: 2, attempt: 3, outcome: 'crashed' },
    'Batch 2, attempt 3: The worker died while it drew the batch',
  ],
  [{ type: 'panels.retaken', batch: 1, panels: [3, 4], count: 2 }, '2 new takes of panels 3–4 requested'],
  [{ type: 'story.lettered', panels: [] }, 'The lettering was changed'],
  [{ type: 'unknown', name: 'moon.phase', fields: {} }, '“moon.phase”, an event this version does not know'],
])('%o', (fields, words) => {
  expect(of(fields)).toBe(words);
});
