import { storySpecSchema } from '@nextpanel/core';
import { estimateSpec, listLedger, listPanels, readStory, submitStory } from '@nextpanel/pipeline';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { openVendorContext } from '../src/open-vendor-context.ts';

const tenant = 'test';
const megapixel = 1_024 ** 2;

it('references that cost more than the picture are sent as large as the model sees them, and the estimate is what is charged', async () => {
  await using vendors = await startVendors();
  await using system = await openVendorContext({
    redisUrl: process.env.REDIS_URL as string,
    env: vendorEnvironment(vendors, 'fal'),
  });
  const picture = await sharp({ create: { width: 2_048, height: 3_072, channels: 3, background: '#a63' } })
    .png()
    .toBuffer();
  const spec = storySpecSchema.parse({
    title: 'large pictures',
    characters: [
      {
        id: 'hare',
        name: 'Hare',
        description: 'a hare',
        references: [`data:image/png;base64,${picture.toString('base64')}`],
      },
    ],
    panels: ['one', 'two', 'three'].map((prompt) => ({ prompt, characters: ['hare'] })),
    render: { provider: 'fal', model: 'flux-2-pro', size: '512x512', batchSize: 2 },
  });
  expect(await estimateSpec(system.context, { tenant, spec })).toMatchObject({ requests: 3, scaledReferences: 3 });
  const { story } = await submitStory(system.context, { tenant, spec });
  expect(await system.untilDrawn(story.id)).toBe('composing');

  // Alone it may be larger than beside the frame that the third panel continues from.
  expect(vendors.ledger.map(({ references }) => references.map(({ width, height }) => [width, height])[0])).toEqual([
    [1_652, 2_478],
    [1_652, 2_478],
    [836, 1_254],
  ]);
  for (const { references } of vendors.ledger.slice(2))
    for (const { width, height } of references) expect(width * height).toBeLessThanOrEqual(megapixel);
  const charged = vendors.ledger.reduce((sum, { costUsd }) => sum + costUsd, 0);
  const { cost } = await readStory(system.context, { tenant, id: story.id });
  expect(cost.spentUsd).toBeCloseTo(charged, 5);
  expect(cost.estimateUsd / charged).toBeCloseTo(1, 2);
  const { items } = await listPanels(system.context, { tenant, id: story.id, limit: 3 });
  // It is shown as the picture it was made of, which no later change makes stale.
  expect(items[2]?.references[0]).toMatchObject({
    role: 'character',
    id: 'hare',
    reason: expect.stringContaining('sent at'),
  });
  expect(items.map(({ stale }) => stale)).toEqual([false, false, false]);

  // The same story once more is recalled: the key names the picture and the size it was sent in.
  const again = await submitStory(system.context, { tenant, spec: { ...spec, title: 'once more' } });
  expect(await system.untilDrawn(again.story.id)).toBe('composing');
  expect((await listLedger(system.context, { tenant, id: again.story.id, limit: 9 })).items).toEqual([]);
});
