import { afterAll, beforeAll, expect, it } from 'vitest';
import { cancelStory } from '../src/stories/command-story.ts';
import { composeAgain } from '../src/stories/compose-again.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import {
  openTestSystem,
  startAll,
  type TestSystem,
  testTenant as tenant,
  testSpec,
  untilEvent,
  untilStatus,
} from './testing.ts';

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

it('composes what an older release composed differently, binds the books again, and leaves the rest as it is', async () => {
  const { state } = system.context;
  const { id } = (await submitStory(system.context, { tenant, spec: testSpec(10) })).story;
  await untilStatus(system.context, id, 'completed');
  const [first, second] = await readSheets(id);
  const pages = await state.read.pages(id);
  const selected = await state.read.selected(id, pages[0] ?? []);
  const edits = (await state.read.story(id))?.edits ?? 0;
  const old = { ...(first as NonNullable<typeof first>).value, inputs: 'of an older release' };
  await state.books.composeSheet(id, 1, old, selected, edits);
  await untilStatus(system.context, id, 'completed');

  await composeAgain(system.context, { tenant, id });
  // First when it was drawn, then as the older release, then again.
  let composed = 0;
  await untilEvent(system.context, id, (event) => {
    if (event.type === 'sheet.composed' && event.sheet === 1) composed += 1;
    return composed === 3;
  });
  await untilStatus(system.context, id, 'completed');
  expect(await readSheets(id)).toEqual([first, second]);
});

it('refuses a cancelled story', async () => {
  const { id } = (await submitStory(system.context, { tenant, spec: testSpec(3, { title: 'Another' }) })).story;
  await cancelStory(system.context, { tenant, id });
  await expect(composeAgain(system.context, { tenant, id })).rejects.toMatchObject({ code: 'invalid_state' });
});

async function readSheets(id: string) {
  const sheets = await system.context.state.read.sheets(id);
  return [sheets.get(1), sheets.get(2)];
}
