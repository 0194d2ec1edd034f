import { expect, it } from 'vitest';
import { type FirstStory, migrateFirstStory } from '../../src/schema/migrate-first-story.ts';

/** A story of five panels in batches of two, as the first release stored it. */
function firstStory(panels: readonly object[], over: Partial<FirstStory['parts']> = {}): FirstStory {
  const batches = [1, 2, 3].flatMap((k) => [
    [`${k}.status`, k === 1 ? 'drawn' : 'waiting'],
    [`${k}.first`, String(2 * k - 1)],
    [`${k}.last`, String(Math.min(2 * k, panels.length))],
  ]);
  const none = {};
  return {
    header: {
      id: 's1',
      tenant: 'default',
      updated: '7',
      panels: String(panels.length),
      batches: '3',
      perSheet: '4',
      sheets: '2',
      fence: '3',
    },
    parts: {
      panels: Object.fromEntries(panels.map((panel, index) => [index + 1, JSON.stringify(panel)])),
      batches: Object.fromEntries(batches),
      attempts: none,
      requests: none,
      open: none,
      kept: none,
      takes: none,
      selected: none,
      redraws: none,
      stays: none,
      failures: none,
      sheets: none,
      books: none,
      ...over,
    },
  };
}

const plain = (count: number) => Array.from({ length: count }, (_, index) => ({ prompt: `panel ${index + 1}` }));

it('panels get the numbers they had as ids, batches and pages become lists', () => {
  const { header, order, chain, parts } = migrateFirstStory(firstStory(plain(5)));
  expect(order).toEqual(['p1', 'p2', 'p3', 'p4', 'p5']);
  expect(chain).toEqual(['b1', 'b2', 'b3']);
  expect(parts.batches).toMatchObject({
    'b1.panels': 'p1 p2',
    'b2.panels': 'p3 p4',
    'b3.panels': 'p5',
    'b1.status': 'drawn',
  });
  expect(parts.pages).toEqual({ grid: '[["p1","p2","p3","p4"],["p5"]]' });
  expect(header).toMatchObject({ schema: '2', layout: 'grid', panelIds: '5', batchIds: '3', fence: '3' });
  for (const field of ['panels', 'batches', 'perSheet']) expect(header).not.toHaveProperty(field);
});

it("the user's own ids stay; generated ones are never the same as one of them, nor is one used twice", () => {
  const panels = [{ id: 'dawn' }, {}, { id: 'p1' }, { id: 'dawn' }, {}];
  const { order, header, parts } = migrateFirstStory(firstStory(panels, { selected: { 1: 'a', 4: 'd' } }));
  expect(order).toEqual(['dawn', 'p2', 'p1', 'p3', 'p4']);
  expect(header.panelIds).toBe('4');
  expect(parts.selected).toEqual({ dawn: 'a', p3: 'd' });
});

it('frames, takes, retakes and failures follow their panels', () => {
  const { parts } = migrateFirstStory(
    firstStory(plain(5), {
      kept: { 2: 'kept', '2+1': 'further' },
      takes: { '2.count': '2', '2.1': 'first', '2.2': 'second', '2.selected': '1' },
      redraws: { 2: '{"redraw":1,"count":2}' },
      stays: { 3: '1' },
      failures: { 0: 'of the batch', 4: 'of panel 4' },
      attempts: { '2.1.start': 'began', '2.1.end': 'ended' },
      sheets: { 1: '{"sha256":"s","panels":[1,2,3,4],"warnings":[]}' },
    }),
  );
  expect(parts).toMatchObject({
    kept: { p2: 'kept', 'p2+1': 'further' },
    takes: { 'p2.count': '2', 'p2.1': 'first', 'p2.2': 'second', 'p2.selected': '1' },
    redraws: { p2: '{"redraw":1,"count":2}' },
    stays: { p3: '1' },
    failures: { '*': 'of the batch', p4: 'of panel 4' },
    attempts: { 'b2.1.start': 'began', 'b2.1.end': 'ended' },
    sheets: { 1: '{"sha256":"s","panels":["p1","p2","p3","p4"],"warnings":[]}' },
  });
});

it('requests keep their ids; their keys and frames become fields', () => {
  const id = `${'a'.repeat(64)}:2`;
  const intent = { batch: 2, panels: [3, 4], provider: 'fal', model: 'flux-2-pro', estimate: 30_000 };
  const { parts } = migrateFirstStory(
    firstStory(plain(5), {
      requests: { [`${id}.state`]: 'ordered', [`${id}.vendor`]: 'v', [`${id}.intent`]: JSON.stringify(intent) },
      redraws: { 4: '{"redraw":3,"count":1}' },
    }),
  );
  expect(parts.requests).toMatchObject({
    [`${id}.state`]: 'ordered',
    [`${id}.vendor`]: 'v',
    [`${id}.key`]: 'a'.repeat(64),
  });
  expect(JSON.parse(parts.requests?.[`${id}.intent`] ?? '')).toEqual({
    ...intent,
    batch: 'b2',
    panels: ['p3', 'p4'],
    frames: [
      { panel: 'p3', slot: 'p3', art: 0, redraw: 0 },
      { panel: 'p4', slot: 'p4', art: 0, redraw: 3 },
    ],
  });
});

it('a request that was recalled has no intent, and gets its key all the same', () => {
  const { parts } = migrateFirstStory(firstStory(plain(5), { requests: { 'k:0.state': 'kept', 'k:0.outcome': '{}' } }));
  expect(parts.requests).toEqual({ 'k:0.state': 'kept', 'k:0.outcome': '{}', 'k:0.key': 'k' });
});

it('the reference frame of a batch names its panel by id', () => {
  const batches = {
    ...firstStory(plain(5)).parts.batches,
    '1.reference': '',
    '2.reference': '{"panel":2,"sha256":"f"}',
  };
  const { parts } = migrateFirstStory(firstStory(plain(5), { batches }));
  expect(parts.batches).toMatchObject({ 'b1.reference': '', 'b2.reference': '{"panel":"p2","sha256":"f"}' });
});
