import { inspectPicture, readStoryboardMark } from '@nextpanel/imaging';
import type OpenAI from 'openai';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { FaultName } from '../../src/faults/fault-facts.ts';
import { sha256Of } from '../../src/ledger.ts';
import { startVendors } from '../../src/start-vendors.ts';
import type { Vendors } from '../../src/vendors.ts';
import { openaiOf } from '../clients.ts';

type Order = Partial<OpenAI.ImageGenerateParamsNonStreaming>;

async function draw(vendors: Vendors, fault: FaultName | null, more: Order = {}): Promise<Buffer[]> {
  if (fault !== null) vendors.faults.next(fault);
  const order = { model: 'gpt-image-2', prompt: 'The hare wakes up', size: '1024x1024', ...more };
  const { data } = await openaiOf(vendors).images.generate(order);
  return (data ?? []).map(({ b64_json }) => Buffer.from(b64_json ?? '', 'base64'));
}

/** Mean difference of two pictures' grey values, each shrunk to 16×16. */
async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [first, second] = await Promise.all(
    [a, b].map((it) => sharp(it).resize(16, 16, { fit: 'fill' }).toColourspace('b-w').raw().toBuffer()),
  );
  const sum = first?.reduce((total, value, index) => total + Math.abs(value - (second?.[index] ?? 0)), 0) ?? 0;
  return sum / 256;
}

describe('pictures that are not pictures', () => {
  const unreadable: readonly [FaultName, string][] = [
    ['empty-picture', 'picture_unreadable'],
    ['truncated-picture', 'picture_unreadable'],
    ['corrupt-picture', 'picture_unreadable'],
    ['html-picture', 'picture_unreadable'],
    ['bomb-picture', 'picture_too_large'],
  ];
  for (const format of ['png', 'jpeg', 'webp'] as const) {
    test.each(unreadable)(`%s as ${format}`, async (fault, code) => {
      await using vendors = await startVendors();
      const [picture = Buffer.alloc(0)] = await draw(vendors, fault, { output_format: format });
      await expect(inspectPicture(picture)).rejects.toMatchObject({ code });
      expect(vendors.ledger).toMatchObject([{ fault, images: [{ sha256: sha256Of(picture) }] }]);
      expect(picture.length).toBeLessThan(300_000);
    });
  }
});

describe('pictures that are not what was requested', () => {
  test('none, or one fewer', async () => {
    await using vendors = await startVendors();
    expect(await draw(vendors, 'no-images', { n: 3 })).toEqual([]);
    expect(await draw(vendors, 'fewer-images', { n: 8 })).toHaveLength(7);
  });

  test('of another size and shape', async () => {
    await using vendors = await startVendors();
    const sizes = async (size: string) =>
      Promise.all((await draw(vendors, 'wrong-size-picture', { size })).map((it) => inspectPicture(it)));
    expect(await sizes('1024x1024')).toMatchObject([{ width: 1_536, height: 1_024 }]);
    expect(await sizes('1024x1536')).toMatchObject([{ width: 1_536, height: 1_024 }]);
  });

  test('identical: within a call and from call to call', async () => {
    await using vendors = await startVendors();
    const first = await draw(vendors, 'identical-frames', { n: 3 });
    const second = await draw(vendors, 'identical-frames', { prompt: 'The tortoise wins' });
    expect(new Set([...first, ...second].map(sha256Of)).size).toBe(1);
  });

  test('near-identical: other bytes that look the same', async () => {
    await using vendors = await startVendors();
    const pictures = await draw(vendors, 'near-identical-frames', { n: 4 });
    expect(new Set(pictures.map(sha256Of)).size).toBe(4);
    const [first = Buffer.alloc(0)] = pictures;
    for (const picture of pictures) expect(await difference(first, picture)).toBeLessThan(4);
  });

  test('one composite instead of eight', async () => {
    await using vendors = await startVendors();
    const pictures = await draw(vendors, 'composite', { n: 8, size: '1024x1536' });
    expect(pictures).toHaveLength(1);
    expect(await inspectPicture(pictures[0] as Buffer)).toMatchObject({ width: 1_024, height: 1_536 });
    expect(vendors.ledger[0]?.images).toHaveLength(1);
  });
});

describe('pictures as they should be', () => {
  test('eight of one call look different', async () => {
    await using vendors = await startVendors();
    const pictures = await draw(vendors, null, { n: 8 });
    const differences = await Promise.all(
      pictures.flatMap((a, index) => pictures.slice(index + 1).map((b) => difference(a, b))),
    );
    expect(Math.min(...differences)).toBeGreaterThan(5);
  });

  test('a contact sheet is a grid of marked panels with white gutters, its last cell blank', async () => {
    await using vendors = await startVendors();
    const prompt = [
      'Draw one picture: a contact sheet of 7 panels of an illustrated story in a grid of 2 columns by 4 rows.',
      'Panel 1 (Hare): The hare boasts',
    ].join('\n');
    const [sheet = Buffer.alloc(0)] = await draw(vendors, null, { prompt, size: '1024x1536' });
    const gutter = 15;
    const cell = { width: 489, height: 365 };
    for (let index = 0; index < 7; index++) {
      const left = gutter + (index % 2) * (cell.width + gutter);
      const top = gutter + Math.floor(index / 2) * (cell.height + gutter);
      const cut = await sharp(sheet)
        .extract({ left, top, ...cell })
        .png()
        .toBuffer();
      expect(await readStoryboardMark(cut), `panel ${index + 1}`).not.toBeNull();
    }
    const last = { left: 2 * gutter + cell.width, top: 1_536 - gutter - cell.height, ...cell };
    const { channels } = await sharp(await sharp(sheet).extract(last).png().toBuffer()).stats();
    expect(channels.map(({ min }) => min)).toEqual([255, 255, 255]);
  });

  test.each(['png', 'jpeg'] as const)('%s padded to eight megabytes is still valid', async (format) => {
    await using vendors = await startVendors({ pictureBytes: 8_000_000 });
    const [picture = Buffer.alloc(0)] = await draw(vendors, null, { size: '3840x2160', output_format: format });
    expect(picture.length).toBeGreaterThanOrEqual(8_000_000);
    expect(picture.length).toBeLessThan(8_100_000);
    expect(await inspectPicture(picture)).toMatchObject({ width: 3_840, height: 2_160 });
    expect(await readStoryboardMark(picture)).not.toBeNull();
  });
});
