import { NextpanelError, parseStorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context.ts';
import { retakePlate } from '../src/stories/change-plates.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listPlates } from '../src/stories/list-plates.ts';
import { openPicture } from '../src/stories/open-bytes.ts';
import { readChapter } from '../src/stories/read-chapter.ts';
import type { WrittenStory } from '../src/stories/read-earlier.ts';
import { readStory } from '../src/stories/read-story.ts';
import { retakePanel } from '../src/stories/retake.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { listTakes } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, untilStatus } from './testing.ts';

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

/** As the API reads a body. */
function written(source: object): WrittenStory {
  const text = JSON.stringify(source);
  const parsed = parseStorySpec(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  return {
    spec: parsed.spec,
    async complete(earlier) {
      const whole = parseStorySpec(text, { earlier });
      if (whole.ok) return whole.spec;
      throw new NextpanelError('invalid', 'the story has mistakes', { detail: { errors: whole.errors } });
    },
  };
}
const submit = async (source: object, idempotencyKey?: string) =>
  (await submitStory(context, { tenant, ...written(source), ...(idempotencyKey !== undefined && { idempotencyKey }) }))
    .story;
async function drawn(source: object, idempotencyKey?: string): Promise<string> {
  const { id } = await submit(source, idempotencyKey);
  const story = await untilStatus(context, id, 'completed', 'needs_attention');
  expect(story.failures).toEqual([]);
  return id;
}
const panelsOf = async (id: string) => (await listPanels(context, { tenant, id, limit: 50 })).items;
const ledgerOf = async (id: string) => (await listLedger(context, { tenant, id, limit: 50 })).items;
const sent = ({ references }: Awaited<ReturnType<typeof panelsOf>>[number]) =>
  references.map(({ role, id }) => `${role} ${id}`);

let stories = 0;
/** Drawn as no other before. */
const first = (title: string) => ({
  title,
  language: 'de',
  style: `loose ink ${++stories}`,
  characters: [
    { id: 'hare', name: 'Hare', description: 'a brown hare', outfits: [{ id: 'winter', description: 'a coat' }] },
    { id: 'owl', name: 'Owl', description: 'a grey owl' },
  ],
  locations: [{ id: 'mill', description: 'a tarred mill' }],
  scenes: [{ id: 'home' }, { id: 'race', location: 'mill', wears: { hare: 'winter' } }],
  plates: { draw: ['characters', 'locations', 'style'] },
  panels: [
    { prompt: `${title} begins`, characters: ['hare', 'owl'], scene: 'home' },
    { prompt: `${title} ends`, characters: ['hare'], scene: 'race' },
  ],
  book: { house: 'classic', caps: 'off' },
  render: { size: '128x128' },
});
const next = (continues: string, title: string) => ({
  title,
  continues,
  scenes: [{ id: 'race', location: 'mill', wears: { hare: 'winter' } }],
  characters: [{ id: 'owl', name: 'Old Owl', description: 'a white owl' }],
  panels: [
    { prompt: `${title} begins`, characters: ['hare', 'owl'], scene: 'race' },
    { prompt: `${title} continues`, characters: ['hare'] },
    { prompt: `${title} ends`, characters: ['hare'] },
  ],
  render: { size: '128x128', batchSize: 2 },
});

describe('a next chapter', () => {
  it('takes over cast, plates, style and lettering, continues from the last frame, and buys nothing again', async () => {
    const id = await drawn(first('one'));
    const plates = new Map((await listPlates(context, { tenant, id })).map((plate) => [plate.id, plate.frame?.sha256]));
    const [begin, end] = await panelsOf(id);
    const source = next(id, 'two');
    const estimate = await estimateSpec(context, { tenant, ...written(source) });
    expect(estimate).toMatchObject({ panels: 3, requests: 3, warnings: [] });
    expect(estimate.plates).toBeUndefined();

    const second = await drawn(source);
    expect(await readStory(context, { tenant, id: second })).toMatchObject({
      language: 'de',
      continues: { story: id, title: 'one', panel: 2, panelId: 'p2' },
      characters: [
        { id: 'owl', name: 'Old Owl' },
        { id: 'hare', name: 'Hare' },
      ],
    });
    const spec = (await context.state.read.head(second))?.spec;
    expect(spec?.book).toMatchObject({ house: 'classic', caps: 'off' });
    const panels = await panelsOf(second);
    expect(panels.map(sent)).toEqual([
      ['character hare/winter', 'location mill', 'style null', `anchor ${id}/p1`, `last-frame ${id}/p2`],
      ['character hare/winter', 'location mill', 'style null', `anchor ${id}/p1`, `last-frame ${id}/p2`],
      ['character hare/winter', 'location mill', 'style null', 'anchor p1', 'last-frame p2'],
    ]);
    expect(panels[0]?.references.map(({ sha256 }) => sha256)).toEqual([
      plates.get('hare/winter'),
      plates.get('mill'),
      plates.get('style'),
      begin?.frame?.sha256,
      end?.frame?.sha256,
    ]);
    expect(panels[0]?.references.at(-1)?.reason).toBe(`the last frame of story ${id}, which this one continues`);
    // The owl of the new file replaces that of the story before, with its picture.
    expect(panels[0]?.leftOut.at(-1)).toMatchObject({ role: 'character', id: 'owl', sha256: null });
    expect(panels.map(({ stale }) => stale)).toEqual([false, false, false]);
    const ledger = await ledgerOf(second);
    expect(ledger.map(({ panelIds }) => panelIds)).toEqual([['p1'], ['p2'], ['p3']]);
    const [take] = (await listTakes(context, { tenant, id: second, number: 1, limit: 9 })).items;
    expect(take?.prompt).toContain('the frame directly before');
  });

  it('lives on its own: the story before may be changed or deleted, and the same file is the same story', async () => {
    const id = await drawn(first('three'));
    const source = next(id, 'four');
    const second = await drawn(source, 'key');
    const before = (await panelsOf(second)).map(({ frame }) => frame?.sha256);
    await retakePlate(context, { tenant, id, plate: 'mill' }, { count: 1, dryRun: false });
    await untilStatus(context, id, 'completed');
    await deleteStory(context, { tenant, id });
    const again = await submitStory(context, { tenant, ...written(source), idempotencyKey: 'key' });
    expect(again).toMatchObject({ replayed: true, story: { id: second } });
    const retaken = await retakePanel(
      context,
      { tenant, id: second, number: 1 },
      { count: 1, cascade: 'keep', dryRun: false },
    );
    expect(retaken.redraw).toMatchObject({ panels: [1], requests: 1 });
    await untilStatus(context, second, 'completed');
    const panels = await panelsOf(second);
    expect(sent(panels[0] as never).slice(-2)).toEqual([`anchor ${id}/p1`, `last-frame ${id}/p2`]);
    expect(panels[0]?.frame?.sha256).not.toBe(before[0]);
    expect(panels.map(({ stale }) => stale)).toEqual([false, false, true]);
    const sha256 = panels[0]?.references.at(-1)?.sha256 ?? '';
    const picture = await (await openPicture(context, { tenant, id: second, sha256 })).read();
    expect(await context.imaging.inspectPicture(picture.bytes)).toMatchObject({ width: 128 });
  });

  it('of frames that were drawn before is recalled, estimate included', async () => {
    const id = await drawn(first('five'));
    await drawn(next(id, 'six'));
    const source = { ...next(id, 'six'), title: 'six again' };
    expect(await estimateSpec(context, { tenant, ...written(source) })).toMatchObject({
      recalledPanels: 3,
      requests: 0,
    });
    const again = await drawn(source);
    expect(await ledgerOf(again)).toEqual([]);
  });

  it('of a story whose last panel is not drawn is refused with 409; of none, or of another tenant, with one answer', async () => {
    const { id } = await submit({ ...first('seven'), plates: { draw: ['style'], approve: true } });
    await untilStatus(context, id, 'needs_attention');
    expect(await readChapter(context, { tenant, id })).toMatchObject({ lastPanel: { number: 2, drawn: false } });
    const refusal = { code: 'last_panel_undrawn', detail: { pointer: '/continues' } };
    await expect(submit(next(id, 'eight'))).rejects.toMatchObject(refusal);
    const other = (await submitStory(context, { tenant: 'other', ...written(first('theirs')) })).story.id;
    const answers = await Promise.all(
      ['s00deleted00', other].map((name) =>
        submit(next(name, 'nine')).catch(({ code, detail }) =>
          JSON.parse(JSON.stringify({ code, detail }).replaceAll(name, 'ID')),
        ),
      ),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({
      code: 'invalid',
      detail: { errors: [{ pointer: '/continues', line: 1, detail: expect.stringContaining('no story "ID"') }] },
    });
    await expect(readChapter(context, { tenant, id: other })).rejects.toMatchObject({ code: 'not_found' });
  });
});
