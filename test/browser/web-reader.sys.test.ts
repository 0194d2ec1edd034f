import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Client, createClient } from '@nextpanel/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const panels = Array.from({ length: 9 }, (_, index) => ({
  prompt: `tree ${index + 1}`,
  alt: `Tree ${index + 1}`,
  characters: ['tom'],
  text: [{ kind: 'speech', speaker: 'tom', text: `Words ${index + 1}` }],
}));

const scenes = [{ id: 'meadow', title: 'The meadow' }, { id: 'the-mill' }];
const inScenes = (panel: (typeof panels)[number], index: number) => ({
  ...panel,
  scene: index < 5 ? 'meadow' : 'the-mill',
});

const storyOf = (more: object) => ({
  title: 'A & "B" <c>',
  characters: [{ id: 'tom', name: 'Tom', description: 'a cat' }],
  panels,
  book: { layout: 'comic', formats: ['web'] },
  ...more,
});

async function bindWeb(client: Client, more: object): Promise<Buffer> {
  const { id } = await client.submit({ json: storyOf(more) });
  for await (const event of client.events(id)) if (event.type === 'story.status' && event.status === 'completed') break;
  return Buffer.from(await (await client.book(id, 'web')).arrayBuffer());
}

/** What stands in the middle of the window, and how much of the window it takes. */
const inTheMiddle = (page: Page) =>
  page.evaluate(() => {
    const [x, y] = [innerWidth / 2, innerHeight / 2];
    const panel = document.elementsFromPoint(x, y).find((it) => it.classList.contains('panel'));
    const { width = 0, height = 0 } = panel?.getBoundingClientRect() ?? {};
    return { panel: panel?.id ?? '', filled: Math.max(width / innerWidth, height / innerHeight) };
  });

describe.skipIf(!hasChromium())('a book for the browser', () => {
  let dashboard: Dashboard;
  let client: Client;
  let folder: string;
  beforeAll(async () => {
    dashboard = await openDashboard();
    client = createClient({ baseUrl: dashboard.url });
    folder = await mkdtemp(join(tmpdir(), 'nextpanel-web-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await dashboard[Symbol.asyncDispose]();
  });

  async function open(page: Page, name: string, more: object): Promise<void> {
    const file = join(folder, name);
    await writeFile(file, await bindWeb(client, more));
    await page.context().setOffline(true);
    await page.goto(pathToFileURL(file).href);
  }

  test('is read without a network page by page, panel by panel and scrolling, by keyboard', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await open(page, 'left-to-right.html', {});
    expect(await page.title()).toBe('A & "B" <c>');
    const place = page.locator('output');
    expect(await place.textContent()).toBe('1 / 2');
    await page.keyboard.press('ArrowRight');
    expect(await place.textContent()).toBe('2 / 2');
    await page.keyboard.press('ArrowRight');
    expect(await place.textContent()).toBe('2 / 2');
    await page.keyboard.press('Home');
    await page.keyboard.press('2');
    expect(await place.textContent()).toBe('1 / 9');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (let panel = 1; panel <= 9; panel++) {
      expect(await place.textContent()).toBe(`${panel} / 9`);
      expect(await page.locator('.status').textContent()).toContain(`Tree ${panel}`);
      const { panel: shown, filled } = await inTheMiddle(page);
      expect([shown, filled > 0.6]).toEqual([`en-panel-${panel}`, true]);
      await page.keyboard.press('PageDown');
    }
    await takeScreenshot(page, 'web-panel', 'dark');
    await expectAccessible(page);
    await page.keyboard.press('3');
    expect(await page.locator('.page').count()).toBe(2);
    await page.locator('#en-page-1').scrollIntoViewIfNeeded();
    await expectAccessible(page);
  });

  test('turns the other way where it is read from right to left', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await open(page, 'right-to-left.html', { language: 'ar', readingDirection: 'rtl', title: 'الحمامة' });
    const place = page.locator('output');
    await page.keyboard.press('ArrowLeft');
    expect(await place.textContent()).toBe('2 / 2');
    await page.keyboard.press('ArrowRight');
    expect(await place.textContent()).toBe('1 / 2');
    await page.getByRole('button', { name: 'لوحات' }).click();
    expect(await place.textContent()).toBe('1 / 9');
    await expectAccessible(page);
    await takeScreenshot(page, 'web-arabic', 'dark');
  });

  test('without scripts it is a page that scrolls', async () => {
    await using tab = await dashboard.openPage({ context: { javaScriptEnabled: false } });
    const { page } = tab;
    await open(page, 'plain.html', { title: 'Plain' });
    expect(await page.locator('.page img').count()).toBe(2);
    expect(await page.locator('#en-panel-2').textContent()).toContain('Tom: “Words 2”');
    expect(await page.getByRole('navigation').count()).toBe(0);
  });

  test('has all languages in one file: each with its words and its direction, at the same panel', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const file = join(folder, 'languages.html');
    const { id } = await client.submit({ json: { ...storyOf({}), scenes, panels: panels.map(inScenes) } });
    const editions = {
      ar: { readingDirection: 'rtl', title: 'الأرنب', texts: { 'p1.1': 'كلمات' } },
      de: { title: 'Der Hase', texts: { 'p1.1': 'Worte' }, alts: { p1: 'Ein Baum' } },
    };
    for (const [language, edition] of Object.entries(editions))
      await client.putEdition(id, language, { type: 'application/json', text: JSON.stringify(edition) });
    const bound = new Set<string>();
    for await (const event of client.events(id)) {
      if (event.type === 'book.bound') bound.add('en');
      if (event.type === 'edition.book') bound.add(event.language);
      if (bound.size === 3) break;
    }
    await writeFile(file, Buffer.from(await (await client.book(id, 'web')).arrayBuffer()));
    await page.context().setOffline(true);
    await page.goto(pathToFileURL(file).href);
    const place = page.locator('.book:not([hidden]) output');
    expect(await page.locator('.book:not([hidden]) h1').textContent()).toBe('A & "B" <c>');
    await page.locator('.book:not([hidden]) summary').click();
    await takeScreenshot(page, 'web-languages', 'dark');
    await page.getByRole('link', { name: 'the mill' }).click();
    await page.keyboard.press('2');
    expect(await place.textContent()).toBe('6 / 9');
    await page.getByRole('link', { name: 'العربية' }).click();
    expect(await place.textContent()).toBe('6 / 9');
    expect(await page.title()).toBe('الأرنب');
    expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      'ar',
      'rtl',
    ]);
    await page.keyboard.press('ArrowLeft');
    expect(await place.textContent()).toBe('7 / 9');
    await expectAccessible(page);
    await takeScreenshot(page, 'web-languages-arabic', 'dark');
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.keyboard.press('Home');
    expect(await page.locator('.book:not([hidden]) .status').textContent()).toContain('Ein Baum Tom: “Worte”');
    await page.reload();
    expect(await page.title()).toBe('Der Hase');

    await using without = await dashboard.openPage({ context: { javaScriptEnabled: false } });
    await without.page.goto(pathToFileURL(file).href);
    expect(await without.page.locator('.book').count()).toBe(3);
    await without.page.getByRole('link', { name: 'Deutsch' }).click();
    await takeScreenshot(without.page, 'web-languages-plain', 'dark');
    expect(await without.page.locator('#de h1').isVisible()).toBe(true);
  });
});
