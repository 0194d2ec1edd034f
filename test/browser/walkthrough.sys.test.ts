// cspell:ignore Nadie rápido correré Despacio pausa
import { readFile } from 'node:fs/promises';
import { createClient } from '@nextpanel/client';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { hasChromium, openDashboard, patience } from './src/open-dashboard.ts';
import { choose, live } from './src/story-list.ts';
import { untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

/** What happens, a picture a line, with its balloons. */
const plot = [
  'The hare boasts to the animals in front of a mill',
  'Hare: Nobody is faster than me!',
  'The tortoise offers a race under an old oak',
  'Tortoise: I will race you.',
  'The hare runs into a thorny bush and bleeds',
  'The hare sleeps under a tree at noon',
  'The tortoise crosses the line at sunset',
  'Tortoise: Slow and steady.',
];

describe.skipIf(!hasChromium())('a user who has never seen nextpanel', () => {
  let vendors: Vendors;
  beforeAll(async () => {
    vendors = await startVendors({ latencyMs: 20 });
  });
  afterAll(() => vendors.stop());

  test('makes, fixes, translates, reads and downloads a book, and checks it before publishing', async () => {
    // Without any story, also when the test is tried once more.
    await using dashboard = await openDashboard(vendorEnvironment(vendors, 'openai'));
    await using tab = await dashboard.openPage({ context: { acceptDownloads: true } });
    const { page } = tab;
    const client = createClient({ baseUrl: dashboard.url });
    let step = 0;
    /** Every picture is looked at as a reader sees it: whole, accessible, not wider than the window. */
    const look = async (name: string) => {
      step += 1;
      await page.waitForFunction(() => [...document.images].every((it) => it.complete));
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      await takeScreenshot(page, `walk-${String(step).padStart(2, '0')}-${name}`, 'light');
    };
    // Some content is too much for every vendor, once.
    vendors.faults.next('moderation-input', { times: 20, match: { prompt: 'a thorny bush and bleeds' } });

    // Open: an empty list says where to begin.
    await page.goto(dashboard.url);
    await live(page);
    await page.getByRole('heading', { name: 'No stories yet' }).waitFor();
    await look('open');

    // A story in a few words, and pictures of its cast.
    await page.getByRole('button', { name: 'New story' }).first().click();
    const words = page.getByRole('form', { name: 'Begin with a few words' });
    await words.getByLabel('Title').fill('The Race');
    await words.getByLabel('Drawing style').fill('ink and watercolour');
    await words
      .getByLabel(/Who is in it/)
      .fill('Hare: a lean brown hare in a red scarf\nTortoise: a small green tortoise with a straw hat');
    await words.getByLabel(/What happens/).fill(plot.join('\n'));
    await look('words');
    await words.getByRole('button', { name: 'Write the story' }).click();
    const dialog = page.getByRole('dialog', { name: 'New story' });
    await dialog.getByText('No errors found.').waitFor();
    for (const [name, colour] of [
      ['Hare', '#8a5a33'],
      ['Tortoise', '#3f7d45'],
    ] as const)
      await dialog
        .getByLabel(`Picture file: Add picture of ${name}`)
        .setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: await drawing(page, colour) });
    await dialog.getByRole('img', { name: 'Reference of Hare' }).waitFor();
    await dialog.getByRole('img', { name: 'Reference of Tortoise' }).waitFor();

    // The price before anything is paid, in each quality.
    await dialog.getByText('No provider is named, so the built-in storyboard draws rough boards, for free.').waitFor();
    await dialog.getByRole('button', { name: 'Draw with OpenAI' }).click();
    await dialog.getByRole('radio', { name: /^low \$/ }).check();
    await choose(page, 'Layout', 'Comic');
    const price = dialog.getByRole('region', { name: 'Price' });
    await price.getByText(/between \$.* and \$/).waitFor();
    await price.getByText('5 requests in 1 batch').waitFor();
    await dialog.getByText('No errors found.').waitFor();
    await look('price');

    // Draw; a panel is refused.
    await dialog.getByRole('button', { name: /^Submit for about \$/ }).click();
    await page.getByRole('heading', { level: 1, name: 'The Race' }).waitFor();
    const id = new URL(page.url()).pathname.split('/')[2] ?? '';
    await page.getByRole('heading', { name: 'The provider refused a picture because of its content rules' }).waitFor();
    await page.getByText('4 of 5').waitFor();
    await look('refused');
    await page.getByRole('link', { name: 'Change panel 3' }).click();
    const drawer = (panel: number) => page.getByRole('dialog', { name: `Panel ${panel}`, exact: true });
    await drawer(3)
      .getByRole('region', { name: 'Why it was not drawn' })
      .getByText(/OpenAI blocked this/)
      .waitFor();
    await look('why');
    await drawer(3).getByRole('button', { name: 'Edit the panel…' }).click();
    await page.getByLabel('Prompt').fill('The hare runs into a bush of roses');
    const save = drawer(3).getByRole('button', { name: 'Save and draw' });
    await expect.poll(() => save.isEnabled(), patience).toBe(true);
    await look('reword');
    await save.click();
    await untilStatus(client, id, 'completed');
    await drawer(3).getByText('Take 1 of 1, selected').waitFor();

    // One more drawing of a panel, and both side by side.
    await drawer(3).getByRole('button', { name: 'Retake…' }).click();
    await page
      .getByText(/\$0\.\d+/)
      .first()
      .waitFor();
    await look('retake');
    await page.getByRole('button', { name: 'Retake', exact: true }).click();
    await drawer(3).getByText('Take 2 of 2, selected').waitFor();
    await drawer(3).getByRole('button', { name: 'Compare takes…' }).click();
    const compared = page.getByRole('dialog', { name: 'Compare takes' });
    await compared.getByRole('img', { name: 'Take 2' }).waitFor();
    await look('compare');
    await compared.getByRole('button', { name: 'Select take 1' }).click();
    await drawer(3).getByText('Take 1 of 2, selected').waitFor();
    await page.keyboard.press('Escape');
    await drawer(3).waitFor({ state: 'detached' });

    // The same pictures in Spanish.
    await page.getByRole('link', { name: 'Languages' }).click();
    await page.getByLabel('Add a language').fill('Spanish');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const edition = page.getByRole('region', { name: 'Edition in Spanish (es)' });
    await edition.getByRole('textbox', { name: 'Title: ' }).fill('La carrera');
    for (const [label, spanish] of [
      [/^Panel 1, .*Nobody is faster than me!/, '¡Nadie es más rápido que yo!'],
      [/^Panel 2, .*I will race you/, 'Yo correré contra ti.'],
      [/^Panel 5, .*Slow and steady/, 'Despacio y sin pausa.'],
    ] as const)
      await edition.getByRole('textbox', { name: label }).fill(spanish);
    await edition.getByRole('button', { name: 'Save (free)' }).click();
    await page.getByText('3 of 3 texts translated').waitFor();
    await edition.getByRole('link', { name: 'PDF', exact: true }).waitFor();
    await look('spanish');

    // Read, in both languages.
    await page.getByRole('link', { name: 'Book', exact: true }).click();
    const pages = page.getByRole('region', { name: /Pages of/ });
    await pages.getByRole('img').first().waitFor();
    await look('read');
    await choose(page, 'Language', 'Spanish (es)');
    await page
      .getByRole('region', { name: /Pages of La carrera/ })
      .getByRole('img')
      .first()
      .waitFor();
    await look('read-spanish');

    // Download.
    const books = page.getByRole('list', { name: 'Books in Spanish (es)' });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      books.getByRole('link', { name: /^PDF, Spanish/ }).click(),
    ]);
    expect(download.url()).toContain('language=es');
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');

    // What a shop asks for.
    await page.getByText('Before you publish').click();
    await choose(page, 'Where', 'Amazon KDP, paperback');
    await page.getByText(/the book has \d pages? and needs at least 24/).waitFor();
    await look('publish');

    expect((await client.panels(id)).map(({ takes }) => takes)).toEqual([1, 1, 2, 1, 1]);
    expect((await client.story(id)).cost.spentUsd).toBeGreaterThan(0);
    expect((await client.edition(id, 'es')).counts).toMatchObject({ translated: 3, untranslated: 0 });
  });
});

/** A picture of something, as a user has one. */
async function drawing(page: Page, colour: string): Promise<Buffer> {
  const url = await page.evaluate((fill) => {
    const canvas = document.createElement('canvas');
    canvas.width = 512;
    canvas.height = 640;
    const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
    pen.fillStyle = '#f4efe4';
    pen.fillRect(0, 0, 512, 640);
    pen.fillStyle = fill;
    pen.beginPath();
    pen.ellipse(256, 400, 140, 190, 0, 0, 7);
    pen.ellipse(256, 190, 95, 90, 0, 0, 7);
    pen.fill();
    pen.fillStyle = '#1d1a16';
    for (const x of [220, 292]) pen.fillRect(x, 170, 14, 20);
    return canvas.toDataURL('image/png');
  }, colour);
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
