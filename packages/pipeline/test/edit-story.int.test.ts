import type { PanelView, StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeAsset } from '../src/store-asset.ts';
import { amendStory } from '../src/stories/amend-story.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { editPanel } from '../src/stories/edit-panel.ts';
import { insertPanels } from '../src/stories/insert-panels.ts';
import { letterStory } from '../src/stories/letter-story.ts';
import { listBatches } from '../src/stories/list-batches.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listSheets } from '../src/stories/list-sheets.ts';
import { readStory } from '../src/stories/read-story.ts';
import { retakeBatch, retakePanel } from '../src/stories/retake.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { addTake, listTakes, selectTake } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

const keep = { cascade: 'keep', dryRun: false } as const;
const follow = { cascade: 'redraw', dryRun: false } as const;
const panelOf = (prompt: string) => ({ prompt, characters: [], text: [], weight: 'normal' as const });

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

/** A completed story of its own: its prompts are no other story's. */
async function completed(panels: number): Promise<string> {
  title += 1;
  const spec = testSpec(panels);
  const own = spec.panels.map((panel) => ({ ...panel, prompt: `${panel.prompt} in tale ${title}` }));
  const { story } = await submitStory(system.context, { tenant, spec: { ...spec, panels: own } });
  await untilStatus(system.context, story.id, 'completed');
  return story.id;
}

const panelsOf = async (id: string): Promise<PanelView[]> =>
  (await listPanels(system.context, { tenant, id, limit: 200 })).items;
const framesOf = async (id: string) => (await panelsOf(id)).map(({ frame }) => frame?.sha256);
const staleOf = async (id: string) => (await panelsOf(id)).flatMap(({ stale, number }) => (stale ? [number] : []));

/** Waits for the end of what a change began. */
const settled = (id: string): Promise<StoryView> => untilStatus(system.context, id, 'completed');

describe('an edit of a drawn panel', () => {
  it('tried first changes nothing, and says what would be drawn and what would be left behind', async () => {
    const id = await completed(24);
    const before = await framesOf(id);
    const last = await editPanel(system.context, { tenant, id, number: 8 }, { prompt: 'the end of it', dryRun: true });
    expect(last.redraw).toMatchObject({ dryRun: true, panels: [8], batches: [1], requests: 1 });
    expect(last.redraw.stale).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    const all = { prompt: 'the end of it', dryRun: true, cascade: 'redraw' } as const;
    const chain = await editPanel(system.context, { tenant, id, number: 8 }, all);
    expect(chain.redraw.panels).toEqual(Array.from({ length: 17 }, (_, index) => index + 8));
    expect(chain.redraw.stale).toEqual([]);
    const inside = await editPanel(system.context, { tenant, id, number: 3 }, all);
    expect(inside.redraw).toMatchObject({ panels: [3], stale: [] });
    expect(await framesOf(id)).toEqual(before);
    expect((await readStory(system.context, { tenant, id })).status).toBe('completed');
  });

  it('draws that panel alone; what followed from it stays and is stale; only its own sheet is made again', async () => {
    const id = await completed(24);
    const before = await framesOf(id);
    const sheets = (await listSheets(system.context, { tenant, id, limit: 9 })).items;
    await editPanel(system.context, { tenant, id, number: 8 }, { prompt: 'quite another end' });
    await settled(id);
    const after = await framesOf(id);
    expect(after.flatMap((frame, index) => (frame === before[index] ? [] : [index + 1]))).toEqual([8]);
    expect(await staleOf(id)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    const again = (await listSheets(system.context, { tenant, id, limit: 9 })).items;
    expect(again.map((sheet, index) => sheet.image?.sha256 === sheets[index]?.image?.sha256)).toEqual([
      false,
      true,
      true,
    ]);
    expect((await panelsOf(id))[7]).toMatchObject({ take: 2, takes: 2 });
  });

  it('with a cascade draws what follows from it, batch after batch, each from the new last frame; going back is free', async () => {
    const id = await completed(24);
    const before = await framesOf(id);
    const prompt = (await panelsOf(id))[7]?.prompt as string;
    await editPanel(system.context, { tenant, id, number: 8 }, { prompt: 'another end', cascade: 'redraw' });
    await settled(id);
    const after = await framesOf(id);
    expect(after.flatMap((frame, index) => (frame === before[index] ? [] : [index + 1]))).toEqual(
      Array.from({ length: 17 }, (_, index) => index + 8),
    );
    expect(await staleOf(id)).toEqual([]);
    const { items } = await listBatches(system.context, { tenant, id, limit: 9 });
    expect(items.map(({ reference }) => reference?.sha256 ?? null)).toEqual([null, after[7], after[15]]);

    await editPanel(system.context, { tenant, id, number: 8 }, { prompt, cascade: 'redraw' });
    await settled(id);
    expect(await framesOf(id)).toEqual(before);
    expect((await panelsOf(id)).map(({ takes }) => takes)).toEqual([...Array(7).fill(1), ...Array(17).fill(2)]);
  });
});

describe('takes', () => {
  it('asked for again are added to the old ones, the first new one selected, and any can be chosen again', async () => {
    const id = await completed(16);
    const before = await framesOf(id);
    const tried = await retakePanel(
      system.context,
      { tenant, id, number: 3 },
      { count: 3, cascade: 'keep', dryRun: true },
    );
    expect(tried.redraw).toMatchObject({ panels: [3], requests: 3 });
    await retakePanel(system.context, { tenant, id, number: 3 }, { count: 3, ...keep });
    await settled(id);
    const takes = (await listTakes(system.context, { tenant, id, number: 3, limit: 50 })).items;
    expect(takes.map(({ number, selected, source }) => [number, selected, source])).toEqual([
      [1, false, 'drawn'],
      [2, true, 'drawn'],
      [3, false, 'drawn'],
      [4, false, 'drawn'],
    ]);
    expect(new Set(takes.map(({ frame }) => frame.sha256)).size).toBe(4);
    expect(takes[0]).toMatchObject({ prompt: expect.stringContaining('tree 3'), provider: 'storyboard' });
    await selectTake(system.context, { tenant, id, number: 3, take: 1 }, keep);
    await settled(id);
    expect(await framesOf(id)).toEqual(before);
    await expect(selectTake(system.context, { tenant, id, number: 3, take: 9 }, keep)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('chosen at the end of a batch leave the next one stale, or have it drawn from them', async () => {
    const id = await completed(16);
    await retakePanel(system.context, { tenant, id, number: 8 }, { count: 1, ...keep });
    await settled(id);
    expect(await staleOf(id)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    const back = await selectTake(system.context, { tenant, id, number: 8, take: 1 }, keep);
    expect(back.redraw).toMatchObject({ panels: [], stale: [] });
    await settled(id);
    expect(await staleOf(id)).toEqual([]);
    const tried = { cascade: 'redraw', dryRun: true } as const;
    const forth = await selectTake(system.context, { tenant, id, number: 8, take: 2 }, tried);
    expect(forth.redraw.panels).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    await selectTake(system.context, { tenant, id, number: 8, take: 2 }, follow);
    await settled(id);
    expect(await staleOf(id)).toEqual([]);
    expect((await panelsOf(id)).map(({ takes }) => takes)).toEqual([...Array(7).fill(1), ...Array(9).fill(2)]);
    expect((await listBatches(system.context, { tenant, id, limit: 9 })).items[1]?.reference?.sha256).toBe(
      (await framesOf(id))[7],
    );
  });

  it('of a whole batch are new ones for every panel', async () => {
    const id = await completed(16);
    await retakeBatch(system.context, { tenant, id, number: 2 }, keep);
    await settled(id);
    expect((await panelsOf(id)).map(({ takes }) => takes)).toEqual([...Array(8).fill(1), ...Array(8).fill(2)]);
  });

  it('made by hand stand beside the drawn ones, and a panel that has only such a one is not drawn', async () => {
    const id = await completed(8);
    const bytes = await system.context.artifacts.get((await framesOf(id))[0] as string);
    const { id: asset } = await storeAsset(system.context, { tenant, bytes });
    const added = await addTake(system.context, { tenant, id, number: 2 }, { asset, ...keep });
    expect(added).toMatchObject({ number: 2, selected: false, source: 'uploaded', prompt: null });
    await selectTake(system.context, { tenant, id, number: 2, take: 2 }, keep);
    await settled(id);
    expect((await framesOf(id))[1]).toBe((await framesOf(id))[0]);

    await insertPanels(
      system.context,
      { tenant, id },
      { panels: [panelOf('one more')], cascade: 'keep', dryRun: true },
    );
    await expect(
      addTake(system.context, { tenant, id, number: 2 }, { asset: `asset_${'0'.repeat(64)}`, ...keep }),
    ).rejects.toMatchObject({ code: 'unknown_asset' });
  });
});

describe('panels added to a finished story', () => {
  it('at the end are drawn from its last frame; what was drawn stays as it is', async () => {
    const id = await completed(12);
    const before = await framesOf(id);
    const added = await insertPanels(
      system.context,
      { tenant, id },
      { panels: [panelOf('and then'), panelOf('the end')], ...keep },
    );
    expect(added.redraw).toMatchObject({ panels: [13, 14], requests: 2, stale: [] });
    const story = await settled(id);
    expect(story.progress).toMatchObject({
      panels: { drawn: 14, total: 14 },
      batches: { total: 3 },
      sheets: { total: 2 },
    });
    expect((await framesOf(id)).slice(0, 12)).toEqual(before);
    const { items } = await listBatches(system.context, { tenant, id, limit: 9 });
    expect(items[2]).toMatchObject({ panels: [13, 14], reference: { panel: 12, sha256: before[11] } });
  });

  it('in the middle part their batch, and move what follows; with a cascade that follows from them', async () => {
    const id = await completed(16);
    const before = await framesOf(id);
    await insertPanels(system.context, { tenant, id }, { after: 4, panels: [panelOf('meanwhile')], ...keep });
    await settled(id);
    const { items } = await listBatches(system.context, { tenant, id, limit: 9 });
    expect(items.map(({ panels }) => panels)).toEqual([
      [1, 4],
      [5, 5],
      [6, 9],
      [10, 17],
    ]);
    expect(items[1]?.reference).toEqual({ panel: 4, panelId: 'p4', sha256: before[3] });
    const after = await framesOf(id);
    expect([...after.slice(0, 4), ...after.slice(5)]).toEqual(before);
    await insertPanels(system.context, { tenant, id }, { after: 17, panels: [panelOf('last')], ...follow });
    await settled(id);
    expect((await framesOf(id)).slice(0, 17)).toEqual(after);
    await expect(
      insertPanels(system.context, { tenant, id }, { after: 99, panels: [panelOf('x')], ...keep }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('words and books', () => {
  it('replaced by a translation draw nothing; every sheet and the books are made again', async () => {
    const id = await completed(8);
    const before = await framesOf(id);
    const text = [{ kind: 'caption' as const, text: 'Es war einmal', drawnBy: 'overlay' as const }];
    await letterStory(system.context, { tenant, id }, { language: 'de', panels: [{ number: 1, text }] });
    const story = await settled(id);
    expect(story).toMatchObject({ language: 'de', status: 'completed', books: ['pdf', 'cbz'] });
    expect(await framesOf(id)).toEqual(before);
    expect((await panelsOf(id))[0]?.text).toMatchObject(text);
    const strange = { number: 99, text };
    await expect(letterStory(system.context, { tenant, id }, { panels: [strange] })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('the book takes another title, author and format', async () => {
    const id = await completed(8);
    await amendStory(system.context, { tenant, id }, { title: 'Renamed', book: { formats: ['pdf'], author: 'Aesop' } });
    expect(await settled(id)).toMatchObject({ title: 'Renamed', books: ['pdf'] });
  });
});

describe('a story that is deleted', () => {
  it('is gone, and its spending stays in the sums', async () => {
    const id = await completed(8);
    await deleteStory(system.context, { tenant, id });
    await expect(readStory(system.context, { tenant, id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteStory(system.context, { tenant, id })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a figure that stands elsewhere', () => {
  it('has its tail there; nothing is drawn until the panel is retaken, and the panel then asks for the new order', async () => {
    const characters = ['hare', 'fox'].map((id) => ({ id, name: id, description: `a ${id}`, references: [] }));
    const text = [{ kind: 'speech' as const, speaker: 'hare', text: 'Here I am.', drawnBy: 'overlay' as const }];
    const spec = testSpec(2, {
      characters,
      panels: [{ prompt: 'they meet', characters: ['hare', 'fox'], text }, { prompt: 'a hill' }],
    });
    const { story } = await submitStory(system.context, { tenant, spec });
    await untilStatus(system.context, story.id, 'completed');
    const scope = { tenant, id: story.id };
    const sheet = async () => (await listSheets(system.context, { ...scope, limit: 9 })).items[0]?.image?.sha256;
    const requests = async () => (await listLedger(system.context, { ...scope, limit: 50 })).items.length;
    const [before, ordered] = [await sheet(), await requests()];
    const moved = [{ id: 'hare', at: 'right' as const }, 'fox'];
    const edited = await editPanel(system.context, { ...scope, number: 1 }, { characters: moved });
    expect(edited).toMatchObject({ characters: ['hare', 'fox'], standing: [{ id: 'hare', at: 0.78 }], takes: 1 });
    await untilStatus(system.context, story.id, 'completed');
    expect(await sheet()).not.toBe(before);
    expect(await requests()).toBe(ordered);
    const frame = edited.frame?.sha256;
    await retakePanel(system.context, { ...scope, number: 1 }, { count: 1, cascade: 'keep', dryRun: false });
    await untilStatus(system.context, story.id, 'completed');
    expect((await listPanels(system.context, { ...scope, limit: 9 })).items[0]?.frame?.sha256).not.toBe(frame);
    await expect(
      editPanel(system.context, { ...scope, number: 1 }, { characters: [{ id: 'owl', at: 0.1 }] }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('warnings about panels', () => {
  it('are those of the panels as they were edited', async () => {
    const hare = { id: 'hare', name: 'Bramble', description: 'a lean brown hare', references: [] };
    const spec = testSpec(2, {
      characters: [hare],
      panels: [
        { prompt: 'A mill on a hill at dawn', characters: ['hare'] },
        { prompt: 'Bramble sleeps under a tree', characters: ['hare'] },
      ],
    });
    const { id } = (await submitStory(system.context, { tenant, spec: { ...spec, title: 'a warned tale' } })).story;
    await untilStatus(system.context, id, 'completed');
    const codes = async () => (await readStory(system.context, { tenant, id })).warnings.map(({ code }) => code);
    expect(await codes()).not.toContain('character_not_listed');
    await editPanel(system.context, { tenant, id, number: 2 }, { ...keep, characters: [] });
    expect(await codes()).toContain('character_not_listed');
    await editPanel(system.context, { tenant, id, number: 2 }, { ...keep, prompt: 'Bramble runs', dryRun: true });
    expect(await codes()).toContain('character_not_listed');
    // Its panel must not be drawn just now.
    await untilStatus(system.context, id, 'completed');
    await editPanel(system.context, { tenant, id, number: 2 }, { ...keep, characters: ['hare'] });
    expect(await codes()).not.toContain('character_not_listed');
  });
});
