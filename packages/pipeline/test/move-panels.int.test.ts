import type { PanelView } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pauseStory, resumeStory } from '../src/stories/command-story.ts';
import { insertPanels } from '../src/stories/insert-panels.ts';
import { listBatches } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels, viewPanel } from '../src/stories/list-panels.ts';
import { listSheets } from '../src/stories/list-sheets.ts';
import { movePanel, removePanel } from '../src/stories/move-panel.ts';
import { openPanelImage } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { retakeBatch, retakePanel } from '../src/stories/retake.ts';
import { readEvents } from '../src/stories/story-events.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { listTakes } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

const keep = { cascade: 'keep', dryRun: false } as const;
const panelOf = (prompt: string, id?: string) => ({
  prompt,
  characters: [],
  text: [],
  weight: 'normal' as const,
  ...(id !== undefined && { id }),
});

let system: TestSystem;
let running: AsyncDisposable;
let title = 0;

beforeAll(async () => {
  system = await openTestSystem();
  running = await startAll(system.context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

async function completed(panels: number): Promise<string> {
  title += 1;
  const spec = testSpec(panels);
  const own = spec.panels.map((panel) => ({ ...panel, prompt: `${panel.prompt} in book ${title}` }));
  const { story } = await submitStory(system.context, { tenant, spec: { ...spec, panels: own } });
  await untilStatus(system.context, story.id, 'completed');
  return story.id;
}
const settled = (id: string) => untilStatus(system.context, id, 'completed');
const panelsOf = async (id: string): Promise<PanelView[]> =>
  (await listPanels(system.context, { tenant, id, limit: 200 })).items;
const batchesOf = async (id: string) => (await listBatches(system.context, { tenant, id, limit: 50 })).items;
const requestsOf = async (id: string) => (await listLedger(system.context, { tenant, id, limit: 200 })).items.length;

describe('the panel that others are put behind', () => {
  it('may be named by its id, wherever it stands by now', async () => {
    const id = await completed(6);
    await movePanel(system.context, { tenant, id, number: 2 }, { after: 6, dryRun: false });
    await movePanel(system.context, { tenant, id, number: { id: 'p1' } }, { after: 'id:p2', dryRun: false });
    await insertPanels(system.context, { tenant, id }, { ...keep, after: 'id:p2', panels: [panelOf('it rains')] });
    await settled(id);
    expect((await panelsOf(id)).map((panel) => panel.id)).toEqual(['p3', 'p4', 'p5', 'p6', 'p2', 'p7', 'p1']);
  });

  it('is refused when no panel of the book has this id', async () => {
    const id = await completed(2);
    await removePanel(system.context, { tenant, id, number: 2 }, { dryRun: false });
    const refused = { code: 'invalid', message: 'the book has no panel id:p2 to put it behind' };
    await expect(
      movePanel(system.context, { tenant, id, number: 1 }, { after: 'id:p2', dryRun: true }),
    ).rejects.toMatchObject(refused);
    await expect(
      insertPanels(system.context, { tenant, id }, { ...keep, after: 'id:p2', panels: [panelOf('it rains')] }),
    ).rejects.toMatchObject(refused);
  });
});

describe('a drawn panel that is moved', () => {
  it('changes numbers and pages only: nothing is drawn, nothing is stale, and the chain stays', async () => {
    const id = await completed(24);
    const before = await panelsOf(id);
    const chain = await batchesOf(id);
    const requests = await requestsOf(id);
    const tried = await movePanel(system.context, { tenant, id, number: 8 }, { after: 20, dryRun: true });
    expect(tried.redraw).toMatchObject({ dryRun: true, panels: [], stale: [], pages: [1, 2, 3] });
    expect(await panelsOf(id)).toEqual(before);

    await movePanel(system.context, { tenant, id, number: 8 }, { after: 20, dryRun: false });
    await settled(id);
    const after = await panelsOf(id);
    expect(after.map((panel) => panel.id)).toEqual(
      before
        .map((panel) => panel.id)
        .toSpliced(7, 1)
        .toSpliced(19, 0, 'p8'),
    );
    expect(after.some(({ stale }) => stale)).toBe(false);
    const frames = new Map(before.map((panel) => [panel.id, panel.frame?.sha256]));
    for (const panel of after) expect(panel.frame?.sha256).toBe(frames.get(panel.id));
    expect(await requestsOf(id)).toBe(requests);
    const moved = await batchesOf(id);
    expect(moved.map(({ panelIds }) => panelIds)).toEqual(chain.map(({ panelIds }) => panelIds));
    expect(moved[1]?.reference).toEqual({ panel: 20, panelId: 'p8', sha256: frames.get('p8') });
    const sheets = (await listSheets(system.context, { tenant, id, limit: 9 })).items;
    expect(sheets.flatMap(({ panelIds }) => panelIds)).toEqual(after.map((panel) => panel.id));

    // What follows it in the chain is drawn from it as before, wherever it stands in the book.
    await retakeBatch(system.context, { tenant, id, number: { id: 'b2' } }, keep);
    await settled(id);
    expect((await batchesOf(id))[1]?.reference?.panelId).toBe('p8');
    const events = [];
    for await (const event of readEvents(system.context, { tenant, id })) events.push(event);
    expect(events.find(({ type }) => type === 'panels.moved')).toMatchObject({
      panels: [8],
      panelIds: ['p8'],
      after: 19,
    });
  });

  it('to where it stands already changes nothing', async () => {
    const id = await completed(8);
    const { redraw } = await movePanel(system.context, { tenant, id, number: 3 }, { after: 2, dryRun: false });
    expect(redraw.pages).toEqual([]);
    expect((await readStory(system.context, { tenant, id })).status).toBe('completed');
    await expect(
      movePanel(system.context, { tenant, id, number: 3 }, { after: 9, dryRun: false }),
    ).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

describe('a drawn panel that is removed', () => {
  it('leaves the book and stays in the chain; its takes and picture are found by its id', async () => {
    const id = await completed(16);
    const before = await panelsOf(id);
    const requests = await requestsOf(id);
    await removePanel(system.context, { tenant, id, number: 8 }, { dryRun: false });
    const story = await settled(id);
    expect(story.progress.panels).toEqual({ drawn: 15, total: 15 });
    const after = await panelsOf(id);
    expect(after.map((panel) => panel.id)).not.toContain('p8');
    expect(after.some(({ stale }) => stale)).toBe(false);
    expect(await requestsOf(id)).toBe(requests);
    expect(after[7]).toMatchObject({ id: 'p9', number: 8, frame: { sha256: before[8]?.frame?.sha256 } });

    const takes = await listTakes(system.context, { tenant, id, number: { id: 'p8' }, limit: 9 });
    expect(takes.items).toMatchObject([{ number: 1, frame: { sha256: before[7]?.frame?.sha256 } }]);
    const picture = await openPanelImage(system.context, { tenant, id, number: { id: 'p8' } });
    expect(picture.etag).toBe(before[7]?.frame?.sha256);
    await expect(viewPanel(system.context, { tenant, id }, { id: 'p8' })).rejects.toMatchObject({ code: 'not_found' });

    await retakePanel(system.context, { tenant, id, number: { id: 'p9' } }, { count: 1, ...keep });
    await settled(id);
    expect((await batchesOf(id))[1]).toMatchObject({ reference: { panel: 0, panelId: 'p8' }, panels: [8, 15] });
    expect((await panelsOf(id)).some(({ stale }) => stale)).toBe(false);
  });

  it('gives its id to no other panel, and the last panel of a story stays', async () => {
    const id = await completed(2);
    await removePanel(system.context, { tenant, id, number: 2 }, { dryRun: false });
    await expect(removePanel(system.context, { tenant, id, number: 1 }, { dryRun: false })).rejects.toMatchObject({
      code: 'invalid_state',
    });
    const taken = { panels: [panelOf('again', 'p2')], ...keep };
    await expect(insertPanels(system.context, { tenant, id }, taken)).rejects.toMatchObject({ code: 'invalid' });
    await insertPanels(system.context, { tenant, id }, { panels: [panelOf('another')], ...keep });
    await settled(id);
    expect((await panelsOf(id)).map((panel) => panel.id)).toEqual(['p1', 'p3']);
  });
});

describe('a panel that was never ordered', () => {
  it('joins its new neighbours, and leaves the chain when it is removed; the estimate follows', async () => {
    const id = await completed(8);
    await pauseStory(system.context, { tenant, id }).catch(() => undefined);
    const { cost } = await readStory(system.context, { tenant, id });
    const panels = [panelOf('one', 'one'), panelOf('two', 'two'), panelOf('three', 'three')];
    // Nothing is drawn while it is paused.
    await running[Symbol.asyncDispose]();
    await insertPanels(system.context, { tenant, id }, { panels, ...keep });
    await pauseStory(system.context, { tenant, id });
    expect((await batchesOf(id)).map(({ panelIds }) => panelIds)[1]).toEqual(['one', 'two', 'three']);
    await movePanel(system.context, { tenant, id, number: { id: 'three' } }, { after: 8, dryRun: false });
    expect((await batchesOf(id)).map(({ panelIds }) => panelIds)[1]).toEqual(['three', 'one', 'two']);
    await insertPanels(system.context, { tenant, id }, { after: 9, panels: [panelOf('four', 'four')], ...keep });
    expect((await batchesOf(id)).map(({ panelIds }) => panelIds)[1]).toEqual(['three', 'four', 'one', 'two']);
    for (const name of ['three', 'four', 'one', 'two'])
      await removePanel(system.context, { tenant, id, number: { id: name } }, { dryRun: false });
    expect((await batchesOf(id)).map((batch) => batch.id)).toEqual(['b1']);
    expect((await readStory(system.context, { tenant, id })).cost.estimateUsd).toBe(cost.estimateUsd);
    running = await startAll(system.context);
    await resumeStory(system.context, { tenant, id });
    expect((await settled(id)).progress.panels).toEqual({ drawn: 8, total: 8 });
  });
});
