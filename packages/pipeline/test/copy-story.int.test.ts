import type { StorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pauseStory, resumeStory } from '../src/stories/command-story.ts';
import { copyStory } from '../src/stories/copy-story.ts';
import { deleteStory } from '../src/stories/delete-story.ts';
import { putEdition, readEdition } from '../src/stories/editions.ts';
import { insertPanels } from '../src/stories/insert-panels.ts';
import { listLedger } from '../src/stories/list-ledger.ts';
import { listPanels } from '../src/stories/list-panels.ts';
import { listSheets } from '../src/stories/list-sheets.ts';
import { removePanel } from '../src/stories/move-panel.ts';
import { readStory } from '../src/stories/read-story.ts';
import { submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

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

async function submitted(title: string, over: Partial<StorySpec> = {}): Promise<string> {
  const spec = testSpec(10);
  const panels = spec.panels.map((panel) => ({ ...panel, prompt: `${panel.prompt} in ${title}` }));
  return (await submitStory(system.context, { tenant, spec: { ...spec, title, panels, ...over } })).story.id;
}
const copy = (id: string, title?: string) =>
  copyStory(system.context, { tenant, id }, title === undefined ? {} : { title });
const frames = async (id: string) =>
  (await listPanels(system.context, { tenant, id, limit: 50 })).items.map(({ id: panel, frame }) => [
    panel,
    frame?.sha256,
  ]);
const ledger = async (id: string) => (await listLedger(system.context, { tenant, id, limit: 50 })).items;
const sheets = async (id: string) =>
  (await listSheets(system.context, { tenant, id, limit: 50 })).items.map(({ image }) => image?.sha256);

describe('a copy', () => {
  it('of a finished story is finished too: same panels, frames, sheets and editions, and an empty ledger', async () => {
    const id = await submitted('a finished tale', { budget: { maxUsd: 3 } });
    await untilStatus(system.context, id, 'completed');
    await removePanel(system.context, { tenant, id, number: 8 }, { dryRun: false });
    const words = { format: 'json' as const, text: JSON.stringify({ title: 'Eine Sage', texts: {} }) };
    await putEdition(system.context, { tenant, id, language: 'de' }, words);
    await untilStatus(system.context, id, 'completed');

    const made = await copy(id);
    expect(made).toMatchObject({ title: 'a finished tale (copy)', progress: { panels: { total: 9 } } });
    await untilStatus(system.context, made.id, 'completed');
    expect(await frames(made.id)).toEqual(await frames(id));
    expect(await sheets(made.id)).toEqual(await sheets(id));
    expect(await ledger(made.id)).toEqual([]);
    const view = await readStory(system.context, { tenant, id: made.id });
    expect(view).toMatchObject({ cost: { spentUsd: 0, budgetUsd: 3 }, warnings: [] });
    const edition = await readEdition(system.context, { tenant, id: made.id, language: 'de' });
    expect(edition.title).toBe('Eine Sage');
  });

  it('lives on its own: what happens to one story does not reach the other', async () => {
    const id = await submitted('a tale of two');
    await untilStatus(system.context, id, 'completed');
    const made = await copy(id, 'The second');
    await untilStatus(system.context, made.id, 'completed');
    const before = await frames(made.id);
    await deleteStory(system.context, { tenant, id });
    const panel = { prompt: 'one more', characters: [], text: [], weight: 'normal' as const };
    const more = { panels: [panel], cascade: 'keep' as const, dryRun: false };
    await insertPanels(system.context, { tenant, id: made.id }, more);
    await untilStatus(system.context, made.id, 'completed');
    const after = await frames(made.id);
    expect(after.slice(0, 10)).toEqual(before);
    // The eleventh panel is new, and so is its id.
    expect(after).toHaveLength(11);
    expect(after[10]?.[0]).toBe('p11');
    expect(await ledger(made.id)).toHaveLength(1);
  });

  it('of an unfinished story waits, and draws what is missing when it is resumed', async () => {
    const id = await submitted('an unfinished tale');
    await pauseStory(system.context, { tenant, id });
    await untilStatus(system.context, id, 'paused');
    const made = await copy(id);
    expect(made.status).toBe('paused');
    await resumeStory(system.context, { tenant, id: made.id });
    await untilStatus(system.context, made.id, 'completed');
    const missing = (await frames(id)).filter(([, frame]) => frame === undefined).length;
    const paid = (await ledger(made.id)).filter(({ state }) => state === 'kept');
    expect(paid.length).toBeGreaterThanOrEqual(missing > 0 ? 1 : 0);
    expect((await frames(made.id)).every(([, frame]) => frame !== undefined)).toBe(true);
  });

  it('of a story of another tenant, or of none, is refused', async () => {
    const id = await submitted('my own tale');
    await expect(copyStory(system.context, { tenant: 'other', id }, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(copy('missing')).rejects.toMatchObject({ code: 'not_found' });
  });
});
