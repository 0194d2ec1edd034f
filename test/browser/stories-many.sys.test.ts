import { type Client, createClient } from '@nextpanel/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard, phone } from './src/open-dashboard.ts';
import { timeLimit } from './src/time-limit.ts';

const stories = 1_000;
/** How many have a picture; the others wait, since no worker runs. */
const drawn = 30;
const sideBySide = 8;

async function untilCompleted(client: Client, id: string): Promise<void> {
  for await (const event of client.events(id)) {
    if (event.type === 'story.status' && event.status === 'completed') return;
  }
}

/** How a page came: its first paint, and what its scripts weigh as they are sent. */
const readPaint = (page: Page) =>
  page.evaluate(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => /\.js(?:\?|$)/.test(name));
    const bytes = scripts.reduce((sum, entry) => sum + (entry as PerformanceResourceTiming).encodedBodySize, 0);
    return {
      paintMs: Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
      scriptKb: Math.round(bytes / 1_000),
    };
  });

describe.skipIf(!hasChromium())(`${stories} stories`, () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
    const { system } = dashboard;
    const client = createClient({ baseUrl: dashboard.url });
    const submit = async (from: number, to: number) => {
      let next = from;
      const ids: string[] = [];
      const work = async () => {
        for (let index = next++; index < to; index = next++) {
          const title = `Story ${String(index).padStart(4, '0')} of the hare`;
          const render = { size: '64x64' };
          const { id } = await client.submit({ json: { title, panels: [{ prompt: `hill ${index}` }], render } });
          ids.push(id);
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, work));
      return ids;
    };
    await Promise.all((await submit(0, drawn)).map((id) => untilCompleted(client, id)));
    for (const app of ['worker', 'finalizer'] as const) {
      system.process(app).kill('SIGKILL');
      await system.process(app).exited;
    }
    await submit(drawn, stories);
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test.for([
    ['desk', { width: 1280, height: 800 }],
    ['phone', phone],
  ] as const)('are shown at once and scrolled through smoothly (%s)', async ([name, viewport]) => {
    await using tab = await dashboard.openPage({ viewport });
    const { page } = tab;
    await page.goto(`${dashboard.url}/?sort=created`);
    await page.getByText('Story 0000').or(page.getByText('Story 0001')).first().waitFor();
    const shownMs = await page.evaluate(() => performance.now());
    const paintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    );

    // Work, not time, since other tests share the machine.
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const workMs = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name: it }) => it === 'TaskDuration')?.value ?? 0) * 1_000;
    };
    const before = await workMs();
    const scrolled = await page.evaluate(async (all) => {
      const gaps: number[] = [];
      let longest = 0;
      let before = performance.now();
      const rows = () => document.querySelectorAll('[data-story]').length;
      const end = () => document.querySelector(`[data-index="${all - 1}"]`) !== null;
      const limit = performance.now() + 60_000;
      while (!end() && performance.now() < limit) {
        window.scrollBy(0, 600);
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        gaps.push(now - before);
        before = now;
        longest = Math.max(longest, rows());
      }
      gaps.sort((a, b) => a - b);
      const at = (share: number) => Math.round(gaps[Math.floor(gaps.length * share)] ?? 0);
      return {
        frames: gaps.length,
        p50Ms: at(0.5),
        p95Ms: at(0.95),
        maxMs: Math.round(gaps.at(-1) ?? 0),
        mostRows: longest,
        reachedEnd: end(),
      };
    }, stories);
    const workPerFrameMs = Math.round((await workMs()) - before) / scrolled.frames;
    console.error(`${name}: first paint ${Math.round(paintMs)} ms, stories shown ${Math.round(shownMs)} ms`, {
      ...scrolled,
      workPerFrameMs: Math.round(workPerFrameMs * 10) / 10,
    });
    expect(scrolled.reachedEnd).toBe(true);
    // Of a thousand rows, only those near the screen exist.
    expect(scrolled.mostRows).toBeLessThan(60);
    expect(shownMs).toBeLessThanOrEqual(timeLimit(3_000));
    expect(workPerFrameMs).toBeLessThanOrEqual(timeLimit(50));

    await page
      .getByRole('status')
      .filter({ hasText: `${stories.toLocaleString('en')} stories` })
      .waitFor();
    await expectAccessible(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.getByRole('checkbox', { name: `Select all ${stories.toLocaleString('en-US')} shown` }).click();
    await page.getByRole('button', { name: `Pause ${stories - drawn}` }).waitFor();
    await page.getByLabel('Search').fill('story 0777');
    const typedAt = performance.now();
    await page.getByText('1 story', { exact: true }).waitFor();
    console.error(`${name}: found one of ${stories} in ${Math.round(performance.now() - typedAt)} ms`);
    expect(await page.locator('[data-story]').allTextContents()).toEqual([expect.stringContaining('Story 0777')]);
  });

  test('the page of queues comes at least as light as bull-board, which shows the same ones', async () => {
    const pages = [
      ['/operations/queues', 'Sheets and books'],
      ['/queues', 'draw-storyboard'],
    ] as const;
    const measured = [];
    // The first round wakes browser and server up; only the second one counts. Each page has an empty cache.
    for (const [path, words] of [...pages, ...pages]) {
      await using tab = await dashboard.openPage();
      const { page } = tab;
      await page.goto(`${dashboard.url}${path}`);
      await page.getByText(words).first().waitFor();
      const shownMs = Math.round(await page.evaluate(() => performance.now()));
      measured.push({ path, shownMs, ...(await readPaint(page)) });
    }
    const [ours, theirs] = measured.slice(pages.length);
    console.error('the queues of 1,000 stories:', ours, theirs);
    expect(ours?.scriptKb).toBeGreaterThan(50);
    expect(ours?.scriptKb).toBeLessThanOrEqual(theirs?.scriptKb ?? 0);
  });
});
