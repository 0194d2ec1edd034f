import { afterAll, beforeAll, expect, it } from 'vitest';
import { changeStory } from '../src/stories/change-story.ts';
import { editPanel } from '../src/stories/edit-panel.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, type TestSystem, testTenant as tenant, testSpec } from './testing.ts';

let system: TestSystem;
beforeAll(async () => {
  system = await openTestSystem();
});
afterAll(() => system[Symbol.asyncDispose]());

const submitted = async () => (await submitStory(system.context, { tenant, spec: testSpec(20) })).story.id;

it('after ten lost races the error says that nothing was changed, and what to do', async () => {
  const id = await submitted();
  let tries = 0;
  const lost = changeStory(system.context, { tenant, id }, async () => {
    tries += 1;
    return { outcome: { kind: 'changed' } };
  });
  await expect(lost).rejects.toMatchObject({
    code: 'edit_conflict',
    retryable: true,
    message: expect.stringMatching(/nothing was changed by this one\. Read the story again, then repeat it/),
  });
  expect(tries).toBe(10);
});

it('edits made at the same time are all made, one after another', async () => {
  const id = await submitted();
  const edits = Array.from({ length: 8 }, (_, index) =>
    editPanel(system.context, { tenant, id, number: index + 1 }, { prompt: `together ${index + 1}` }),
  );
  await Promise.all(edits);
  const { items } = await listPanels(system.context, { tenant, id, limit: 8 });
  expect(items.map(({ prompt }) => prompt)).toEqual(items.map(({ number }) => `together ${number}`));
  expect((await system.context.state.read.head(id))?.rev).toBe(8);
});
