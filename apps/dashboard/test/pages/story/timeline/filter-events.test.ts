import type { StoryEvent } from '@nextpanel/core/events';
import { expect, test } from 'vitest';
import { filterEvents } from '../../../../src/pages/story/timeline/filter-events.ts';

const event = (id: string, more: object): StoryEvent =>
  ({ id, type: 'story.status', story: 's', at: '2026-11-22T12:00:00.000Z', ...more }) as StoryEvent;
const events = [
  event('1-0', {}),
  event('2-0', { type: 'batch.started', batch: 2, panels: [9, 16] }),
  event('3-0', { type: 'panel.drawn', batch: 2, panel: 9 }),
  event('4-0', { type: 'panel.drawn', batch: 2, panel: 10 }),
];
const any = { kind: null, batch: null, panel: null };
const idsOf = (shown: readonly StoryEvent[]) => shown.map(({ id }) => id);

test('without a filter it is the same list', () => {
  expect(filterEvents(events, any)).toBe(events);
});

test('events are filtered by kind, by batch, and by panel including its batch', () => {
  expect(idsOf(filterEvents(events, { ...any, kind: 'panel.drawn' }))).toEqual(['3-0', '4-0']);
  expect(idsOf(filterEvents(events, { ...any, batch: 2 }))).toEqual(['2-0', '3-0', '4-0']);
  expect(idsOf(filterEvents(events, { ...any, panel: 9 }))).toEqual(['2-0', '3-0']);
  expect(idsOf(filterEvents(events, { ...any, batch: 1 }))).toEqual([]);
});
