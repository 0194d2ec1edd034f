import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storySpecSchema } from '@nextpanel/core';
import { type Context, listTakes, retouchPanel, storeAsset, submitStory } from '@nextpanel/pipeline';
import { startVendors, unlimitedCatalogue, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVendorContext } from '../src/open-vendor-context.ts';

const tenant = 'test';
const box = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };

let vendors: Vendors;
let system: Awaited<ReturnType<typeof openVendorContext>>;
let context: Context;
let directory: string;

beforeAll(async () => {
  vendors = await startVendors({ compatible: { url: false, ignoresN: false, size: null } });
  directory = await mkdtemp(join(tmpdir(), 'nextpanel-areas-'));
  const { models = [], ...rest } = JSON.parse(await readFile(unlimitedCatalogue, 'utf8'));
  const own = (id: string, mask: boolean) => ({
    provider: 'openai-compatible',
    id,
    maxReferences: 4,
    sends: { mask },
    price: { by: 'image', usd: 0.01, margin: 0 },
  });
  const catalogue = join(directory, 'catalogue.json');
  await writeFile(
    catalogue,
    JSON.stringify({ ...rest, models: [...models, own('masked', true), own('wordy', false)] }),
  );
  system = await openVendorContext({
    redisUrl: process.env.REDIS_URL as string,
    env: { ...vendorEnvironment(vendors), NEXTPANEL_CATALOGUE: catalogue },
  });
  context = system.context;
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await vendors[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

let stories = 0;
async function drawn(render: object): Promise<string> {
  stories += 1;
  const spec = storySpecSchema.parse({
    title: `areas ${stories}`,
    panels: [{ prompt: `tale ${stories}: a hare` }],
    render: { size: '1024x1024', ...render },
  });
  const { story } = await submitStory(context, { tenant, spec });
  expect(await system.untilDrawn(story.id)).toBe('composing');
  return story.id;
}
const takesOf = async (id: string) => (await listTakes(context, { tenant, id, number: 1, limit: 20 })).items;
const retouch = (id: string, area: { readonly box?: typeof box; readonly mask?: string }) =>
  retouchPanel(
    context,
    { tenant, id, number: 1 },
    { instruction: 'make the scarf green', count: 1, cascade: 'keep', dryRun: false, ...area },
  );

/** Whether two pictures are the same outside of the box. */
async function isSameOutside(a = '', b = ''): Promise<boolean> {
  const read = async (sha256: string) =>
    sharp(await context.artifacts.get(sha256))
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
  const [one, other] = await Promise.all([read(a), read(b)]);
  const { width, height } = one.info;
  expect([other.info.width, other.info.height]).toEqual([width, height]);
  for (let pixel = 0; pixel < width * height; pixel += 1) {
    const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height];
    if (x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height) continue;
    if ([0, 1, 2].some((channel) => one.data[pixel * 3 + channel] !== other.data[pixel * 3 + channel])) return false;
  }
  return true;
}

async function maskOf(width: number, height: number): Promise<string> {
  const bytes = await sharp({ create: { width, height, channels: 3, background: '#000' } })
    .composite([
      {
        input: {
          create: { width: Math.round(width / 2), height: Math.round(height / 4), channels: 3, background: '#fff' },
        },
        left: Math.round(width / 4),
        top: Math.round(height / 2),
      },
    ])
    .png()
    .toBuffer();
  return (await storeAsset(context, { tenant, bytes })).id;
}

const cases: readonly (readonly [name: string, render: object, mask: boolean])[] = [
  ['OpenAI', { provider: 'openai', model: 'gpt-image-2', quality: 'low' }, true],
  ['OpenAI, found again', { provider: 'openai', model: 'gpt-image-2', quality: 'low', recoverable: true }, true],
  ['Azure', { provider: 'azure', model: 'gpt-image-2', quality: 'low' }, true],
  ['gpt-image-2 at fal', { provider: 'fal', model: 'gpt-image-2', quality: 'low' }, true],
  ['nano-banana-2 at fal', { provider: 'fal', model: 'nano-banana-2' }, false],
  ['flux-2-pro at fal', { provider: 'fal', model: 'flux-2-pro' }, false],
  ['an own server that takes masks', { provider: 'openai-compatible', model: 'masked' }, true],
  ['an own server that takes none', { provider: 'openai-compatible', model: 'wordy' }, false],
];

it.each(cases)(
  '%s: a box, a mask and words alone change the area, and nothing else',
  async (_name, render, masks) => {
    const id = await drawn(render);
    const [base] = await takesOf(id);
    const { width = 0, height = 0 } = base?.frame ?? {};
    await retouch(id, { box });
    await system.untilDrawn(id);
    await retouch(id, { mask: await maskOf(width, height) });
    await system.untilDrawn(id);
    await retouch(id, {});
    await system.untilDrawn(id);

    const [boxed, masked, worded] = vendors.ledger.slice(-3);
    for (const sent of [boxed, masked]) {
      expect(sent?.prompt).toContain('from 25 % to 75 % of the width');
      expect(sent?.prompt.includes('which the mask leaves open')).toBe(masks);
      expect(sent?.mask && { width: sent.mask.width, height: sent.mask.height }).toEqual(
        masks ? { width, height } : undefined,
      );
      // A mask belongs to the first picture, and is of its size.
      expect([sent?.references[0]?.width, sent?.references[0]?.height]).toEqual([width, height]);
    }
    expect(worded?.mask).toBeUndefined();
    expect(worded?.prompt).not.toContain('Change only');

    const [first, second, third] = await takesOf(id);
    expect(await isSameOutside(first?.frame.sha256, second?.frame.sha256)).toBe(true);
    expect(await isSameOutside(second?.frame.sha256, third?.frame.sha256)).toBe(true);
    expect(first?.frame.sha256).not.toBe(second?.frame.sha256);
    // What it was ordered for is what is kept: no other pictures, and no other price than that of one picture each.
    expect(vendors.ledger.slice(-3).map(({ images }) => images.length)).toEqual([1, 1, 1]);

    const orders = vendors.ledger.length;
    await expect(retouch(id, { mask: await maskOf(width / 2, height) })).rejects.toMatchObject({
      code: 'mask_unusable',
    });
    expect(vendors.ledger.length).toBe(orders);
  },
  90_000,
);
