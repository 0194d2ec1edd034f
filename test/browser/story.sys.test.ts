import { readFile } from 'node:fs/promises';
import { type Client, createClient } from '@nextpanel/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { looks } from './src/looks.ts';
import { type Dashboard, hasChromium, openDashboard, patience, phone } from './src/open-dashboard.ts';
import { choose } from './src/story-list.ts';
import { submitStory, untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';
import { timeLimit } from './src/time-limit.ts';

const latencyMs = 300;

const drawer = (page: Page, panel: number) => page.getByRole('dialog', { name: `Panel ${panel}`, exact: true });
const tile = (page: Page, panel: number) => page.getByRole('link', { name: new RegExp(`^Panel ${panel},`) });

describe.skipIf(!hasChromium())('the page of a story', () => {
  let dashboard: Dashboard;
  let client: Client;
  let hare: string;
  beforeAll(async () => {
    dashboard = await openDashboard({ STORYBOARD_LATENCY_MS: String(latencyMs) });
    client = createClient({ baseUrl: dashboard.url });
    const panels = Array.from({ length: 20 }, (_, index) => ({
      prompt: `The hare passes tree ${index + 1} on its way over the hills, while the tortoise walks`,
      characters: index % 2 === 0 ? ['hare'] : ['hare', 'tortoise'],
      text:
        index % 3 === 0
          ? [{ kind: 'speech' as const, speaker: 'hare', text: 'Nobody is faster!', drawnBy: 'overlay' as const }]
          : [],
    }));
    const characters = ['hare', 'tortoise'].map((id) => ({ id, name: id, description: `a ${id}` }));
    hare = await submitStory(client, 'The hare and the tortoise', { panels, more: { characters } });
    await untilStatus(client, hare, 'completed');
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  const open = async (page: Page, id: string, path = '/chain') => {
    await page.goto(`${dashboard.url}/stories/${id}${path}`);
    // By its text: an open drawer hides it from the tree of roles.
    await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor();
  };

  test.for(looks)('$scheme on a $width: every part is accessible and fits', async ({ scheme, width, viewport }) => {
    await using tab = await dashboard.openPage({ scheme, viewport });
    const { page } = tab;
    for (const [path, ready] of [
      ['/chain', page.getByRole('heading', { name: 'Batch 1' })],
      ['/panels', page.getByRole('button', { name: /^Panel 1,/ })],
      ['/cast', page.getByRole('heading', { name: 'Characters' })],
      ['/book', page.getByRole('img', { name: /Sheet 1/ })],
      ['/timeline', page.getByText('A frame of panel 1 arrived')],
      ['/ledger', page.getByText('paid and kept').first()],
      ['?panel=9', page.getByRole('heading', { name: 'Requests' })],
    ] as const) {
      await open(page, hare, path);
      await ready.waitFor();
      await page.waitForFunction(() => [...document.images].every((it) => it.complete));
      await expectAccessible(page);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
      await takeScreenshot(page, `story-${width}${path.replace(/\W+/g, '-')}`, scheme);
    }
  });

  test('frames appear while they are drawn, soon after they are kept, and the chain shows', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.addInitScript(() => {
      const shown: Record<string, number> = {};
      Object.assign(window, { shown });
      document.addEventListener(
        'load',
        ({ target }) => {
          const sha = target instanceof HTMLImageElement ? /[?&]v=([0-9a-f]+)/.exec(target.src)?.[1] : undefined;
          if (sha !== undefined) shown[sha] ??= Date.now();
        },
        true,
      );
    });
    // It waits for approval until the page is loaded, and the worker is frozen until the page has shown what is being drawn.
    const id = await submitStory(client, 'Forty trees', { panels: 40, render: { approveAfter: 1 } });
    await untilStatus(client, id, 'needs_attention');
    await page.setViewportSize({ width: 1280, height: 1900 });
    // The bare address of a story that is being drawn leads to its chain.
    await open(page, id, '');
    await page.waitForURL(`${dashboard.url}/stories/${id}/chain`);
    await page.getByRole('button', { name: 'Review and approve…' }).waitFor();
    await client.approve(id);
    const worker = dashboard.system.process('worker');
    const kept: { sha: string; at: number }[] = [];
    for await (const event of client.events(id)) {
      if (event.type === 'batch.started' && event.batch === 3) {
        worker.kill('SIGSTOP');
        await page
          .getByRole('link', { name: /^Panel \d+, drawing/ })
          .first()
          .waitFor();
        await takeScreenshot(page, 'story-drawing', 'light');
        worker.kill('SIGCONT');
      }
      if (event.type === 'panel.drawn') {
        kept.push({ sha: (event.frame as { sha256: string }).sha256.slice(0, 12), at: Date.parse(event.at) });
      }
      if (event.type === 'story.status' && event.status === 'completed') break;
    }
    await page.waitForFunction(
      (count) => Object.keys((window as unknown as { shown: object }).shown).length >= count,
      40,
    );
    const shown = await page.evaluate(() => (window as unknown as { shown: Record<string, number> }).shown);
    const parts = await page.evaluate(() =>
      performance.getEntriesByType('resource').flatMap((entry) => {
        const it = entry as PerformanceResourceTiming;
        const sha = /width=320&v=([0-9a-f]+)/.exec(it.name)?.[1];
        const at = performance.timeOrigin;
        return sha ? [{ sha, asked: at + it.startTime, sent: at + it.requestStart, came: at + it.responseEnd }] : [];
      }),
    );
    const middle = (values: number[]) => Math.round(values.sort((a, b) => a - b)[values.length >> 1] ?? 0);
    const known = kept.slice(8).flatMap(({ sha, at }) => {
      const it = parts.find((part) => part.sha === sha);
      return it ? [{ ...it, at, shown: shown[sha] ?? 0 }] : [];
    });
    console.log(
      `p50 of parts: notified ${middle(known.map((it) => it.asked - it.at))}, queued in the browser ${middle(known.map((it) => it.sent - it.asked))}, answered ${middle(known.map((it) => it.came - it.sent))}, decoded ${middle(known.map((it) => it.shown - it.came))} ms`,
    );
    // The first batch was drawn before the page was loaded.
    const delays = kept
      .slice(8)
      .map(({ sha, at }) => (shown[sha] as number) - at)
      .sort((a, b) => a - b);
    const p95 = delays[Math.floor(delays.length * 0.95)] ?? Number.POSITIVE_INFINITY;
    console.log(`from kept to shown: p50 ${delays[delays.length >> 1]} ms, p95 ${p95} ms, most ${delays.at(-1)} ms`);
    expect(delays).toHaveLength(32);
    expect(p95).toBeLessThanOrEqual(timeLimit(500));
    expect(await page.getByText(/drawn from the frame of panel 8, with panel 1 as anchor/).count()).toBe(1);
  });

  test('how long batches took is behind a switch, which stays as it was left', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await open(page, hare);
    const times = page.getByRole('region', { name: 'Batch 1', exact: true }).getByText(/^Waited .* own work/);
    await tile(page, 1).waitFor();
    expect(await times.count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Show times' }).click();
    await times.waitFor();
    await page.reload();
    await times.waitFor();
    await expectAccessible(page);
    await page.getByRole('checkbox', { name: 'Show times' }).click();
    await times.waitFor({ state: 'detached' });
  });

  test('a panel can be inspected by keyboard alone', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await open(page, hare);
    await tile(page, 2).focus();
    await page.keyboard.press('Enter');
    await drawer(page, 2).waitFor();
    await page.keyboard.press('ArrowRight');
    await drawer(page, 3).waitFor();
    expect(page.url()).toContain('panel=3');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await drawer(page, 1).waitFor();
    await page.keyboard.press('ArrowLeft');
    await drawer(page, 1).waitFor();
    const reach = async (name: string) => {
      const at = drawer(page, 1).getByRole('button', { name });
      for (let tabs = 0; tabs < 20; tabs++) {
        if (await at.evaluate((it) => it === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`${name} cannot be reached by Tab`);
    };
    await reach('Retake…');
    await page.keyboard.press('Enter');
    await page
      .getByRole('dialog', { name: 'Retake panel 1' })
      .getByText('Draws panel 1 with 1 request: free.')
      .waitFor();
    await expectAccessible(page);
    // It marks every panel whose anchor is panel 1.
    await page.getByText(/marked stale/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Retake panel 1' }).waitFor({ state: 'detached' });
    await drawer(page, 1).waitFor();
    await page.keyboard.press('Escape');
    await drawer(page, 1).waitFor({ state: 'detached' });
    await page.waitForFunction(() => !location.search.includes('panel'));
  });

  test('sheets can be turned, and the book downloaded', async () => {
    await using tab = await dashboard.openPage({ context: { acceptDownloads: true } });
    const { page } = tab;
    await open(page, hare, '/book');
    const status = page.getByRole('region', { name: 'Sheets' }).getByRole('status');
    await expect.poll(() => status.textContent()).toBe('Sheet 1 of 3');
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await expect.poll(() => status.textContent()).toBe('Sheets 2–3 of 3');
    const pages = page.getByRole('region', { name: /Pages of/ });
    await pages.focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => status.textContent()).toBe('Sheet 1 of 3');
    const picture = pages.getByRole('img');
    await picture.waitFor();
    const shown = () => picture.evaluate((it) => it.getBoundingClientRect().height / window.innerHeight);
    await expect.poll(shown, patience).toBeLessThanOrEqual(1);
    await takeScreenshot(page, 'book-fit', 'light');
    await page.getByRole('button', { name: 'Full screen' }).click();
    await page.waitForFunction(() => document.fullscreenElement?.getAttribute('aria-label')?.startsWith('Pages of'));
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => status.textContent()).toBe('Sheets 2–3 of 3');
    await page.keyboard.press('ArrowLeft');
    await page.evaluate(() => document.exitFullscreen());
    await page.getByRole('button', { name: 'Fit width' }).click();
    await expect.poll(shown, patience).toBeGreaterThan(1);
    await pages.focus();
    // A sheet is taller than the screen: scrolling keys still scroll the page, and turn nothing.
    const below = () =>
      page.evaluate(() => Math.round(document.documentElement.scrollHeight - window.innerHeight - window.scrollY));
    const topOfPages = () => pages.evaluate((it) => Math.round(it.getBoundingClientRect().top));
    await page.keyboard.press('End');
    await expect.poll(below, patience).toBe(0);
    expect(await topOfPages()).toBeLessThan(0);
    await page.keyboard.press('PageDown');
    expect(await status.textContent()).toBe('Sheet 1 of 3');
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => status.textContent(), patience).toBe('Sheets 2–3 of 3');
    await expect.poll(topOfPages, patience).toBeGreaterThanOrEqual(0);
    await choose(page, 'Read', 'Panel by panel');
    const guided = page.getByRole('region', { name: 'Panels', exact: true });
    await guided.getByText('Panel 1 of 20, sheet 1').waitFor();
    await guided.getByRole('img', { name: 'Panel 1, on sheet 1' }).waitFor();
    await guided.getByRole('region', { name: /^Panels of/ }).focus();
    await page.keyboard.press('ArrowRight');
    await guided.getByText('Panel 2 of 20, sheet 1').waitFor();
    await page.waitForFunction(() => [...document.images].every((it) => it.complete));
    await expectAccessible(page);
    await takeScreenshot(page, 'book-guided', 'light');
    await page.keyboard.press('End');
    await guided.getByText('Panel 20 of 20, sheet 3').waitFor();
    await choose(page, 'Read', 'Sheet by sheet');
    await page.getByRole('button', { name: 'Fit width' }).click();
    await page.getByText('Before you publish').click();
    await page.getByRole('heading', { name: 'What is missing' }).waitFor();
    await page.getByRole('combobox', { name: 'Where' }).click();
    await page.getByRole('option', { name: 'Amazon KDP, paperback' }).click();
    await page.getByText(/Print interior .* is not made; ask for it/).waitFor();
    await takeScreenshot(page, 'story-publish-check', 'light');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Larger' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /PDF \d+ kB|PDF \d+\.\d MB/ }).click(),
    ]);
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('from right to left, the left arrow turns forward', async () => {
    await using tab = await dashboard.openPage({ viewport: phone });
    const { page } = tab;
    const id = await submitStory(client, 'الحمامة المطوقة', {
      panels: 10,
      more: { readingDirection: 'rtl', language: 'ar' },
    });
    await untilStatus(client, id, 'completed');
    await open(page, id, '/book');
    const status = page.getByRole('region', { name: 'Sheets' }).getByRole('status');
    await page.getByRole('region', { name: /Pages of/ }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => status.textContent()).toBe('Sheet 2 of 2');
    await takeScreenshot(page, 'story-phone-rtl', 'light');
  });

  test('vertically, sheets are stacked, scrolled by keys and loaded when they are near', async () => {
    await using tab = await dashboard.openPage({ viewport: phone });
    const { page } = tab;
    const id = await submitStory(client, 'Downwards', { panels: 20, more: { readingDirection: 'vertical' } });
    await untilStatus(client, id, 'completed');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const sheetsAsked = () => asked.filter((path) => /sheets\/\d+\/image/.test(path)).length;
    await open(page, id, '/book');
    await page.getByText('5 sheets, scroll to read').waitFor();
    await page.waitForFunction(() => document.images[0]?.complete);
    await expectAccessible(page);
    expect(sheetsAsked()).toBeLessThan(5);
    const scrolled = () => page.evaluate(() => Math.round(window.scrollY));
    await page.getByRole('region', { name: 'Sheets of Downwards' }).focus();
    const before = await scrolled();
    await page.keyboard.press('PageDown');
    await expect.poll(scrolled).toBeGreaterThan(before);
    expect(await scrolled()).toBeLessThanOrEqual(before + phone.height);
    await page.getByRole('img', { name: /Sheet 5/ }).waitFor();
    await expect
      .poll(async () => {
        // A key pressed while the page is still scrolling may be ignored.
        await page.keyboard.press('End');
        return sheetsAsked();
      })
      .toBe(5);
    await page.waitForFunction(() => [...document.images].every((it) => it.complete));
    await takeScreenshot(page, 'story-phone-vertical', 'light');
  });

  test('the timeline can be filtered', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await open(page, hare, '/timeline');
    await page.getByRole('textbox', { name: 'Panel' }).fill('9');
    await page.getByText('A frame of panel 9 arrived and is stored').waitFor();
    expect(await page.getByText('A frame of panel 10 arrived').count()).toBe(0);
    await page.getByRole('link', { name: 'View panel 9' }).first().click();
    await drawer(page, 9).waitFor();
    expect(page.url()).toContain('/timeline?panel=9');
  });

  test('a missing picture is reported in words', async () => {
    await using tab = await dashboard.openPage({ expected: [/404 \(Not Found\)/] });
    const { page } = tab;
    await page.route(/panels\/2\/image/, (route) => route.fulfill({ status: 404, body: '' }));
    await open(page, hare);
    await tile(page, 2).getByText('Picture missing').waitFor();
    // A picture that failed before the page was live is requested once more.
    await expect.poll(() => tile(page, 2).locator('img').count(), patience).toBe(0);
    await expectAccessible(page);
  });

  test('a picture requested while the API is down is not called missing, and appears when the API is back', async () => {
    await using tab = await dashboard.openPage({ expected: [/ERR_(CONNECTION|INCOMPLETE|EMPTY)/] });
    const { page } = tab;
    const { system } = dashboard;
    const { port } = new URL(dashboard.url);
    await open(page, hare);
    await tile(page, 2).waitFor();
    const live = page.getByRole('status').filter({ hasText: /^live$/ });
    await live.waitFor();
    system.process('api').kill('SIGKILL');
    await system.process('api').exited;
    await tile(page, 2).click();
    const place = drawer(page, 2).getByText('Not loaded').first();
    await place.waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-not-fetched', 'light');
    await system.start('api', { PORT: port });
    await place.waitFor({ state: 'detached' });
    const large = drawer(page, 2).getByRole('img', { name: /^Panel 2:/ });
    await expect.poll(() => large.evaluate((it: HTMLImageElement) => it.naturalWidth), patience).toBeGreaterThan(0);
  });
});
