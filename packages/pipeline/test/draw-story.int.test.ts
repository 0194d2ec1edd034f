import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StorySpec } from '@nextpanel/core';
import { readStoryboardMark } from '@nextpanel/imaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { cancelStory, pauseStory, resumeStory } from '../src/stories/command-story.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { listBatches } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listSheets } from '../src/stories/list-sheets.ts';
import { openBook, openPanelImage, openSheetImage } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { readEvents } from '../src/stories/story-events.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testSpec, testTenant, untilEvent, untilStatus } from './testing.ts';

const tenant = testTenant;
let system: TestSystem;
let context: Context;
let running: AsyncDisposable;

beforeAll(async () => {
  system = await openTestSystem();
  context = system.context;
  running = await startAll(context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

async function drawn(panels: number, over = {}) {
  const { story } = await submitStory(context, { tenant, spec: testSpec(panels, over) });
  await untilStatus(context, story.id, 'completed', 'needs_attention');
  return story.id;
}
const panelsOf = async (id: string) => (await listPanels(context, { tenant, id, limit: 200 })).items;

describe('a story of 20 panels', () => {
  it('is drawn in three chained batches, composed and bound, with every frame paid once', async () => {
    const id = await drawn(20);
    const story = await readStory(context, { tenant, id });
    expect(story).toMatchObject({
      status: 'completed',
      progress: { panels: { drawn: 20, total: 20 }, batches: { drawn: 3, total: 3 }, sheets: { drawn: 3, total: 3 } },
      books: ['pdf', 'cbz'],
      failures: [],
    });
    const ledger = (await listLedger(context, { tenant, id, limit: 200 })).items;
    expect(ledger).toHaveLength(20);
    expect(new Set(ledger.map(({ request }) => request)).size).toBe(20);
    expect(ledger.every(({ state, vendorId }) => state === 'kept' && vendorId !== null)).toBe(true);
    expect(await context.queues.depths()).toEqual([
      { name: 'draw-storyboard', provider: 'storyboard', waiting: 0, active: 0, delayed: 0, first: null },
      { name: 'finalize', provider: null, waiting: 0, active: 0, delayed: 0, first: null },
    ]);
    expect(await readdir(join(system.directory, 'artifacts', 'tmp'))).toEqual([]);
  });

  it('proves its chain from pixels: each frame carries the hash of the frame its batch was given', async () => {
    const id = await drawn(20, { title: 'chain' });
    const panels = await panelsOf(id);
    for (const panel of panels) {
      const { bytes } = await (await openPanelImage(context, { tenant, id, number: panel.number })).read();
      const last = panel.number <= 8 ? null : panel.number <= 16 ? panels[7] : panels[15];
      expect((await readStoryboardMark(bytes))?.reference).toBe(last?.frame?.sha256.slice(0, 16) ?? '0'.repeat(16));
    }
    const batches = (await listBatches(context, { tenant, id, limit: 50 })).items;
    expect(batches.map(({ reference }) => reference?.panel ?? null)).toEqual([null, 8, 16]);
    expect(batches[1]?.reference?.sha256).toBe(panels[7]?.frame?.sha256);
  });

  it('draws the first panel first when the cast has no pictures, so that the others can follow it', async () => {
    const hare = { id: 'hare', name: 'Hare', description: 'lean, brown, red scarf' };
    const panels = Array.from({ length: 9 }, () => ({ prompt: 'the hare runs', characters: ['hare'] }));
    const id = await drawn(9, { characters: [hare], panels });
    const events = [];
    for await (const event of readEvents(context, { tenant, id })) events.push(event);
    const order = events.flatMap((event) => (event.type === 'panel.drawn' ? [event.panel] : []));
    expect(order[0]).toBe(1);
    // Nine panels asked for in the same words are nine pictures all the same.
    expect(new Set((await panelsOf(id)).map(({ frame }) => frame?.sha256)).size).toBe(9);
  });
});

describe('recall', () => {
  it('gives a resubmitted story its frames for free', async () => {
    const first = await drawn(10, { title: 'first' });
    const second = await drawn(10, { title: 'second' });
    expect((await listLedger(context, { tenant, id: second, limit: 50 })).items).toEqual([]);
    const frames = async (id: string) => (await panelsOf(id)).map(({ frame }) => frame?.sha256);
    expect(await frames(second)).toEqual(await frames(first));
  });

  it('gives it what an older recipe drew, along the whole chain, and draws only what that lacks', async () => {
    const { stories } = context.state;
    const byRecipe1: Context = {
      ...context,
      state: {
        ...context.state,
        stories: { ...stories, submit: (it) => stories.submit({ ...it, spec: { ...it.spec, recipe: 1 } }) },
      },
    };
    const panels = Array.from({ length: 18 }, (_, index) => ({ prompt: `by recipe 1, picture ${index % 5}` }));
    const { story } = await submitStory(byRecipe1, { tenant, spec: testSpec(0, { title: 'old', panels }) });
    await untilStatus(context, story.id, 'completed');
    const longer = [...panels, { prompt: 'one more' }];
    const again = await drawn(0, { title: 'new', panels: longer });
    expect((await listLedger(context, { tenant, id: again, limit: 50 })).items.map((it) => it.panels)).toEqual([[19]]);
    const [before, now] = await Promise.all([panelsOf(story.id), panelsOf(again)]);
    expect(now.slice(0, 18).map(({ frame }) => frame?.sha256)).toEqual(before.map(({ frame }) => frame?.sha256));
    // And once more it is found under both.
    const third = await drawn(0, { title: 'third', panels: longer });
    expect((await listLedger(context, { tenant, id: third, limit: 50 })).items).toEqual([]);
  });

  it('is foreseen by the estimate, along the chain, and counted out of its price', async () => {
    const panels = Array.from({ length: 20 }, (_, index) => ({ prompt: `foreseen ${index}` }));
    const spec = testSpec(0, { title: 'foreseen', panels });
    const estimate = (over: object) => estimateSpec(context, { tenant, spec: { ...spec, ...over } as StorySpec });
    expect(await estimate({})).toMatchObject({ panels: 20, recalledPanels: 0, requests: 20 });
    const { story } = await submitStory(context, { tenant, spec });
    await untilStatus(context, story.id, 'completed');
    expect(await estimate({ title: 'again' })).toMatchObject({ panels: 20, recalledPanels: 20, requests: 0 });
    expect(await estimate({ render: { ...spec.render, recall: false } })).toMatchObject({ recalledPanels: 0 });
    const change = (number: number) =>
      estimate({ panels: spec.panels.map((panel, at) => (at + 1 === number ? { ...panel, prompt: 'other' } : panel)) });
    // A panel inside a batch is drawn alone; the first one, and the last of a batch, take with them what follows from them.
    expect(await change(3)).toMatchObject({ recalledPanels: 19, requests: 1 });
    expect(await change(16)).toMatchObject({ recalledPanels: 15, requests: 5 });
    expect(await change(1)).toMatchObject({ recalledPanels: 7, requests: 13 });
  });

  it('can be declined', async () => {
    await drawn(3, { title: 'a' });
    const id = await drawn(3, { title: 'b', render: { size: '128x128', recall: false } });
    expect((await listLedger(context, { tenant, id, limit: 50 })).items).toHaveLength(3);
  });
});

describe('a story that asks for exactly what another asks for', () => {
  const spec = testSpec(12, { title: 'twice' });

  it('names the first one, until that is cancelled or deleted', async () => {
    const [first, second] = await Promise.all([
      submitStory(context, { tenant, spec }),
      submitStory(context, { tenant, spec }),
    ]);
    const stories = [first.story, second.story];
    const later = stories.find(({ duplicateOf }) => duplicateOf !== undefined);
    const earlier = stories.find(({ duplicateOf }) => duplicateOf === undefined);
    expect(later?.duplicateOf).toBe(earlier?.id);
    expect(later?.warnings).toMatchObject([
      {
        code: 'duplicate_story',
        detail: expect.stringMatching(new RegExp(`already submitted: ${earlier?.id}; .*costs nothing`)) as string,
      },
    ]);
    expect((await submitStory(context, { tenant: 'other', spec })).story.duplicateOf).toBeUndefined();
    const other = { ...spec, title: 'once' };
    expect((await submitStory(context, { tenant, spec: other })).story.duplicateOf).toBeUndefined();
    await Promise.all(stories.map(({ id }) => untilStatus(context, id, 'completed')));
    // Nothing waited for the other, and a third one names the first.
    const third = await submitStory(context, { tenant, spec });
    expect(third.story.duplicateOf).toBe(earlier?.id);
    await untilStatus(context, third.story.id, 'completed');
    for (const { id } of [...stories, third.story]) await deleteStory(context, { tenant, id });
    const fourth = await submitStory(context, { tenant, spec });
    expect(fourth.story.duplicateOf).toBeUndefined();
    await cancelStory(context, { tenant, id: fourth.story.id });
    expect((await submitStory(context, { tenant, spec })).story.duplicateOf).toBeUndefined();
  });
});

describe('commands', () => {
  it('pause keeps what is drawn and leaves no job; resume finishes', async () => {
    const { story } = await submitStory(context, { tenant, spec: testSpec(32, { title: 'paused' }) });
    await untilEvent(context, story.id, ({ type }) => type === 'batch.drawn');
    await pauseStory(context, { tenant, id: story.id });
    expect((await readStory(context, { tenant, id: story.id })).status).toBe('paused');
    await resumeStory(context, { tenant, id: story.id });
    expect((await untilStatus(context, story.id, 'completed')).progress.panels.drawn).toBe(32);
  });

  it('cancel ends a story at once and permanently', async () => {
    const { story } = await submitStory(context, { tenant, spec: testSpec(32, { title: 'cancelled' }) });
    await untilEvent(context, story.id, ({ type }) => type === 'batch.drawn');
    await cancelStory(context, { tenant, id: story.id });
    await expect(resumeStory(context, { tenant, id: story.id })).rejects.toMatchObject({ code: 'invalid_state' });
    const batches = (await listBatches(context, { tenant, id: story.id, limit: 50 })).items;
    expect(batches.at(-1)?.status).toBe('cancelled');
  });

  it('know no story of another tenant', async () => {
    const id = await drawn(1);
    await expect(readStory(context, { tenant: 'other', id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a damaged file on disk', () => {
  const artifact = (sha256: string) =>
    join(system.directory, 'artifacts', 'sha256', sha256.slice(0, 2), sha256.slice(2));
  async function damage(sha256: string) {
    const bytes = await readFile(artifact(sha256));
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
    await writeFile(artifact(sha256), bytes);
  }

  it('that is a frame is never handed out: it is drawn again and the books are bound again', async () => {
    const id = await drawn(10, { title: 'damaged frame' });
    const before = (await panelsOf(id))[8]?.frame?.sha256 ?? '';
    await damage(before);
    await expect((await openPanelImage(context, { tenant, id, number: 9 })).read()).rejects.toMatchObject({
      code: 'not_drawn',
    });
    await untilEvent(context, id, (event) => event.type === 'panel.failed' && event.panel === 9);
    const story = await untilCompleted(id, 2);
    expect(story.books).toEqual(['pdf', 'cbz']);
    const { bytes } = await (await openPanelImage(context, { tenant, id, number: 9 })).read();
    expect((await readStoryboardMark(bytes))?.reference).not.toBe('0'.repeat(16));
  });

  it('that is a sheet or a book is made again', async () => {
    const id = await drawn(10, { title: 'damaged sheet' });
    const sheet = (await listSheets(context, { tenant, id, limit: 50 })).items[1]?.image?.sha256 ?? '';
    await damage(sheet);
    await expect((await openSheetImage(context, { tenant, id, number: 2 })).read()).rejects.toMatchObject({
      code: 'not_drawn',
    });
    await untilCompleted(id, 2);
    expect((await openSheetImage(context, { tenant, id, number: 2 })).etag).toBe(sheet);
    const book = await openBook(context, { tenant, id, format: 'pdf' });
    await damage(book.etag);
    await expect(openBook(context, { tenant, id, format: 'pdf' })).rejects.toMatchObject({ code: 'not_bound' });
    await untilCompleted(id, 3);
    expect((await openBook(context, { tenant, id, format: 'pdf' })).etag).toBe(book.etag);
  });

  /** Waits for the n-th time the story is completed: its first completions are in the stream already. */
  async function untilCompleted(id: string, times: number) {
    let completions = 0;
    await untilEvent(context, id, (event) => {
      if (event.type === 'story.status' && event.status === 'completed') completions += 1;
      return completions === times;
    });
    return readStory(context, { tenant, id });
  }
});
