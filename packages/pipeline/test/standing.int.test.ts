import { parseStoryValue, type SheetLettering } from '@nextpanel/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { editPanel } from '../src/stories/edit-panel.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { selectTake } from '../src/stories/takes.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, untilStatus } from './testing.ts';

let system: TestSystem;
let running: AsyncDisposable;
beforeAll(async () => {
  system = await openTestSystem();
  running = await startAll(system.context);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

it('tails follow the take: where its characters stood when it was ordered, or where a user says they stand', {
  timeout: 60_000,
}, async () => {
  const { context } = system;
  const parsed = parseStoryValue({
    title: 'standing',
    characters: [{ id: 'hare', name: 'Hare', description: 'a hare' }],
    panels: [
      {
        prompt: 'standing, a tree',
        characters: [{ id: 'hare', at: 0.1 }],
        weight: 'splash',
        text: [{ kind: 'speech', speaker: 'hare', text: 'Here I am.' }],
      },
    ],
    book: { layout: 'comic', formats: ['cbz'] },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const { story } = await submitStory(context, { tenant, spec: parsed.spec });
  const scope = { tenant, id: story.id, number: 1 };
  /** Where across the panel the tail ends, and how many takes there are, once everything is made. */
  const settled = async () => {
    await untilStatus(context, story.id, 'completed');
    const sheet = (await context.state.read.sheets(story.id)).get(1)?.value;
    const bytes = await context.artifacts.get(sheet?.lettering?.sha256 ?? '');
    const [panel] = (JSON.parse(Buffer.from(bytes).toString()) as SheetLettering).panels;
    const tip = panel?.texts[0]?.tail?.to.x ?? Number.NaN;
    return { tip: (tip - (panel?.slot.x ?? 0)) / (panel?.slot.width ?? 1), takes: await takesOf() };
  };
  const takesOf = async () => (await context.state.read.takes(story.id, 'p1')).length;
  const stand = (at: number, places?: 'tail' | 'redraw') =>
    editPanel(context, scope, { characters: [{ id: 'hare', at }], ...(places && { places }) });

  expect(await settled()).toMatchObject({ takes: 1 });
  expect((await settled()).tip).toBeLessThan(0.5);
  const moved = await stand(0.9);
  expect(moved.redraw.panels).toEqual([]);
  expect(await settled()).toMatchObject({ takes: 1 });
  expect((await settled()).tip).toBeGreaterThan(0.5);
  const priced = await editPanel(context, scope, {
    characters: [{ id: 'hare', at: 0.05 }],
    places: 'redraw',
    dryRun: true,
  });
  expect(priced.redraw.panels).toEqual([1]);
  await stand(0.05, 'redraw');
  expect(await settled()).toMatchObject({ takes: 2 });
  expect((await settled()).tip).toBeLessThan(0.5);
  await selectTake(context, { ...scope, take: 1 }, { cascade: 'keep', dryRun: false });
  expect((await settled()).tip).toBeGreaterThan(0.5);
});
