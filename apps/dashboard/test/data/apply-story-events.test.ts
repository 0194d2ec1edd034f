import type { BatchView, PanelView, StoryEvent } from '@nextpanel/core';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import { applyStoryEvents } from '../../src/data/apply-story-events.ts';
import { keys } from '../../src/data/keys.ts';

const id = 'st_1';
const panel = (number: number, more: Partial<PanelView> = {}) =>
  ({ number, status: 'waiting', take: null, takes: 0, frame: null, failure: null, ...more }) as PanelView;
const event = (type: StoryEvent['type'], more: object): StoryEvent => ({
  id: '1-1',
  type,
  story: id,
  at: '2026-11-22T12:00:00.000Z',
  ...more,
});
const frame = { sha256: 'ab'.repeat(32), width: 64, height: 32 };

let queries: QueryClient;
beforeEach(() => {
  queries = new QueryClient();
  queries.setQueryData(keys.panels(id), [panel(1), panel(2), panel(3)]);
  queries.setQueryData(keys.batches(id), [{ number: 1, status: 'waiting', attempts: 0 } as BatchView]);
});
const panels = () => queries.getQueryData<PanelView[]>(keys.panels(id)) ?? [];
const batches = () => queries.getQueryData<BatchView[]>(keys.batches(id)) ?? [];

test('a batch that begins makes its panels draw', () => {
  applyStoryEvents(queries, id, [event('batch.started', { batch: 1, attempt: 1, panels: [1, 2] })]);
  expect(panels().map(({ status }) => status)).toEqual(['drawing', 'drawing', 'waiting']);
  expect(batches()[0]).toMatchObject({ status: 'drawing', attempts: 1 });
});

test('a first frame is shown at its panel without asking for the panels', () => {
  const others = panels().slice(1);
  const old = applyStoryEvents(queries, id, [event('panel.drawn', { panel: 1, batch: 1, slot: '0', frame })]);
  expect(panels()[0]).toMatchObject({
    status: 'drawn',
    take: 1,
    takes: 1,
    frame: { ...frame, url: '/v1/stories/st_1/panels/1/image' },
  });
  expect(panels().slice(1)).toEqual(others);
  expect([...old]).toEqual(['view', 'dry-run']);
});

test('a further take of a drawn panel is asked for: it may not be the selected one', () => {
  queries.setQueryData(keys.panels(id), [panel(1, { status: 'drawn', take: 1, takes: 1 })]);
  const old = applyStoryEvents(queries, id, [event('panel.drawn', { panel: 1, batch: 1, slot: '1', frame })]);
  expect(old.has('panels') && old.has('takes')).toBe(true);
  expect(panels()[0]?.frame).toBeNull();
});

test('a failure shows at its panel; a batch that is tried again waits, another has failed', () => {
  const failure = { code: 'moderation', detail: 'the provider refused it' };
  applyStoryEvents(queries, id, [event('panel.failed', { panel: 2, batch: 1, failure })]);
  expect(panels()[1]).toMatchObject({ status: 'failed', failure });
  applyStoryEvents(queries, id, [event('batch.failed', { batch: 1, retry: true, code: 'timeout' })]);
  expect(batches()[0]?.status).toBe('waiting');
  applyStoryEvents(queries, id, [event('batch.failed', { batch: 1, retry: false, code: 'moderation' })]);
  expect(batches()[0]?.status).toBe('failed');
});

test('what was not read yet stays unread, and nothing changes what no event names', () => {
  const fresh = new QueryClient();
  applyStoryEvents(fresh, id, [event('batch.drawn', { batch: 1, panels: [1, 2] })]);
  expect(fresh.getQueryData(keys.panels(id))).toBeUndefined();
  const before = panels();
  applyStoryEvents(queries, id, [event('sheet.composed', { sheet: 1 })]);
  expect(panels()).toBe(before);
});

test('a committed batch has new takes; one that was drawn again may show others', () => {
  const drawn = event('batch.drawn', { batch: 1, panels: [1, 2] });
  queries.setQueryData(keys.batches(id), [{ number: 1, status: 'drawing', attempts: 1 } as BatchView]);
  const first = applyStoryEvents(queries, id, [drawn]);
  expect([first.has('takes'), first.has('panels')]).toEqual([true, false]);
  queries.setQueryData(keys.batches(id), [{ number: 1, status: 'drawing', attempts: 2 } as BatchView]);
  const again = applyStoryEvents(queries, id, [drawn]);
  expect([again.has('takes'), again.has('panels')]).toEqual([true, true]);
});

test.each([
  ['story.status', { from: 'needs_attention', status: 'drawing', waitingOn: null }],
  ['story.status', { from: 'drawing', status: 'cancelled', waitingOn: null }],
  ['provider.paused', { provider: 'openai', reason: 'wrong key' }],
  ['provider.resumed', { provider: 'openai' }],
] as const)('%s %o: what was drawn or failed may wait now, and is asked for', (type, more) => {
  queries.setQueryData(keys.panels(id), [panel(1, { status: 'failed' }), panel(2, { status: 'drawing' })]);
  const old = applyStoryEvents(queries, id, [event(type, more)]);
  expect([...old].sort()).toEqual(['attempts', 'batches', 'dry-run', 'ledger', 'panels', 'view']);
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
  const old = applyStoryEvents(queries, id, [event(type, { panel: 1, batch: 1, panels: [1, 2], frame })]);
  expect(old.has('dry-run')).toBe(true);
});

test('a frame that the panels were read with already is not asked for once more', () => {
  const known = { ...frame, url: '' };
  queries.setQueryData(keys.panels(id), [panel(1, { status: 'drawn', take: 1, takes: 1, frame: known })]);
  const before = panels();
  const old = applyStoryEvents(queries, id, [event('panel.drawn', { panel: 1, batch: 1, slot: '0', frame })]);
  expect(panels()).toBe(before);
  expect(old.has('panels')).toBe(false);
});
