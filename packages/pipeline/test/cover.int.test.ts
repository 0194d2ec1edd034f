import type { StorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { copyStory } from '../src/stories/copy-story.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { editPanel } from '../src/stories/edit-panel.ts';
import { insertPanels } from '../src/stories/insert-panels.ts';
import { listBatches } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels, viewPanel } from '../src/stories/list-panels.ts';
import { removePanel } from '../src/stories/move-panel.ts';
import { openPanelImage } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { retakePanel } from '../src/stories/retake.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { listTakes, selectTake } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

let system: TestSystem;
let context: Context;
let running: AsyncDisposable;
beforeAll(async () => {
  system = await openTestSystem();
  context = system.context;
  running = await startAll(context);
}, 60_000);
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

const covered = (title: string): StorySpec => {
  const spec = testSpec(9, { title, characters: [{ id: 'hare', name: 'Hare', description: 'a lean brown hare' }] });
  const cover = { prompt: 'The hare in the sun', characters: ['hare'] };
  return { ...spec, book: { ...spec.book, layout: 'comic', formats: ['cbz', 'pdf'], cover, credits: true } };
};
const cover = { number: { id: 'cover' } };
const bookOf = async (id: string) => (await context.state.read.books(id)).get('cbz')?.value;

describe('a story whose cover is drawn', { timeout: 60_000 }, () => {
  let id: string;
  beforeAll(async () => {
    const { story } = await submitStory(context, { tenant, spec: covered('cover') });
    id = story.id;
    await untilStatus(context, id, 'completed');
  }, 60_000);

  it('draws it last, in one request, from the first frame, and puts it in front of its books', async () => {
    const ledger = (await listLedger(context, { tenant, id, limit: 50 })).items;
    expect(ledger).toHaveLength(10);
    expect(ledger.filter(({ panelIds }) => panelIds.includes('cover'))).toHaveLength(1);
    const view = await viewPanel(context, { tenant, id }, { id: 'cover' });
    expect(view).toMatchObject({ number: 0, status: 'drawn', stale: false, take: 1 });
    expect(view.references.map(({ role }) => role)).toEqual(['anchor']);
    expect((view.frame?.height ?? 0) / (view.frame?.width ?? 1)).toBeCloseTo(10.25 / 6.625, 0);
    expect((await listPanels(context, { tenant, id, limit: 50 })).items).toHaveLength(9);
    expect((await listBatches(context, { tenant, id, limit: 50 })).items).toHaveLength(2);
    // The cover, two pages, the credits.
    expect(await bookOf(id)).toMatchObject({ pages: 4 });
  });

  it('foresees its price, and that it is recalled', async () => {
    const { estimate, cover: part } = await estimateSpec(context, { tenant, spec: covered('cover') }).then(
      ({ requests, cover }) => ({ estimate: requests, cover }),
    );
    expect(estimate).toBe(0);
    expect(part).toMatchObject({ requests: 0 });
    const other = await estimateSpec(context, { tenant, spec: { ...covered('other'), style: 'another' } });
    expect(other).toMatchObject({ requests: 10, panels: 9, cover: { requests: 1 } });
  });

  it('has takes like a panel: another one, selected, binds the books again', async () => {
    const before = await bookOf(id);
    const asked = await retakePanel(context, { tenant, id, ...cover }, { count: 1, cascade: 'keep', dryRun: false });
    expect(asked.redraw).toMatchObject({ requests: 1, panels: [], cover: true, batches: [], staleCover: false });
    await untilStatus(context, id, 'completed');
    const after = await bookOf(id);
    expect(after?.sha256).not.toBe(before?.sha256);
    expect(
      (await listTakes(context, { tenant, id, ...cover, limit: 10 })).items.map(({ selected }) => selected),
    ).toEqual([false, true]);
    await selectTake(context, { tenant, id, ...cover, take: 1 }, { cascade: 'redraw', dryRun: false });
    await untilStatus(context, id, 'completed');
    expect(await bookOf(id)).toEqual(before);
  });

  it('is edited like a panel, but stands on no page and cannot be removed', async () => {
    const edit = editPanel(context, { tenant, id, ...cover }, { text: [] });
    await expect(edit).rejects.toMatchObject({ code: 'invalid' });
    await expect(removePanel(context, { tenant, id, ...cover }, { dryRun: false })).rejects.toMatchObject({
      code: 'not_found',
    });
    await editPanel(context, { tenant, id, ...cover }, { prompt: 'The hare at night' });
    await untilStatus(context, id, 'completed');
    expect(await viewPanel(context, { tenant, id }, { id: 'cover' })).toMatchObject({ take: 3 });
  });

  it('stays the last when panels are appended', async () => {
    const panels = covered('x')
      .panels.slice(0, 8)
      .map(({ prompt, ...panel }) => ({ ...panel, prompt: `${prompt}!` }));
    await insertPanels(context, { tenant, id }, { after: 9, panels, cascade: 'keep', dryRun: false });
    await untilStatus(context, id, 'completed');
    const view = await viewPanel(context, { tenant, id }, { id: 'cover' });
    expect(view).toMatchObject({ status: 'drawn', stale: false });
    expect((await readStory(context, { tenant, id })).progress.panels).toEqual({ drawn: 17, total: 17 });
  });

  it('is copied and deleted with its story', async () => {
    const copy = await copyStory(context, { tenant, id }, {});
    await untilStatus(context, copy.id, 'completed');
    const bytes = async (story: string) => (await openPanelImage(context, { tenant, id: story, ...cover })).etag;
    expect(await bytes(copy.id)).toBe(await bytes(id));
    await deleteStory(context, { tenant, id: copy.id });
    expect(await context.state.read.cover(copy.id)).toEqual([]);
  });
});

it('a cover of a panel is that panel by its permanent id', { timeout: 60_000 }, async () => {
  const spec = covered('panel');
  const { story } = await submitStory(context, {
    tenant,
    spec: { ...spec, book: { ...spec.book, cover: { panel: 2 } } },
  });
  await untilStatus(context, story.id, 'completed');
  expect((await context.state.read.head(story.id))?.spec.book.cover).toEqual({ panel: 'p2' });
  expect(await bookOf(story.id)).toMatchObject({ pages: 4 });
});

it('a cover becomes stale when the frame changes that it was drawn from, and is drawn again in a cascade, with its price', {
  timeout: 60_000,
}, async () => {
  const { story } = await submitStory(context, { tenant, spec: covered('cascade') });
  const { id } = story;
  await untilStatus(context, id, 'completed');
  const retake = (cascade: 'keep' | 'redraw', dryRun: boolean) =>
    retakePanel(context, { tenant, id, number: 1 }, { count: 1, cascade, dryRun });
  const view = () => viewPanel(context, { tenant, id }, { id: 'cover' });
  const takes = async () => (await view()).takes;
  const before = await takes();
  const all = Array.from({ length: 9 }, (_, index) => index + 1);
  expect((await retake('redraw', true)).redraw).toMatchObject({ cover: true, panels: all, requests: 10 });
  const kept = await retake('keep', false);
  expect(kept.redraw).toMatchObject({ cover: false, staleCover: true, panels: [1], requests: 1 });
  await untilStatus(context, id, 'completed');
  expect(await view()).toMatchObject({ stale: true, takes: before });
  // What is stale already does not become so.
  expect((await retake('keep', true)).redraw).toMatchObject({ staleCover: false, stale: [] });
  const redrawn = await retake('redraw', false);
  expect(redrawn.redraw).toMatchObject({ cover: true, staleCover: false });
  await untilStatus(context, id, 'completed');
  expect(await view()).toMatchObject({ status: 'drawn', stale: false, takes: before + 1 });
  // Another take of the first panel, chosen with a cascade, takes it along as well.
  const choice = { tenant, id, number: 1, take: 1 };
  const dry = await selectTake(context, choice, { cascade: 'redraw', dryRun: true });
  expect(dry.redraw.cover).toBe(true);
  await selectTake(context, choice, { cascade: 'redraw', dryRun: false });
  await untilStatus(context, id, 'completed');
  // It is recalled: the cover of before was drawn from that take.
  expect(await view()).toMatchObject({ status: 'drawn', stale: false, take: 1, takes: before + 1 });
});
