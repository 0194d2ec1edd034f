import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import type { FailpointName, StoryEvent } from '@nextpanel/core';
import { type App, startSystem, type TestSystem } from '@nextpanel/harness';
import { readStoryboardMark } from '@nextpanel/imaging';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Every row of docs/crashes.md: a real process is killed with SIGKILL at the named place in the middle of a story of three
 * batches, restarted, and the story must end as if nothing had happened, with nothing left behind.
 */

/** No story of this release passes it; `test/upgrade` kills a process there. */
type Elsewhere = 'story-migrated';

/** Where each failpoint is, and which pass kills: one in the middle of the story. */
const places: Record<Exclude<FailpointName, Elsewhere>, { app: App; times: number }> = {
  'story-written': { app: 'api', times: 1 },
  'batch-claimed': { app: 'worker', times: 2 },
  'requests-intended': { app: 'worker', times: 2 },
  'requests-ordered': { app: 'worker', times: 11 },
  'request-accepted': { app: 'worker', times: 11 },
  'request-id-saved': { app: 'worker', times: 11 },
  'frame-stored': { app: 'worker', times: 11 },
  'record-written': { app: 'worker', times: 11 },
  'frame-kept': { app: 'worker', times: 11 },
  'frames-kept': { app: 'worker', times: 2 },
  'batch-committed': { app: 'worker', times: 2 },
  'job-released': { app: 'worker', times: 2 },
  'sheet-stored': { app: 'finalizer', times: 2 },
  'sheet-composed': { app: 'finalizer', times: 3 },
  'book-stored': { app: 'finalizer', times: 1 },
  'book-bound': { app: 'finalizer', times: 2 },
};

/** Only here it is unknown whether a request in flight was paid. */
const unknowable: readonly FailpointName[] = ['requests-ordered', 'request-accepted'];

/** Eight requests run at the same time; more cannot be in flight. */
const inFlight = 8;

let system: TestSystem;
let redis: Redis;
let client: Client;

beforeAll(async () => {
  system = await startSystem();
  redis = new Redis(system.redis.url);
  client = createClient({ baseUrl: system.url() });
});
afterAll(async () => {
  redis.disconnect();
  await system[Symbol.asyncDispose]();
});

const story = (name: string) => ({
  json: {
    title: `killed at ${name}`,
    render: { size: '128x128' },
    panels: Array.from({ length: 20 }, (_, index) => ({
      prompt: `${name}: the hare passes tree ${index + 1}`,
      text: [{ kind: 'caption', text: `Tree ${index + 1}` }],
    })),
  },
});

async function untilCompleted(id: string): Promise<void> {
  const stop = new AbortController();
  for await (const event of client.events(id, { signal: stop.signal })) {
    if (event.type === 'story.status' && event.status === 'completed') break;
    if (event.type === 'story.status' && event.status === 'needs_attention') {
      throw new Error(`the story waits for ${String(event.waitingOn)}\n${system.process('worker').log()}`);
    }
  }
  stop.abort();
}

/** Kills one process by its failpoint while the story runs, starts it again, and waits for the end. */
async function killedAt(name: keyof typeof places): Promise<string> {
  const { app, times } = places[name];
  const doomed = system.process(app);
  await doomed.arm(`${name}:${times}`);
  const idempotencyKey = `key-${name}`;
  const submitted = client.submit(story(name), { idempotencyKey }).then(
    ({ id }) => id,
    () => null,
  );
  expect(await doomed.exited).toBe('SIGKILL');
  await system.start(app);
  client = createClient({ baseUrl: system.url() });
  // A client whose submit was cut off sends it again with the same key and gets the stored story.
  const id = (await submitted) ?? (await client.submit(story(name), { idempotencyKey })).id;
  await untilCompleted(id);
  return id;
}

describe('SIGKILL', () => {
  it.each(Object.keys(places) as (keyof typeof places)[])(
    'at %s loses nothing and pays nothing twice',
    async (name) => {
      const id = await killedAt(name);

      const { progress, books, failures } = await client.story(id);
      expect(progress.panels).toEqual({ drawn: 20, total: 20 });
      expect([progress.batches.drawn, progress.sheets.drawn, books, failures]).toEqual([3, 3, ['pdf', 'cbz'], []]);

      const ledger = await client.ledger(id);
      const kept = ledger.filter(({ state }) => state === 'kept');
      expect(kept.flatMap(({ panels }) => panels).sort((a, b) => a - b)).toEqual(kept.map((_, index) => index + 1));
      expect(kept).toHaveLength(20);
      const lost = ledger.filter(({ state }) => state === 'possibly_paid');
      const [fewest, most] = unknowable.includes(name) ? [1, inFlight] : [0, 0];
      expect(lost.length).toBeGreaterThanOrEqual(fewest);
      expect(lost.length).toBeLessThanOrEqual(most);
      expect(ledger).toHaveLength(kept.length + lost.length);

      await expectChain(id);
      await expectEventsOnce(id);
      await expectNothingLeft(id);
    },
  );
});

/** A story whose first five requests are plates: style, two characters, an outfit and a location. */
const plated = (name: string) => ({
  json: {
    title: `plates, killed at ${name}`,
    style: `ink, ${name}`,
    render: { size: '128x128' },
    plates: { draw: ['style', 'characters', 'locations'] },
    characters: [
      {
        id: 'hare',
        name: 'Hare',
        description: 'a brown hare',
        outfits: [{ id: 'winter', description: 'a green coat' }],
      },
      { id: 'owl', name: 'Owl', description: 'a grey owl' },
    ],
    locations: [{ id: 'mill', description: 'a tarred mill' }],
    scenes: [{ id: 'race', location: 'mill', wears: { hare: 'winter' } }],
    panels: [{ prompt: 'the hare and the owl meet', scene: 'race', characters: ['hare', 'owl'] }],
  },
});

describe('SIGKILL while plates are drawn', () => {
  it.each([
    ['requests-intended', 2],
    ['request-id-saved', 2],
    ['frame-stored', 3],
    ['record-written', 4],
    ['frames-kept', 1],
    ['batch-committed', 1],
  ] as const)('at %s costs nothing twice', async (name, times) => {
    const worker = system.process('worker');
    await worker.arm(`${name}:${times}`);
    const { id } = await client.submit(plated(name));
    expect(await worker.exited).toBe('SIGKILL');
    await system.start('worker');
    await untilCompleted(id);

    const ledger = await client.ledger(id);
    expect(ledger.every(({ state }) => state === 'kept')).toBe(true);
    expect(ledger.flatMap(({ panelIds }) => panelIds).sort()).toEqual([
      '@hare',
      '@hare/winter',
      '@mill',
      '@owl',
      '@style',
      'p1',
    ]);
    const [panel] = await client.panels(id);
    expect(panel?.references.map(({ role, id: of }) => `${role} ${of}`)).toEqual([
      'character hare/winter',
      'character owl',
      'location mill',
      'style null',
    ]);
    expect((await client.plates(id)).every(({ status, takes }) => status === 'drawn' && takes === 1)).toBe(true);
    // Of plates, which are panel 0, the ledger says more.
    await expectNothingLeft(id);
  });
});

/** Each frame carries the hash of its batch's reference frame, which is the last frame of the previous batch. */
async function expectChain(id: string): Promise<void> {
  const panels = await client.panels(id);
  for (const { number } of panels) {
    const bytes = new Uint8Array(await (await client.panelImage(id, number)).arrayBuffer());
    const before = number <= 8 ? undefined : panels[number <= 16 ? 7 : 15];
    expect((await readStoryboardMark(bytes))?.reference).toBe(before?.frame?.sha256.slice(0, 16) ?? '0'.repeat(16));
  }
}

function namesOf(event: StoryEvent): string | null {
  switch (event.type) {
    case 'panel.drawn':
      return `panel ${event.panel}`;
    case 'batch.drawn':
      return `batch ${event.batch}`;
    case 'sheet.composed':
      return `sheet ${event.sheet}`;
    case 'book.bound':
      return event.format;
    default:
      return null;
  }
}

/** Every change has one event: no panel, batch, sheet or book appears twice, whatever was repeated internally. */
async function expectEventsOnce(id: string): Promise<void> {
  const counts = new Map<string, number>();
  for await (const event of client.events(id, { follow: false })) {
    const what = namesOf(event);
    if (what !== null) counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  expect([...counts].filter(([, times]) => times > 1)).toEqual([]);
  expect(counts.size).toBe(20 + 3 + 3 + 2);
}

/** No job, lock, open request, waiting kept frame or temporary file. */
async function expectNothingLeft(id: string): Promise<void> {
  await expect
    .poll(async () => (await client.queues()).map(({ waiting, active, delayed }) => waiting + active + delayed), {
      timeout: 20_000,
    })
    .toEqual([0, 0]);
  const keys = await redis.keys(`${system.root}:*${id}*`);
  const own = keys.filter((key) => key.startsWith(`${system.root}:story:${id}`));
  expect(keys.filter((key) => !own.includes(key))).toEqual([]);
  expect(own.filter((key) => /:(open|kept|failures)$/.test(key))).toEqual([]);
  expect(await redis.zscore(`${system.root}:active`, id)).toBeNull();
  expect(await readdir(join(system.dataDir, 'artifacts', 'tmp'))).toEqual([]);
}
