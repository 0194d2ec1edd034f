import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { storeAsset } from '../src/store-asset.ts';
import {
  addPlate,
  approvePlates,
  listPlateTakes,
  redrawPlatePanels,
  retakePlate,
  selectPlate,
} from '../src/stories/change-plates.ts';
import { cancelStory, pauseStory } from '../src/stories/command-story.ts';
import { copyStory } from '../src/stories/copy-story.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { editPlate } from '../src/stories/edit-plate.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listPlates } from '../src/stories/list-plates.ts';
import { openPicture } from '../src/stories/open-bytes.ts';
import { readStory } from '../src/stories/read-story.ts';
import { retakePanel } from '../src/stories/retake.ts';
import { readEvents } from '../src/stories/story-events.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { listTakes, selectTake } from '../src/stories/takes.ts';
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

/** Ten panels, of which two show the hare in winter clothes at the mill. */
const plated = (title: string, plates: Partial<StorySpec['plates']> = {}): StorySpec => ({
  ...testSpec(10, { title }),
  style: 'loose ink',
  plates: { draw: ['characters', 'locations', 'props', 'style'], ...plates },
  characters: [
    {
      id: 'hare',
      name: 'Hare',
      description: 'a lean brown hare',
      references: [],
      outfits: [{ id: 'winter', description: 'a green coat' }],
    },
    { id: 'owl', name: 'Owl', description: 'an owl that no panel shows', references: [] },
  ],
  locations: [{ id: 'mill', description: 'a tarred mill' }],
  props: [{ id: 'watch', description: 'a brass watch' }],
  scenes: [{ id: 'home' }, { id: 'race', location: 'mill', props: ['watch'], wears: { hare: 'winter' } }],
  panels: testSpec(10).panels.map((panel, index) => ({
    ...panel,
    characters: ['hare'],
    scene: index < 8 ? 'home' : 'race',
  })),
});

async function drawn(spec: StorySpec, ...until: Parameters<typeof untilStatus>[2][]): Promise<string> {
  const { story } = await submitStory(context, { tenant, spec });
  await untilStatus(context, story.id, ...(until.length > 0 ? until : (['completed', 'needs_attention'] as const)));
  return story.id;
}
const platesOf = (id: string) => listPlates(context, { tenant, id });
const plateOf = async (id: string, plate: string) => (await platesOf(id)).find((it) => it.id === plate);
const panelsOf = async (id: string) => (await listPanels(context, { tenant, id, limit: 50 })).items;
const ledgerOf = async (id: string) => (await listLedger(context, { tenant, id, limit: 50 })).items;

describe('a story that draws its plates', () => {
  let id: string;
  beforeAll(async () => {
    id = await drawn(plated('plates'));
  });

  it('draws each once before the first panel, those of what no panel shows not at all', async () => {
    const plates = await platesOf(id);
    expect(plates.map((plate) => [plate.id, plate.kind, plate.status])).toEqual([
      ['style', 'style', 'drawn'],
      ['hare', 'character', 'drawn'],
      ['hare/winter', 'outfit', 'drawn'],
      ['owl', 'character', 'none'],
      ['watch', 'prop', 'drawn'],
      ['mill', 'location', 'drawn'],
    ]);
    const ledger = await ledgerOf(id);
    expect(ledger.filter(({ batch }) => batch === 0).map(({ panelIds }) => panelIds)).toHaveLength(5);
    expect(ledger).toHaveLength(15);
    const statuses = [];
    for await (const event of readEvents(context, { tenant, id })) {
      if (event.type === 'story.status') statuses.push(event.status);
    }
    expect(statuses.slice(0, 3)).toEqual(['queued', 'plates', 'drawing']);
  });

  it('draws outfits from the character, and everything in the style', async () => {
    const outfit = await plateOf(id, 'hare/winter');
    expect(outfit?.references.map(({ role, id: of }) => `${role} ${of}`)).toEqual(['style null', 'character hare']);
    expect(outfit?.references[1]?.sha256).toBe((await plateOf(id, 'hare'))?.frame?.sha256);
    const picture = await openPicture(context, { tenant, id, sha256: outfit?.frame?.sha256 ?? '' });
    expect(await context.imaging.inspectPicture((await picture.read()).bytes)).toMatchObject({ width: 1_536 });
  });

  it('gives each panel the plates of what it shows', async () => {
    const [first, ...rest] = await panelsOf(id);
    const shown = (panel: typeof first) => panel?.references.map(({ role, id: of }) => `${role} ${of}`);
    expect(shown(first)).toEqual(['character hare', 'style null']);
    expect(shown(rest.at(-1))).toEqual([
      'character hare/winter',
      'location mill',
      'prop watch',
      'style null',
      'anchor p1',
      'last-frame p8',
    ]);
    expect((await plateOf(id, 'mill'))?.panels).toEqual([9, 10]);
  });

  it('costs nothing once more, plates included', async () => {
    const again = plated('plates once more');
    expect(await estimateSpec(context, { tenant, spec: again })).toMatchObject({
      requests: 0,
      recalledPanels: 10,
      plates: { plates: 5, requests: 0 },
    });
    expect(await ledgerOf(await drawn(again))).toEqual([]);
  });

  it('a retaken plate makes the panels drawn from it stale, and draws none of them', async () => {
    const before = await panelsOf(id);
    const dry = await retakePlate(context, { tenant, id, plate: 'hare/winter' }, { count: 1, dryRun: true });
    expect(dry).toMatchObject({
      redraw: { requests: 1, stale: [9, 10] },
      dependants: { panels: [9, 10], requests: 2 },
    });
    await retakePlate(context, { tenant, id, plate: 'hare/winter' }, { count: 1, dryRun: false });
    await untilEvent(context, id, (event) => event.type === 'panel.drawn' && event.panelId === '@hare/winter');
    await untilStatus(context, id, 'completed');
    expect(await plateOf(id, 'hare/winter')).toMatchObject({ take: 2, takes: 2, stale: [9, 10] });
    const panels = await panelsOf(id);
    expect(panels.map(({ frame }) => frame?.sha256)).toEqual(before.map(({ frame }) => frame?.sha256));
    expect(panels.filter(({ stale }) => stale).map(({ number }) => number)).toEqual([9, 10]);
    await selectPlate(context, { tenant, id, plate: 'hare/winter', take: 1 }, { dryRun: false });
    expect((await panelsOf(id)).some(({ stale }) => stale)).toBe(false);
  });

  it('takes a plate of your own, and refuses what is not drawn', async () => {
    const { bytes } = await (
      await openPicture(context, { tenant, id, sha256: (await plateOf(id, 'hare'))?.frame?.sha256 ?? '' })
    ).read();
    const asset = await storeAsset(context, { tenant, bytes });
    await addPlate(context, { tenant, id, plate: 'mill' }, { asset: asset.id, select: true, dryRun: false });
    expect(
      (await listPlateTakes(context, { tenant, id, plate: 'mill', limit: 9 })).items.map((take) => take.source),
    ).toEqual(['drawn', 'uploaded']);
    expect((await plateOf(id, 'mill'))?.stale).toEqual([9, 10]);
    const redraw = (plate: string, dryRun: boolean) =>
      redrawPlatePanels(context, { tenant, id, plate }, { cascade: 'keep', dryRun });
    expect(await redraw('mill', true)).toMatchObject({ redraw: { panels: [9, 10], requests: 2 }, stale: [9, 10] });
    await redraw('mill', false);
    await untilStatus(context, id, 'completed');
    expect((await plateOf(id, 'mill'))?.stale).toEqual([]);
    expect((await panelsOf(id)).map(({ takes }) => takes)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
    expect(await redraw('mill', true)).toMatchObject({ redraw: { panels: [], requests: 0 } });
    await expect(redraw('mill', false)).rejects.toMatchObject({ code: 'invalid_state' });
    // The style is in panels of both batches.
    await addPlate(context, { tenant, id, plate: 'style' }, { asset: asset.id, select: true, dryRun: false });
    const all = (await plateOf(id, 'style'))?.stale ?? [];
    expect(all.length).toBeGreaterThan(2);
    await redraw('style', false);
    await untilStatus(context, id, 'completed');
    expect((await plateOf(id, 'style'))?.stale).toEqual([]);
    const retake = (plate: string) => retakePlate(context, { tenant, id, plate }, { count: 1, dryRun: false });
    await expect(retake('owl')).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(retake('nobody')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a changed description of something of the cast', () => {
  let id: string;
  beforeAll(async () => {
    id = await drawn({ ...plated('described'), style: 'loose ink, described' });
  });
  const edit = (plate: string, change: Partial<Parameters<typeof editPlate>[2]>) =>
    editPlate(context, { tenant, id, plate }, { dryRun: false, ...change });
  const staleOnes = async () => (await panelsOf(id)).filter(({ stale }) => stale).map(({ number }) => number);

  it('makes the panels stale that show it, and no others, with their price', async () => {
    const before = await panelsOf(id);
    const coat = { description: 'a red coat' };
    const dry = await edit('hare/winter', { ...coat, dryRun: true });
    expect(dry).toMatchObject({
      description: 'a green coat',
      redraw: { dryRun: true, requests: 0, stale: [9, 10] },
      dependants: { panels: [9, 10], requests: 2 },
    });
    expect(await staleOnes()).toEqual([]);
    expect(await edit('hare/winter', coat)).toMatchObject({ description: 'a red coat', stale: [9, 10] });
    expect(await staleOnes()).toEqual([9, 10]);
    expect((await panelsOf(id)).map(({ frame }) => frame?.sha256)).toEqual(before.map(({ frame }) => frame?.sha256));
    // The words of before make the pictures of before right again.
    expect(await edit('hare/winter', { description: 'a green coat' })).toMatchObject({ stale: [] });
    expect(await staleOnes()).toEqual([]);
    expect((await edit('mill', { description: 'a white mill', dryRun: true })).dependants.panels).toEqual([9, 10]);
    expect((await edit('watch', { description: 'a silver watch', dryRun: true })).dependants.panels).toEqual([9, 10]);
    expect((await edit('hare', { description: 'a white hare', dryRun: true })).dependants.panels).toHaveLength(10);
    expect((await edit('owl', { description: 'a white owl' })).dependants).toMatchObject({ panels: [], requests: 0 });
  });

  it('is drawn by the new words: its plate when it is retaken, its panels when they are redrawn', async () => {
    await edit('hare/winter', { description: 'a long blue coat' });
    await retakePlate(context, { tenant, id, plate: 'hare/winter' }, { count: 1, dryRun: false });
    await untilEvent(context, id, (event) => event.type === 'panel.drawn' && event.panelId === '@hare/winter');
    await untilStatus(context, id, 'completed');
    const takes = await listPlateTakes(context, { tenant, id, plate: 'hare/winter', limit: 9 });
    expect(takes.items.map(({ prompt }) => prompt?.includes('a long blue coat'))).toEqual([false, true]);
    await redrawPlatePanels(context, { tenant, id, plate: 'hare/winter' }, { cascade: 'keep', dryRun: false });
    await untilStatus(context, id, 'completed');
    expect((await plateOf(id, 'hare/winter'))?.stale).toEqual([]);
    expect(await staleOnes()).toEqual([]);
    const [take] = (await listTakes(context, { tenant, id, number: 9, limit: 9 })).items.slice(-1);
    expect(take?.prompt).toContain('a long blue coat');
  });

  it('may get pictures of its own, where the story has not drawn one', async () => {
    const bare = await drawn({ ...plated('bare'), plates: { draw: ['characters'] } });
    const { bytes } = await (
      await openPicture(context, { tenant, id, sha256: (await plateOf(id, 'mill'))?.frame?.sha256 ?? '' })
    ).read();
    const asset = await storeAsset(context, { tenant, bytes });
    const give = (plate: string, references: string[]) =>
      editPlate(context, { tenant, id: bare, plate }, { references, dryRun: false });
    expect(await give('mill', [asset.id])).toMatchObject({ status: 'supplied', stale: [9, 10] });
    await redrawPlatePanels(context, { tenant, id: bare, plate: 'mill' }, { cascade: 'keep', dryRun: false });
    await untilStatus(context, bare, 'completed');
    expect((await panelsOf(bare))[8]?.references.map(({ role, id: of }) => `${role} ${of}`)).toContain('location mill');
    await expect(give('hare', [asset.id])).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(give('mill', ['asset_1'])).rejects.toMatchObject({ code: 'unknown_asset' });
    await expect(give('nobody', [])).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a changed description of what a cover shows', () => {
  it('makes the cover stale too, counts it in the price, and redraws it', async () => {
    const spec = testSpec(2, {
      title: 'covered',
      characters: [
        { id: 'hare', name: 'Hare', description: 'a lean brown hare' },
        { id: 'owl', name: 'Owl', description: 'an owl on the cover alone' },
      ],
    });
    const cover = { prompt: 'The owl in the moon', characters: ['owl'] };
    const id = await drawn({ ...spec, book: { ...spec.book, cover } });
    const edit = (plate: string, description: string, dryRun: boolean) =>
      editPlate(context, { tenant, id, plate }, { description, dryRun });
    expect((await edit('hare', 'a white hare', true)).dependants).toMatchObject({ cover: false, requests: 0 });
    const dry = await edit('owl', 'a white owl', true);
    expect(dry).toMatchObject({ panels: [], cover: true, dependants: { panels: [], cover: true, requests: 1 } });
    expect(await edit('owl', 'a white owl', false)).toMatchObject({ stale: [], staleCover: true });
    const redraw = (dryRun: boolean) =>
      redrawPlatePanels(context, { tenant, id, plate: 'owl' }, { cascade: 'keep', dryRun });
    expect(await redraw(true)).toMatchObject({ redraw: { panels: [], requests: 1 } });
    await redraw(false);
    await untilStatus(context, id, 'completed');
    expect(await plateOf(id, 'owl')).toMatchObject({ staleCover: false });
    const takes = await listTakes(context, { tenant, id, number: { id: 'cover' }, limit: 9 });
    expect(takes.items.map(({ prompt }) => prompt?.includes('a white owl'))).toEqual([false, true]);
  });
});

describe('a take that was not selected when the description changed', () => {
  it('is stale once it is selected', async () => {
    const hare = { id: 'hare', name: 'Hare', description: 'a lean brown hare of takes' };
    const spec = testSpec(2, { title: 'takes', characters: [hare] });
    const id = await drawn({ ...spec, panels: spec.panels.map((panel) => ({ ...panel, characters: ['hare'] })) });
    const scope = { tenant, id, number: 2 };
    await retakePanel(context, scope, { count: 1, cascade: 'keep', dryRun: false });
    await untilStatus(context, id, 'completed');
    const redescribe = (description: string) =>
      editPlate(context, { tenant, id, plate: 'hare' }, { description, dryRun: false });
    expect(await redescribe('a white hare of takes')).toMatchObject({ stale: [1, 2] });
    const select = (take: number) => selectTake(context, { ...scope, take }, { cascade: 'keep', dryRun: false });
    expect(await select(1)).toMatchObject({ take: 1, stale: true });
    expect((await plateOf(id, 'hare'))?.stale).toEqual([1, 2]);
    await redescribe(hare.description);
    expect(await select(2)).toMatchObject({ take: 2, stale: false });
  });
});

describe('a description by which a prompt is too long for the model', () => {
  it('is refused at its own place: in a plate, and in panels alike; so is a story at submit', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'nextpanel-catalogue-'));
    const catalogue = join(folder.path, 'models.yaml');
    await writeFile(catalogue, 'models: [{ id: storyboard-1, provider: storyboard, promptMax: 1500 }]');
    await using small = await openTestSystem({ NEXTPANEL_CATALOGUE: catalogue });
    const long = 'a very long coat '.repeat(100).trim();
    const submit = (spec: StorySpec) => submitStory(small.context, { tenant, spec });
    const spec = plated('long', { draw: ['characters'] });
    const bare = { ...spec, plates: undefined };
    for (const story of [spec, bare]) {
      const { id } = (await submit(story)).story;
      await pauseStory(small.context, { tenant, id });
      const edit = (dryRun: boolean) =>
        editPlate(small.context, { tenant, id, plate: 'hare/winter' }, { description: long, dryRun });
      for (const dryRun of [true, false]) {
        await expect(edit(dryRun)).rejects.toMatchObject({
          code: 'prompt_too_long',
          detail: { pointer: '/description' },
        });
      }
      expect((await readStory(small.context, { tenant, id })).rev).toBe(0);
    }
    // No panel shows the owl in this coat, but a plate of it would be drawn.
    const outfits = [{ id: 'winter', description: long }];
    const [hare, owl] = spec.characters as [StorySpec['characters'][0], StorySpec['characters'][0]];
    const panels = spec.panels.map((panel) => ({ ...panel, references: 'none' as const, characters: [] }));
    const first = { ...panels[0], references: ['hare/winter'] } as StorySpec['panels'][0];
    const dressed = { ...spec, characters: [{ ...hare, outfits }, owl], panels: [first, ...panels.slice(1)] };
    await expect(submit(dressed)).rejects.toMatchObject({
      code: 'prompt_too_long',
      message: expect.stringContaining('the plate of hare/winter'),
    });
  });
});

describe('plates.approve', () => {
  it('stops before the first panel until the plates are approved; an edit is no approval', async () => {
    const id = await drawn(plated('approve', { approve: true, draw: ['locations'] }));
    expect(await readStory(context, { tenant, id })).toMatchObject({
      status: 'needs_attention',
      waitingOn: 'approval',
    });
    expect((await panelsOf(id)).every(({ status }) => status === 'waiting')).toBe(true);
    await retakePlate(context, { tenant, id, plate: 'mill' }, { count: 1, dryRun: false });
    await untilStatus(context, id, 'needs_attention');
    expect(await plateOf(id, 'mill')).toMatchObject({ take: 2, status: 'drawn' });
    expect((await panelsOf(id)).every(({ status }) => status === 'waiting')).toBe(true);
    await approvePlates(context, { tenant, id });
    await untilStatus(context, id, 'completed');
    await expect(approvePlates(context, { tenant, id: await drawn(testSpec(1)) })).rejects.toMatchObject({
      code: 'invalid_state',
    });
  });
});

it('a copy has the plates, and pays nothing for them', async () => {
  const id = await drawn(plated('to be copied', { approve: true, draw: ['locations'] }));
  await approvePlates(context, { tenant, id });
  await untilStatus(context, id, 'completed');
  const copy = await copyStory(context, { tenant, id }, {});
  await untilStatus(context, copy.id, 'completed');
  expect((await plateOf(copy.id, 'mill'))?.frame?.sha256).toBe((await plateOf(id, 'mill'))?.frame?.sha256);
  expect(await ledgerOf(copy.id)).toEqual([]);
  expect((await panelsOf(copy.id)).some(({ stale }) => stale)).toBe(false);
});

it('a story that is deleted leaves nothing of its plates behind', async () => {
  const id = await drawn(plated('delete', { approve: true }));
  await cancelStory(context, { tenant, id });
  await deleteStory(context, { tenant, id });
  expect(await system.redis.keys(`*story:${id}*`)).toEqual([]);
});
