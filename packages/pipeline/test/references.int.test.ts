import type { StorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { editPanel } from '../src/stories/edit-panel.ts';
import { insertPanels } from '../src/stories/insert-panels.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanelRequests } from '../src/stories/list-panel-requests.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { movePanel } from '../src/stories/move-panel.ts';
import { openPanelImage, openPicture } from '../src/stories/open-bytes.ts';
import { readProvenance } from '../src/stories/read-provenance.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testSpec, testTenant, untilStatus } from './testing.ts';

const tenant = testTenant;
let system: TestSystem;
let context: Context;
let running: AsyncDisposable;
/** Pictures as data URLs, all different. */
let pictures: string[];

beforeAll(async () => {
  system = await openTestSystem();
  context = system.context;
  running = await startAll(context);
  const id = await drawn(testSpec(16, { title: 'pictures' }));
  pictures = await Promise.all(
    Array.from({ length: 16 }, async (_, index) => {
      const { bytes } = await (await openPanelImage(context, { tenant, id, number: index + 1 })).read();
      return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
    }),
  );
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

async function drawn(spec: StorySpec): Promise<string> {
  const { story } = await submitStory(context, { tenant, spec });
  await untilStatus(context, story.id, 'completed', 'needs_attention');
  return story.id;
}
const panelsOf = async (id: string) => (await listPanels(context, { tenant, id, limit: 200 })).items;
const pictureOf = (index: number): string[] => [pictures[index] as string];

/** Ten panels: at the mill in winter clothes, and from the ninth on at home. */
const inTwoScenes = (title: string): StorySpec => ({
  ...testSpec(10, { title }),
  style: { description: 'ink', references: pictureOf(0) },
  characters: [
    {
      id: 'hare',
      name: 'Hare',
      description: 'a lean brown hare',
      references: pictureOf(1),
      tier: 'lead',
      outfits: [{ id: 'winter', description: 'a green coat', references: pictureOf(2) }],
    },
    { id: 'owl', name: 'Owl', description: 'a grey owl', references: [] },
  ],
  locations: [{ id: 'mill', description: 'a tarred mill', references: pictureOf(3) }],
  props: [{ id: 'watch', description: 'a brass watch', references: pictureOf(4) }],
  scenes: [{ id: 'race', location: 'mill', wears: { hare: 'winter' }, props: ['watch'] }, { id: 'home' }],
  panels: testSpec(10).panels.map((panel, index) => ({
    ...panel,
    id: `q${index + 1}`,
    characters: ['hare', 'owl'],
    scene: index < 8 ? 'race' : 'home',
    ...(index === 9 && { continuesFrom: 'q2' }),
  })),
});

describe('a story with scenes', () => {
  let id: string;
  beforeAll(async () => {
    id = await drawn(inTwoScenes('scenes'));
  });

  it('sends each panel its pictures in order, and says why and what is missing', async () => {
    const panels = await panelsOf(id);
    const shown = (index: number) => panels[index]?.references.map(({ role, id: of }) => `${role} ${of}`);
    expect(shown(1)).toEqual(['character hare/winter', 'location mill', 'prop watch', 'style null']);
    expect(panels[1]?.leftOut).toEqual([
      { role: 'character', id: 'hare', sha256: expect.any(String) as string, reason: 'hare wears winter here' },
      { role: 'character', id: 'owl', sha256: null, reason: 'there is no picture of it' },
    ]);
    expect(shown(8)).toEqual(['character hare', 'style null', 'anchor q1', 'last-frame q8']);
    expect(panels[8]?.references.at(-1)).toMatchObject({
      sha256: panels[7]?.frame?.sha256,
      reason: 'the last frame before, for people and drawing only: the scene is another',
    });
    expect(shown(9)).toEqual(['character hare', 'style null', 'anchor q1', 'last-frame q2']);
    expect(panels[9]?.references.at(-1)?.sha256).toBe(panels[1]?.frame?.sha256);
    expect(panels[1]).toMatchObject({ scene: 'race', outfits: [{ id: 'hare', outfit: 'winter' }] });
  });

  it('keeps the order of each request with its prompt', async () => {
    const { items } = await listPanelRequests(context, { tenant, id, number: 9, limit: 50 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ state: 'kept', panelIds: ['q9'] });
    expect(items[0]?.prompt).toContain('it shows another scene');
    expect(items[0]?.references).toEqual((await panelsOf(id))[8]?.references);
  });

  it('tells who drew a frame, and that the picture has no manifest', async () => {
    const frame = await readProvenance(context, { tenant, id, number: 9 });
    expect(frame).toMatchObject({
      panel: 9,
      panelId: 'q9',
      take: 1,
      source: 'drawn',
      provider: 'storyboard',
      contentCredentials: null,
    });
    expect(frame.prompt).toContain('it shows another scene');
    await expect(readProvenance(context, { tenant, id, number: 11 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is recalled whole when it is submitted once more, with its pictures and reasons', async () => {
    const again = inTwoScenes('scenes once more');
    expect(await estimateSpec(context, { tenant, spec: again })).toMatchObject({ requests: 0, recalledPanels: 10 });
    const second = await drawn(again);
    expect((await listLedger(context, { tenant, id: second, limit: 50 })).items).toEqual([]);
    const seen = (panels: Awaited<ReturnType<typeof panelsOf>>) =>
      panels.map(({ frame, references }) => [frame?.sha256, references.map(({ role, id: of }) => `${role} ${of}`)]);
    expect(seen(await panelsOf(second))).toEqual(seen(await panelsOf(id)));
  });

  it('draws a panel again when its scene changes; one that is put between takes part in the scene before it', async () => {
    const edited = await editPanel(context, { tenant, id, number: 2 }, { scene: 'home', dryRun: true });
    expect(edited.redraw.panels).toEqual([2]);
    await insertPanels(
      context,
      { tenant, id },
      { after: 3, panels: testSpec(1).panels, cascade: 'keep', dryRun: false },
    );
    await untilStatus(context, id, 'completed', 'needs_attention');
    expect((await panelsOf(id))[3]).toMatchObject({ scene: 'race', status: 'drawn' });
  });

  it('refuses edits that name what it does not have, and a frame that is not there yet', async () => {
    const edit = (change: Parameters<typeof editPanel>[2]) => editPanel(context, { tenant, id, number: 1 }, change);
    await expect(edit({ scene: 'moon' })).rejects.toMatchObject({
      code: 'invalid',
      detail: {
        errors: [{ pointer: '/scene', detail: expect.stringContaining('"moon" is not in `scenes`') as string }],
      },
    });
    await expect(edit({ continuesFrom: 'q9' })).rejects.toMatchObject({
      detail: { errors: [{ pointer: '/continuesFrom', detail: expect.stringContaining('comes later') as string }] },
    });
    await expect(edit({ characters: [{ id: 'owl', outfit: 'winter' }] })).rejects.toMatchObject({
      detail: {
        errors: [{ detail: '"winter" is an outfit of "hare", not of "owl"; add it under the `outfits` of "owl"' }],
      },
    });
  });
});

it('a crowd is tiled into one picture, which is stored, shown and recalled', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const spec = (title: string): StorySpec => ({
    ...testSpec(2, { title }),
    characters: ids.map((id, index) => ({ id, name: id, description: 'd', references: pictureOf(index + 5) })),
    panels: testSpec(2).panels.map((panel) => ({ ...panel, characters: ids })),
  });
  const id = await drawn(spec('crowd'));
  const [panel] = await panelsOf(id);
  const tile = panel?.references.find(({ role }) => role === 'tile');
  expect(panel?.references).toHaveLength(6);
  expect(tile).toMatchObject({ id: 'f + g + h', cells: [{ id: 'f' }, { id: 'g' }, { id: 'h' }] });
  const opened = await openPicture(context, { tenant, id, sha256: tile?.sha256 ?? '' });
  expect(await context.imaging.inspectPicture((await opened.read()).bytes)).toMatchObject({ mime: 'image/png' });
  await drawn(spec('crowd once more'));
  expect(await estimateSpec(context, { tenant, spec: spec('again') })).toMatchObject({ requests: 0 });
});

it('moves that would put a panel before the frame it goes along with are refused', async () => {
  const spec: StorySpec = {
    ...testSpec(4, { title: 'moves' }),
    render: { ...testSpec(1).render, batchSize: 2, approveAfter: 1 },
    panels: testSpec(4).panels.map((panel, index) => ({
      ...panel,
      id: `m${index + 1}`,
      ...(index === 3 && { references: ['panel:m2'] }),
    })),
  };
  const id = await drawn(spec);
  await expect(movePanel(context, { tenant, id, number: 4 }, { after: 1, dryRun: false })).rejects.toMatchObject({
    code: 'invalid_state',
    message: expect.stringContaining('panel m2, which would no longer be of an earlier batch') as string,
  });
});
