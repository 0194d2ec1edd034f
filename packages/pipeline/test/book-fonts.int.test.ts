import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { StorySpec } from '@nextpanel/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLettering } from '../src/finalize/sheet-lettering.ts';
import { storeAsset } from '../src/store-asset.ts';
import { amendStory } from '../src/stories/amend-story.ts';
import { estimateSpec, submitStory } from '../src/stories/submit-story.ts';
import { openTestSystem, startAll, type TestSystem, testTenant as tenant, testSpec, untilStatus } from './testing.ts';

const imaging = createRequire(createRequire(import.meta.url).resolve('@nextpanel/imaging'));
const bytes = readFileSync(imaging.resolve('@expo-google-fonts/bangers/400Regular/Bangers_400Regular.ttf'));

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

const spoken = (file: string): StorySpec => {
  const spec = testSpec(1, { render: { ...testSpec(1).render, size: '512x512' } });
  const text = { kind: 'speech' as const, text: 'Hi, жук', drawnBy: 'overlay' as const };
  return {
    ...spec,
    panels: spec.panels.map((panel) => ({ ...panel, text: [text] })),
    book: { ...spec.book, fonts: [{ file, for: ['speech'] }] },
  };
};
const fontOfSheet = async (id: string) => {
  const sheet = (await system.context.state.read.sheets(id)).get(1)?.value;
  return { sheet, font: (await readLettering(system.context, sheet))?.panels[0]?.texts[0]?.font };
};

it('letters in a font of the user, says before money is spent what it lacks, and can do without it later', async () => {
  const { context } = system;
  const asset = await storeAsset(context, { tenant, bytes });
  expect(asset).toMatchObject({ width: 0, height: 0, font: { name: 'Bangers' } });
  const lacks = { code: 'font_lacks_letters', detail: '“Bangers” lacks ж у к; a bundled font has them, in panel 1' };
  expect((await estimateSpec(context, { tenant, spec: spoken(asset.id) })).warnings).toContainEqual(lacks);
  const { story } = await submitStory(context, { tenant, spec: spoken(asset.id) });
  expect(story.warnings).toContainEqual(lacks);
  await untilStatus(context, story.id, 'completed');
  const { sheet, font } = await fontOfSheet(story.id);
  expect(font).toBe(`user-${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}`);
  expect(sheet?.warnings.map(({ code }) => code)).toContain('font_lacks_letters');
  await amendStory(context, { tenant, id: story.id }, { book: { fonts: [] } });
  await untilStatus(context, story.id, 'completed');
  expect((await fontOfSheet(story.id)).font).toBe('Shantell Sans');
}, 60_000);

it('refuses what is not there, and what is no font', async () => {
  const { context } = system;
  await expect(submitStory(context, { tenant, spec: spoken(`asset_${'0'.repeat(64)}`) })).rejects.toMatchObject({
    code: 'unknown_asset',
    detail: { pointer: '/book/fonts/0/file' },
  });
  await expect(storeAsset(context, { tenant, bytes: bytes.subarray(0, 200) })).rejects.toMatchObject({
    code: 'font_unreadable',
  });
  const blank = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNiAAAABgADNjd8qAAAAABJRU5ErkJggg==',
    'base64',
  );
  const picture = await storeAsset(context, { tenant, bytes: blank });
  await expect(submitStory(context, { tenant, spec: spoken(picture.id) })).rejects.toMatchObject({
    code: 'font_unreadable',
  });
});
