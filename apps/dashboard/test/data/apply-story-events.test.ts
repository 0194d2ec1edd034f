import type { BatchView, PanelView, StoryView } from '@nextpanel/core';
import { type EventOf, type EventType, eventTypes, type StoryEvent } from '@nextpanel/core/events';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { applyStoryEvents } from '../../src/data/apply-story-events.ts';
import { keys } from '../../src/data/keys.ts';

const id = 'st_1';
const panel = (number: number, more: Partial<PanelView> = {}) =>
  ({ number, status: 'waiting', take: null, takes: 0, frame: null, failure: null, ...more }) as PanelView;
type Fields<Type extends EventType> = Partial<Omit<EventOf<Type>, 'id' | 'type' | 'story' | 'at'>>;
const event = <Type extends EventType>(type: Type, more: Fields<Type>): StoryEvent =>
  ({ id: '1-1', type, story: id, at: '2026-11-22T12:00:00.000Z', ...more }) as unknown as StoryEvent;
const frame = { sha256: 'ab'.repeat(32), width: 64, height: 32 };

let queries: QueryClient;
beforeEach(() => {
  queries = new QueryClient();
  queries.setQueryData(keys.panels(id), [panel(1), panel(2), panel(3)]);
  queries.setQueryData(keys.batches(id), [{ number: 1, status: 'waiting', attempts: 0 } as BatchView]);
});
const panels = () => queries.getQueryData<PanelView[]>(keys.panels(id)) ?? [];
const batches = () => queries.getQueryData<BatchView[]>(keys.batches(id)) ?? [];

test('when a batch starts, its panels are drawing', () => {
  applyStoryEvents(queries, id, [event('batch.started', { batch: 1, attempt: 1, panels: [1, 2] })]);
  expect(panels().map(({ status }) => status)).toEqual(['drawing', 'drawing', 'waiting']);
  expect(batches()[0]).toMatchObject({ status: 'drawing', attempts: 1 });
});

test('a first frame is shown without loading the panels again', () => {
  const others = panels().slice(1);
  const old = applyStoryEvents(queries, id, [event('panel.drawn', { panel: 1, batch: 1, slot: '1', frame })]);
  expect(panels()[0]).toMatchObject({
    status: 'drawn',
    take: 1,
    takes: 1,
    frame: { ...frame, url: '/v1/stories/st_1/panels/1/image' },
  });
  expect(panels().slice(1)).toEqual(others);
  expect([...old].sort()).toEqual(['dry-run', 'plates', 'story', 'takes']);
});

test('for a further take the panels are loaded: it may not be the selected one', () => {
  queries.setQueryData(keys.panels(id), [panel(1, { status: 'drawn', take: 1, takes: 1 })]);
  const old = applyStoryEvents(queries, id, [event('panel.drawn', { panel: 1, batch: 1, slot: '1', frame })]);
  expect(old.has('panels') && old.has('takes')).toBe(true);
  expect(panels()[0]?.frame).toBeNull();
});

test('a failure shows at its panel; the batch, its attempt and its other panels are loaded again', () => {
  const failure = { code: 'moderation', detail: 'the provider refused it' };
  applyStoryEvents(queries, id, [event('panel.failed', { panel: 2, batch: 1, failure })]);
  expect(panels()[1]).toMatchObject({ status: 'failed', failure });
  const old = applyStoryEvents(queries, id, [event('batch.failed', { batch: 1, retry: true, code: 'vendor_timeout' })]);
  expect([...old].sort()).toEqual(['attempts', 'batches', 'dry-run', 'panels', 'plates', 'story']);
});

test('data that was not loaded stays unloaded, and unrelated data stays unchanged', () => {
  const fresh = new QueryClient();
  applyStoryEvents(fresh, id, [event('batch.drawn', { batch: 1, panels: [1, 2] })]);
  expect(fresh.getQueryData(keys.panels(id))).toBeUndefined();
  const before = panels();
  applyStoryEvents(queries, id, [event('sheet.composed', { sheet: 1 })]);
  expect(panels()).toBe(before);
});

test('a committed batch has new takes; a redrawn one may show different ones', () => {
  const drawn = event('batch.drawn', { batch: 1, panels: [1, 2] });
  queries.setQueryData(keys.batches(id), [{ number: 1, status: 'drawing', attempts: 1 } as BatchView]);
  const first = applyStoryEvents(queries, id, [drawn]);
  expect([first.has('takes'), first.has('panels')]).toEqual([true, false]);
  queries.setQueryData(keys.batches(id), [{ number: 1, status: 'drawing', attempts: 2 } as BatchView]);
  const again = applyStoryEvents(queries, id, [drawn]);
  expect([again.has('takes'), again.has('panels')]).toEqual([true, true]);
});

test('a new status shows at once; panels and batches that were drawing or failed are loaded again', () => {
  queries.setQueryData(keys.storyView(id), { id, status: 'drawing', waitingOn: null } as StoryView);
  const status = event('story.status', { from: 'drawing', status: 'needs_attention', waitingOn: 'budget' });
  const old = applyStoryEvents(queries, id, [status]);
  expect(queries.getQueryData(keys.storyView(id))).toMatchObject({ status: 'needs_attention', waitingOn: 'budget' });
  expect([...old].sort()).toEqual(['batches', 'dry-run', 'panels', 'plates', 'story']);
  applyStoryEvents(queries, id, [event('story.waiting', { waitingOn: null })]);
  expect(queries.getQueryData(keys.storyView(id))).toMatchObject({ status: 'needs_attention', waitingOn: null });
});

test('after an event of a newer version everything is loaded again', () => {
  const newer: StoryEvent = { id: '1-1', type: 'unknown', name: 'moon.phase', story: id, at: '', fields: {} };
  const before = panels();
  const old = applyStoryEvents(queries, id, [newer]);
  expect(panels()).toBe(before);
  expect([...old].sort()).toEqual([
    'attempts',
    'batches',
    'checks',
    'dry-run',
    'editions',
    'ledger',
    'notes',
    'panels',
    'plates',
    'sheets',
    'story',
    'takes',
  ]);
});

test('what an event changes is loaded again, unless the event contains it', () => {
  for (const type of Object.keys(eventTypes) as EventType[]) {
    if (['batch.started', 'batch.drawn', 'panel.drawn', 'panel.failed', 'requests.changed'].includes(type)) continue;
    const old = applyStoryEvents(queries, id, [event(type, { panel: 1, batch: 1, panels: [1, 2] } as object)]);
    expect([...old], type).toEqual(expect.arrayContaining([...eventTypes[type]]));
  }
});

test.each([
  'panel.drawn',
  'panel.failed',
  'batch.started',
  'batch.drawn',
  'batch.failed',
  'take.selected',
  'panels.inserted',
] as const)('after %s a change may cost something else', (type) => {
  const more = { panel: 1, batch: 1, panels: [1, 2], frame } as object;
  const old = applyStoryEvents(queries, id, [event(type, more)]);
  expect(old.has('dry-run')).toBe(true);
});

test('a frame that the loaded panels already contain is not loaded again', () => {
  const known = { ...frame, url: '' };
  queries.setQueryData(keys.panels(id), [panel(1, { status: 'drawn', take: 1, takes: 1, frame: known })]);
  const before = panels();
  const old = applyStoryEvents(queries, id, [event('panel.drawn', { panel: 1, batch: 1, slot: '1', frame })]);
  expect(panels()).toBe(before);
  expect(old.has('panels')).toBe(false);
});
