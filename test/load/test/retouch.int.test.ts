import { storySpecSchema } from '@nextpanel/core';
import {
  type Context,
  estimateSpec,
  listLedger,
  listPlates,
  listPlateTakes,
  listTakes,
  openPicture,
  pauseProvider,
  retakePanel,
  retouchPanel,
  retouchPlate,
  storeAsset,
  submitStory,
} from '@nextpanel/pipeline';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openVendorContext } from '../src/open-vendor-context.ts';

const tenant = 'test';
const box = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };
const size = 1_024;

let vendors: Vendors;
let system: Awaited<ReturnType<typeof openVendorContext>>;
let context: Context;

beforeAll(async () => {
  vendors = await startVendors();
  system = await openVendorContext({
    redisUrl: process.env.REDIS_URL as string,
    env: vendorEnvironment(vendors, 'openai'),
  });
  context = system.context;
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await vendors[Symbol.asyncDispose]();
});

let titles = 0;
async function drawn(render: Record<string, unknown> = {}, over: Record<string, unknown> = {}): Promise<string> {
  titles += 1;
  const spec = storySpecSchema.parse({
    title: `retouch ${titles}`,
    panels: [1, 2, 3].map((n) => ({ prompt: `tale ${titles}, panel ${n}: a hare` })),
    render: {
      provider: 'openai',
      model: 'gpt-image-2',
      size: `${size}x${size}`,
      quality: 'low',
      batchSize: 2,
      ...render,
    },
    ...over,
  });
  const { story } = await submitStory(context, { tenant, spec });
  expect(await system.untilDrawn(story.id)).toBe('composing');
  return story.id;
}
const takesOf = async (id: string, number: number) =>
  (await listTakes(context, { tenant, id, number, limit: 20 })).items;
const ledgerOf = async (id: string) => (await listLedger(context, { tenant, id, limit: 50 })).items;
const options = { count: 1, cascade: 'keep', dryRun: false } as const;
const retouch = (id: string, number: number, asked: Partial<Parameters<typeof retouchPanel>[2]>) =>
  retouchPanel(context, { tenant, id, number }, { ...options, instruction: 'make the scarf green', ...asked });
const pixelsOf = async (sha256: string) =>
  sharp(await context.artifacts.get(sha256))
    .removeAlpha()
    .raw()
    .toBuffer();

/** How many pixels differ between two pictures inside and outside of the box. */
async function differences(a: string, b: string): Promise<{ inside: number; outside: number }> {
  const [one, other] = await Promise.all([pixelsOf(a), pixelsOf(b)]);
  const found = { inside: 0, outside: 0 };
  for (let pixel = 0; pixel < size * size; pixel += 1) {
    if ([0, 1, 2].every((channel) => one[pixel * 3 + channel] === other[pixel * 3 + channel])) continue;
    const [x, y] = [(pixel % size) / size, Math.floor(pixel / size) / size];
    const isInside = x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;
    found[isInside ? 'inside' : 'outside'] += 1;
  }
  return found;
}

describe('a retouch of a plate', () => {
  it('changes its area, makes the panels drawn from it stale, and draws none of them again', async () => {
    const id = await drawn(
      {},
      {
        characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
        locations: [{ id: 'mill', description: 'a mill' }],
        scenes: [{ id: 'race', location: 'mill' }],
        panels: [1, 2, 3].map((n) => ({
          prompt: `plates ${titles}, panel ${n}`,
          scene: 'race',
          characters: n === 3 ? [] : ['hare'],
        })),
        plates: { draw: ['characters', 'locations'] },
      },
    );
    const platesOf = async () => new Map((await listPlates(context, { tenant, id })).map((it) => [it.id, it] as const));
    const base = (await platesOf()).get('hare')?.frame;
    const touch = (asked: Partial<Parameters<typeof retouchPlate>[2]>) =>
      retouchPlate(
        context,
        { tenant, id, plate: 'hare' },
        { instruction: 'a longer scarf', count: 1, dryRun: false, ...asked },
      );
    const orders = vendors.ledger.length;
    const tried = await touch({ box, dryRun: true });
    expect(tried).toMatchObject({
      redraw: { dryRun: true, requests: 1, stale: [1, 2] },
      dependants: { panels: [1, 2], requests: 2 },
      takes: 1,
    });
    expect(tried.redraw.expectedUsd).toBeGreaterThan(0);
    const changed = await touch({ box });
    expect(changed.redraw).toEqual({ ...tried.redraw, dryRun: false });
    await expect(touch({ box })).rejects.toMatchObject({ code: 'invalid_state' });
    await system.untilDrawn(id);

    expect(vendors.ledger.length).toBe(orders + 1);
    const sent = vendors.ledger.at(-1);
    expect(sent?.prompt).toContain('Image 1 is a reference picture from which an illustrated story is drawn.');
    expect(sent?.prompt).toContain('The change: a longer scarf');
    expect(sent?.references.map(({ sha256 }) => sha256)).toEqual([base?.sha256]);
    expect(sent?.mask).toMatchObject({ width: base?.width, height: base?.height });
    const hare = (await platesOf()).get('hare');
    expect(hare).toMatchObject({ take: 2, takes: 2, stale: [1, 2], references: [{ role: 'base', id: 'take 1' }] });
    const [, take] = (await listPlateTakes(context, { tenant, id, plate: 'hare', limit: 9 })).items;
    expect(take).toMatchObject({ selected: true, retouch: { instruction: 'a longer scarf', baseTake: 1, box } });
    const corner = async (sha256 = '') =>
      sharp(await context.artifacts.get(sha256))
        .extract({ left: 0, top: 0, width: 300, height: 300 })
        .removeAlpha()
        .raw()
        .toBuffer();
    expect((await corner(hare?.frame?.sha256)).equals(await corner(base?.sha256))).toBe(true);
    expect(hare?.frame?.sha256).not.toBe(base?.sha256);
    const entry = (await ledgerOf(id)).at(-1);
    expect([entry?.panelIds, entry?.state, entry?.batch]).toEqual([['@hare'], 'kept', 0]);
    expect((entry?.costUsd ?? 0) / changed.redraw.expectedUsd).toBeCloseTo(1, 1);
    // A take of a plate is opened as a picture of the story: it is no panel of the book.
    expect(take?.frame.url).toBe(`/v1/stories/${id}/pictures/${take?.frame.sha256}`);
    // The mask is a picture of the story, as the dashboard shows it beside the take.
    const mask = await openPicture(context, { tenant, id, sha256: take?.retouch?.mask?.sha256 ?? '' });
    expect((await mask.read()).bytes.length).toBeGreaterThan(0);
  });

  it('is refused with a reason: a mask of another size, an unknown plate, one that is not drawn', async () => {
    const id = await drawn(
      {},
      {
        characters: [
          { id: 'hare', name: 'Hare', description: 'a brown hare' },
          { id: 'owl', name: 'Owl', description: 'an owl that no panel shows' },
        ],
        panels: [{ prompt: `refused ${titles}`, characters: ['hare'] }],
        plates: { draw: ['characters'] },
      },
    );
    const touch = (plate: string, asked: object = {}) =>
      retouchPlate(
        context,
        { tenant, id, plate },
        { instruction: 'a longer scarf', count: 1, dryRun: false, ...asked },
      );
    const small = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const { id: mask } = await storeAsset(context, { tenant, bytes: small });
    await expect(touch('hare', { mask })).rejects.toMatchObject({ code: 'mask_unusable' });
    await expect(touch('owl')).rejects.toMatchObject({ code: 'invalid_state' });
    await expect(touch('nobody')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a retouch', () => {
  it('sends the selected frame with a mask and the words, and changes only the area, for the price it said', async () => {
    const id = await drawn();
    const tried = await retouch(id, 2, { box, dryRun: true });
    // Panel 3 continues from panel 2.
    expect(tried.redraw).toMatchObject({ dryRun: true, panels: [2], stale: [3], requests: 1 });
    const before = await takesOf(id, 2);
    const changed = await retouch(id, 2, { box });
    expect(changed.redraw).toEqual({ ...tried.redraw, dryRun: false });
    await system.untilDrawn(id);

    const sent = vendors.ledger.at(-1);
    const [base] = before;
    expect(sent?.prompt).toContain('The change: make the scarf green');
    expect(sent?.prompt).toContain('from 25 % to 75 % of the width');
    expect(sent?.references.map(({ sha256 }) => sha256)).toEqual([base?.frame.sha256]);
    expect(sent?.mask).toMatchObject({ width: size, height: size, mime: 'image/png' });

    const [first, take] = await takesOf(id, 2);
    expect(first?.selected).toBe(false);
    expect(take).toMatchObject({
      number: 2,
      selected: true,
      retouch: { instruction: 'make the scarf green', base: base?.frame.sha256, baseTake: 1, box },
      references: [{ role: 'base', id: 'take 1' }],
    });
    const found = await differences(base?.frame.sha256 ?? '', take?.frame.sha256 ?? '');
    expect(found.outside).toBe(0);
    expect(found.inside).toBeGreaterThan(1_000);
    // The emulator repainted everything, as models do; what came is kept, too.
    const stored = (await context.state.read.panels(id, ['p2']))[0]?.selected?.retouch?.drawn ?? '';
    expect((await differences(base?.frame.sha256 ?? '', stored)).outside).toBeGreaterThan(1_000);

    const entry = (await ledgerOf(id)).filter(({ panels }) => panels[0] === 2).at(-1);
    expect(entry?.state).toBe('kept');
    expect((entry?.costUsd ?? 0) / changed.redraw.expectedUsd).toBeCloseTo(1, 1);
    expect(entry?.estimateUsd).toBeGreaterThan(0);
  });

  it('of a story by another method is a request of its own', async () => {
    for (const method of ['one-call', 'series']) {
      const id = await drawn({ method });
      const orders = vendors.ledger.length;
      await retouch(id, 1, { box });
      await system.untilDrawn(id);
      expect(vendors.ledger.slice(orders).map(({ images, references }) => [images.length, references.length])).toEqual([
        [1, 1],
      ]);
      expect((await takesOf(id, 1)).map(({ selected }) => selected)).toEqual([false, true]);
      expect((await takesOf(id, 2)).length).toBe(1);
    }
  });

  it('that can be found again sends its mask that way, too', async () => {
    const id = await drawn({ recoverable: true });
    const mask = await sharp({ create: { width: size, height: size, channels: 3, background: '#000' } })
      .composite([
        {
          input: { create: { width: size / 2, height: size / 4, channels: 3, background: '#fff' } },
          left: size / 4,
          top: size / 2,
        },
      ])
      .png()
      .toBuffer();
    const asset = await storeAsset(context, { tenant, bytes: mask });
    await retouch(id, 1, { mask: asset.id });
    await system.untilDrawn(id);
    const sent = vendors.ledger.at(-1);
    expect([sent?.endpoint, sent?.mask?.width]).toEqual(['/v1/responses', size]);
    const [base, take] = await takesOf(id, 1);
    expect(take?.retouch?.box).toEqual(box);
    expect((await differences(base?.frame.sha256 ?? '', take?.frame.sha256 ?? '')).outside).toBe(0);
  });

  it('in words alone takes the picture as it comes', async () => {
    const id = await drawn();
    await retouch(id, 3, { count: 2 });
    await system.untilDrawn(id);
    expect(vendors.ledger.slice(-2).map(({ mask }) => mask)).toEqual([undefined, undefined]);
    const takes = await takesOf(id, 3);
    expect(takes.map(({ selected }) => selected)).toEqual([false, true, false]);
    expect(takes[1]?.retouch).toMatchObject({ box: null, mask: null });
  });

  it('is held to the budget as any order', async () => {
    const { expectedUsd } = await estimateSpec(context, {
      tenant,
      spec: storySpecSchema.parse({
        title: 'price',
        panels: [1, 2, 3].map((n) => ({ prompt: `panel ${n}` })),
        render: { provider: 'openai', model: 'gpt-image-2', size: `${size}x${size}`, quality: 'low', batchSize: 2 },
      }),
    });
    const id = await drawn({}, { budget: { maxUsd: expectedUsd * 1.5 } });
    await retouch(id, 1, { box, count: 8 });
    const orders = vendors.ledger.length;
    expect(await system.untilDrawn(id)).toBe('needs_attention');
    expect(vendors.ledger.length).toBe(orders);
  });

  it('is refused with a reason: another size, an area outside, nothing drawn, an unknown mask, one that waits already', async () => {
    const id = await drawn();
    const wide = await sharp({ create: { width: 512, height: 256, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    const { id: mask } = await storeAsset(context, { tenant, bytes: wide });
    await expect(retouch(id, 1, { mask })).rejects.toMatchObject({
      code: 'mask_unusable',
      message: expect.stringContaining('the mask has 512×256 pixels, and the frame has 1024×1024'),
    });
    await expect(retouch(id, 1, { mask: 'nothing' })).rejects.toMatchObject({ code: 'unknown_asset' });
    await expect(retouch(id, 9, {})).rejects.toMatchObject({ code: 'not_found' });
    await pauseProvider(context, 'openai');
    await retouch(id, 1, { box });
    for (const again of [() => retouch(id, 1, { box }), () => retakePanel(context, { tenant, id, number: 1 }, options)])
      await expect(again()).rejects.toMatchObject({ code: 'invalid_state' });
  });
});
