import { type Client, createClient } from '@nextpanel/client';
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, hasChromium, openDashboard, patience } from './src/open-dashboard.ts';
import { showTab } from './src/show-tab.ts';
import { submitStory, untilStatus } from './src/submit-story.ts';

/** More tabs than the connections a browser opens to one server. */
const tabs = 7;

const isStream = (request: Request): boolean => /\/events(?!\?follow=false)/.test(request.url());

/** The open streams of a page. */
function streamsOf(page: Page): ReadonlySet<Request> {
  const open = new Set<Request>();
  page.on('request', (request) => {
    if (isStream(request)) open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  return open;
}

/** The states of the connection note from now on, each once, in order. */
async function noteStates(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const note = [...document.querySelectorAll('[role=status]')].find((it) => /live|…/.test(it.textContent));
    const states: string[] = [];
    Object.assign(window, { states });
    if (note === undefined) throw new Error('no note of the connection');
    new MutationObserver(() => states.push(note.textContent)).observe(note, { subtree: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { states: string[] }).states);
}

const live = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /^live$/ })
    .waitFor();
const drawnTile = (page: Page, panel: number) =>
  page.getByRole('link', { name: new RegExp(`^Panel ${panel}, drawn`) }).locator('img');

describe.skipIf(!hasChromium())('many tabs of one browser', () => {
  let dashboard: Dashboard;
  let client: Client;
  beforeAll(async () => {
    dashboard = await openDashboard();
    client = createClient({ baseUrl: dashboard.url });
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test('the visible one works however many there are; one that becomes visible again catches up', async () => {
    const id = await submitStory(client, 'Seven tabs', { panels: 16, render: { approveAfter: 1 } });
    await untilStatus(client, id, 'needs_attention');
    await using tab = await dashboard.openPage();
    const pages: Page[] = [];
    const streams: ReadonlySet<Request>[] = [];
    for (let count = 0; count < tabs; count++) {
      const before = pages.at(-1);
      if (before !== undefined) await showTab(before, 'hidden');
      const page = before === undefined ? tab.page : await tab.page.context().newPage();
      page.setDefaultTimeout(patience.timeout);
      streams.push(streamsOf(page));
      await page.goto(`${dashboard.url}/stories/${id}`);
      await drawnTile(page, 8).waitFor();
      await live(page);
      pages.push(page);
    }
    await expect.poll(() => streams.map(({ size }) => size), patience).toEqual([0, 0, 0, 0, 0, 0, 1]);

    const [first, last] = [pages[0] as Page, pages.at(-1) as Page];
    await last.getByRole('button', { name: 'Review and approve…' }).click();
    await last.getByRole('button', { name: 'Approve and continue' }).click();
    await drawnTile(last, 16).waitFor();
    await last.waitForFunction(() => [...document.images].every((it) => it.complete && it.naturalWidth > 0));
    await last.getByText('completed', { exact: true }).waitFor();

    expect(await drawnTile(first, 16).count()).toBe(0);
    const states = await noteStates(first);
    await showTab(last, 'hidden');
    await showTab(first, 'visible');
    await drawnTile(first, 16).waitFor();
    await first.getByText('completed', { exact: true }).waitFor();
    await live(first);
    expect(await states()).not.toContain('reconnecting…');
    await first.getByRole('link', { name: 'Timeline' }).click();
    // Only the rows on the screen are rendered.
    await first.getByLabel('Panel', { exact: true }).fill('16');
    await first.getByText('A frame of panel 16 arrived').waitFor();
  });

  test('a tab that is hidden for a moment keeps its connection; one on the list receives what it missed', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.clock.install();
    const streams = streamsOf(page);
    await page.goto(dashboard.url);
    await live(page);
    const [stream] = streams;
    // From here on the test controls its clock, however slow the machine is.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 10_000);
    await showTab(page, 'hidden');
    await page.clock.runFor(1_000);
    await showTab(page, 'visible');
    await page.clock.runFor(10_000);
    expect([...streams]).toEqual([stream]);

    await showTab(page, 'hidden');
    await page.clock.runFor(10_000);
    await page.clock.resume();
    await expect.poll(() => streams.size, patience).toBe(0);
    await submitStory(client, 'Submitted meanwhile', { panels: 1 });
    await showTab(page, 'visible');
    await page.getByRole('link', { name: 'Submitted meanwhile' }).first().waitFor();
    await live(page);
  });

  test('a page has one connection, wherever it navigates', async () => {
    const id = await submitStory(client, 'One stream', { panels: 1 });
    await untilStatus(client, id, 'completed');
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const streams = streamsOf(page);
    const paths = () => [...streams].map((request) => new URL(request.url()).pathname);
    await page.goto(dashboard.url);
    await live(page);
    expect(paths()).toEqual(['/v1/events']);
    await page.getByRole('link', { name: 'One stream' }).first().click();
    await expect.poll(paths, patience).toEqual([`/v1/stories/${id}/events`]);
    await live(page);
    await page.getByRole('link', { name: 'Queues' }).click();
    await expect.poll(paths, patience).toEqual(['/v1/events']);
    await live(page);
  });
});
