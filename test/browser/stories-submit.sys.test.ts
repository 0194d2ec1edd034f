import { createClient } from '@nextpanel/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { looks } from './src/looks.ts';
import { type Dashboard, hasChromium, openDashboard, patience } from './src/open-dashboard.ts';
import { choose, live, row, titles } from './src/story-list.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

describe.skipIf(!hasChromium())('submitting a story', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test.for(looks)(
    'without stories it explains how to submit one: $scheme on a $width',
    async ({ scheme, width, viewport }) => {
      await using tab = await dashboard.openPage({ scheme, viewport });
      const { page } = tab;
      await page.goto(dashboard.url);
      await page.getByRole('heading', { name: 'No stories yet' }).waitFor();
      await page.getByText('npm run -s nextpanel -- submit examples/').waitFor();
      await expectAccessible(page);
      await takeScreenshot(page, `stories-empty-${width}`, scheme);
      // Three examples are drawn with one click; any is opened in the editor.
      expect(await page.getByRole('button', { name: /^Draw it/ }).count()).toBe(3);
      await page.getByRole('button', { name: 'Try the example' }).click();
      await page.getByRole('region', { name: 'Price' }).getByText('24 requests in 3 batches').waitFor();
      expect(await page.getByLabel('Story, as YAML or JSON').inputValue()).toContain(
        'title: The Tortoise and the Hare',
      );
      await expectAccessible(page);
      await takeScreenshot(page, `stories-example-${width}`, scheme);
    },
  );

  test('a provider without a key is priced, and reported as unavailable before anything is sent', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(dashboard.url);
    await live(page);
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'New story' });
    const text = 'title: The Race\npanels: [{ prompt: The hare runs }]\nrender: { provider: fal }\n';
    await dialog.getByLabel('Story, as YAML or JSON').fill(text);
    await dialog.getByText('provider "fal" is not set up here: set FAL_KEY').waitFor();
    expect(await dialog.getByRole('button', { name: /^Submit/ }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await dialog.getByLabel('Story, as YAML or JSON').fill(text.replace('fal', 'storyboard'));
    await dialog.getByText('Free.').waitFor();
    expect(await dialog.getByRole('button', { name: /^Submit/ }).isDisabled()).toBe(false);
  });

  test('a story is opened from a file, corrected, priced, submitted once, and watched to its end without a reload', async () => {
    // The first answer is a refusal, which browsers report on the console.
    await using tab = await dashboard.openPage({ expected: [/422 \(Unprocessable/] });
    const { page } = tab;
    await page.goto(`${dashboard.url}/operations/queues`);
    await live(page);
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog', { name: 'New story' });
    const editor = dialog.getByLabel('Story, as YAML or JSON');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    const file = [
      'title: The Race',
      'characters:',
      '  - { id: hare, name: Hare, description: lean, references: [./hare.png] }',
      'panels:',
      ...Array.from({ length: 6 }, (_, index) => `  - prompt: The hare runs past tree ${index}`),
      '  - promt: The hare sleeps',
      'render: { size: 64x64, batchSize: 2, approveAfter: 1 }',
      'book: { formats: [cbz] }',
      '',
    ].join('\n');
    await dialog
      .getByLabel('Story file')
      .setInputFiles({ name: 'race.yaml', mimeType: 'application/yaml', buffer: Buffer.from(file) });

    await dialog.getByRole('heading', { name: '3 errors' }).waitFor();
    const marked = await dialog
      .locator('[data-marked-line]')
      .evaluateAll((marks) => marks.map((it) => it.dataset.markedLine));
    expect(marked).toEqual(['3', '11']);
    await dialog.getByText('The story names a picture on your machine: hare.png').waitFor();
    expect(await dialog.getByRole('button', { name: 'Submit story' }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await takeScreenshot(page, 'stories-mistakes', 'light');

    await dialog.getByRole('button', { name: 'Line 11 unknown key' }).click();
    const cursor = await editor.evaluate(
      (it: HTMLTextAreaElement) => it.value.slice(0, it.selectionStart).split('\n').length,
    );
    expect(cursor).toBe(11);
    expect(await editor.evaluate((it) => it === document.activeElement)).toBe(true);

    await editor.fill(file.replace('promt', 'prompt'));
    const hare = await page.screenshot({ clip: { x: 0, y: 0, width: 160, height: 120 } });
    await dialog.getByLabel('Picture files of the cast').setInputFiles([
      { name: 'fox.png', mimeType: 'image/png', buffer: hare },
      { name: 'HARE.png', mimeType: 'image/png', buffer: hare },
    ]);
    await dialog.getByText('fox.png matches no name in the cast').waitFor();
    await dialog.getByRole('img', { name: 'Reference of Hare' }).waitFor();
    await expect.poll(() => editor.inputValue(), patience).toMatch(/references: \[as\w+\] \}\n/);
    await dialog.getByText('Free.').waitFor();
    await choose(page, 'Layout', 'Comic');
    await expect.poll(() => editor.inputValue(), patience).toContain('book: { formats: [cbz], layout: comic }');
    await dialog.getByText('No errors found.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'stories-cast', 'light');
    await choose(page, 'Layout', 'Grid of equal panels');
    await dialog.getByText('Free.').waitFor();
    await dialog.getByText('7 requests in 4 batches').waitFor();
    expect(await dialog.locator('[data-marked-line]').count()).toBe(0);

    const sent: (string | undefined)[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/stories'))
        sent.push(request.headers()['idempotency-key']);
    });
    await dialog.getByRole('button', { name: 'Submit story' }).dblclick();
    await page.getByRole('heading', { level: 1, name: 'The Race' }).waitFor();
    expect(new Set(sent).size).toBe(1);
    expect(sent[0]).toMatch(/^[0-9a-f]{32}$/);

    await page.getByRole('link', { name: 'Stories', exact: true }).click();
    await row(page, 'The Race').waitFor();
    expect(await titles(page)).toEqual(['The Race']);
    // Step by step, as it is drawn: at the gate first.
    await row(page, 'The Race').getByText('2 of 7').waitFor();
    await row(page, 'The Race').locator('img').waitFor();
    const client = createClient({ baseUrl: dashboard.url });
    const [story] = (await client.stories()).items;
    await client.approve(story?.id ?? '');
    await row(page, 'The Race').getByText('completed').waitFor();
    await row(page, 'The Race').getByText('7 of 7').waitFor();
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
    const picture = row(page, 'The Race').locator('img');
    await page.waitForFunction(
      (it) => (it as HTMLImageElement | null)?.naturalWidth === 64,
      await picture.elementHandle(),
    );
  });

  test('files that are not stories are refused with a reason; typed text survives closing the dialog', async () => {
    await using tab = await dashboard.openPage({ scheme: 'dark', expected: [/4\d\d \((Unprocessable|Bad)/] });
    const { page } = tab;
    await page.goto(dashboard.url);
    await page.getByRole('button', { name: 'New story' }).click();
    const dialog = page.getByRole('dialog', { name: 'New story' });
    const give = (buffer: Buffer) =>
      dialog.getByLabel('Story file').setInputFiles({ name: 'hare.png', mimeType: 'image/png', buffer });
    await give(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0xff, 0xd8]));
    await dialog.getByRole('alert').filter({ hasText: 'hare.png is not UTF-8 text' }).waitFor();
    await give(Buffer.alloc(0));
    await dialog.getByRole('alert').filter({ hasText: 'hare.png is empty' }).waitFor();
    await give(Buffer.alloc(3 * 1024 * 1024, 'a'));
    await dialog.getByRole('alert').filter({ hasText: '3.0 MB; this page accepts stories up to 2 MB' }).waitFor();
    await expectAccessible(page);

    // Dropped, as if dragged from a folder.
    const data = await page.evaluateHandle(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['title: [\n'], 'broken.yaml'));
      return transfer;
    });
    await dialog.getByLabel('Story, as YAML or JSON').dispatchEvent('drop', { dataTransfer: data });
    await dialog.getByRole('heading', { name: 'One error' }).waitFor();
    await takeScreenshot(page, 'stories-mistakes', 'dark');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    expect(await dialog.getByLabel('Story, as YAML or JSON').inputValue()).toBe('title: [\n');

    // Single keys can be turned off.
    await dialog.getByRole('checkbox', { name: 'Press n on any page' }).click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await page.evaluate(() => new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))));
    expect(await dialog.count()).toBe(0);
    await page.getByRole('button', { name: 'New story' }).click();

    // A real price.
    await dialog
      .getByLabel('Story, as YAML or JSON')
      .fill('title: Dear\npanels: [{ prompt: a }]\nrender: { provider: openai, model: gpt-image-2 }\n');
    await dialog.getByRole('button', { name: /^Submit for about \$/ }).waitFor();
    await dialog
      .getByRole('region', { name: 'Price' })
      .getByText(/between \$.* and \$/)
      .waitFor();
    // The price in each quality; choosing one writes it into the story.
    await dialog.getByRole('radio', { name: /^low \$/ }).check();
    await expect
      .poll(() => dialog.getByLabel('Story, as YAML or JSON').inputValue(), patience)
      .toContain('quality: low }');
    await dialog.getByRole('button', { name: /^Submit for about \$/ }).waitFor();
    await takeScreenshot(page, 'stories-price', 'dark');
  });

  test.for(looks)('a story is begun with a few words ($scheme, $width)', async ({ scheme, width, viewport }) => {
    await using tab = await dashboard.openPage({ scheme, viewport });
    const { page } = tab;
    const client = createClient({ baseUrl: dashboard.url });
    await page.goto(dashboard.url);
    await page.getByRole('button', { name: 'New story' }).first().click();
    const form = page.getByRole('form', { name: 'Begin with a few words' });
    await form.getByLabel('Title').fill(`Begun on a ${width}`);
    await form.getByLabel('Drawing style').fill('ink');
    await form.getByLabel(/Who is in it/).fill('Hare, a lean brown hare');
    await form.getByLabel(/What happens/).fill('The hare boasts\nHare: Nobody is faster: nobody!\n\nAn empty hill');
    await form.getByRole('button', { name: 'Write the story' }).click();
    await form.getByText('has no colon between a name and the looks').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, `first-words-${width}`, scheme);
    await form.getByLabel(/Who is in it/).fill('Hare: a lean brown hare');
    await form.getByRole('button', { name: 'Write the story' }).click();
    await page.getByText('No errors found.').waitFor();
    await page.getByRole('button', { name: 'Add picture of Hare' }).waitFor();
    await takeScreenshot(page, `first-words-written-${width}`, scheme);
    await page.getByRole('button', { name: 'Submit story' }).click();
    await page.getByRole('heading', { level: 1, name: `Begun on a ${width}` }).waitFor();
    const id = new URL(page.url()).pathname.split('/')[2] ?? '';
    expect(
      (await client.panels(id)).map(({ prompt, characters, text }) => [prompt, characters, text[0]?.text]),
    ).toEqual([
      ['The hare boasts', ['hare'], 'Nobody is faster: nobody!'],
      ['An empty hill', [], undefined],
    ]);
    await page.goto(dashboard.url);
    await page.getByRole('button', { name: 'New story' }).first().click();
    expect(await form.getByLabel('Title').inputValue()).toBe('');
  });
});
