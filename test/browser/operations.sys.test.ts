import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import type { StoryView } from '@nextpanel/core';
import { startVendors, type Vendors } from '@nextpanel/vendors';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { looks } from './src/looks.ts';
import { type Dashboard, type DashboardPage, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { showTab } from './src/show-tab.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const latencyMs = 500;

let vendors: Vendors;
let dashboard: Dashboard;
let client: Client;
let folder: string;

const fourPanels = ['a hill', 'a pond', 'a mill', 'a hill'];

async function submit(title: string, render: object = {}, panels = fourPanels, maxUsd?: number) {
  const defaults = { provider: 'storyboard', size: '64x64', batchSize: 2 };
  const json = {
    title,
    style: title,
    panels: panels.map((prompt, index) => ({ prompt: `${prompt}, ${index}` })),
    render: { ...defaults, ...render },
    ...(maxUsd === undefined ? {} : { budget: { maxUsd } }),
  };
  return client.submit({ json });
}

const openai = { provider: 'openai', size: '1024x1024' };

async function until(id: string, status: StoryView['status']): Promise<void> {
  for await (const event of client.events(id)) if (event.type === 'story.status' && event.status === status) return;
}

const card = (page: Page, provider: string) => page.getByRole('article', { name: `Provider ${provider}`, exact: true });
const group = (page: Page, reason: string) => page.getByRole('article', { name: reason, exact: true });

type Options = Parameters<Dashboard['openPage']>[0];

async function openQueues(options?: Options): Promise<DashboardPage> {
  const tab = await dashboard.openPage(options);
  await tab.page.goto(`${dashboard.url}/operations/queues`);
  await tab.page.getByRole('region', { name: 'Queues' }).getByRole('link', { name: 'storyboard' }).waitFor();
  return tab;
}

async function openProviders(options?: Options): Promise<DashboardPage> {
  const tab = await dashboard.openPage(options);
  await tab.page.goto(`${dashboard.url}/operations/providers`);
  await card(tab.page, 'storyboard').waitFor();
  return tab;
}

/** The row of a story that waits for a later time. */
const waitingRow = (page: Page, title: string) =>
  page.getByRole('region', { name: 'Stories that wait for a later time' }).getByRole('row').filter({ hasText: title });

async function confirm(page: Page, verb: string, says: RegExp): Promise<void> {
  const dialog = page.getByRole('alertdialog');
  await dialog.getByText(says).waitFor();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: verb, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

describe.skipIf(!hasChromium())('queues, workers, providers and costs', () => {
  beforeAll(async () => {
    vendors = await startVendors({ latencyMs: 50 });
    // Without the limits of real accounts.
    folder = await mkdtemp(join(tmpdir(), 'nextpanel-operations-'));
    const catalogue = join(folder, 'catalogue.json');
    const models = [{ provider: 'openai', id: 'gpt-image-2', limits: { imagesPerMinute: 250 } }];
    await writeFile(catalogue, JSON.stringify({ models }));
    dashboard = await openDashboard({
      STORYBOARD_LATENCY_MS: String(latencyMs),
      OPENAI_API_KEY: 'sk-test-openai-0123456789',
      OPENAI_BASE_URL: vendors.openaiUrl,
      NEXTPANEL_CATALOGUE: catalogue,
    });
    client = createClient({ baseUrl: dashboard.url });
  });
  afterAll(async () => {
    await dashboard[Symbol.asyncDispose]();
    await vendors.stop();
    await rm(folder, { recursive: true });
  });

  test('a provider paused here delays a story, with the reason; once resumed, the story is drawn', async () => {
    await using tab = await openProviders();
    await using queues = await openQueues();
    const { page } = tab;
    await card(page, 'storyboard').getByRole('button', { name: 'Pause storyboard' }).click();
    await takeScreenshot(page, 'operations-pause', 'light');
    await confirm(
      page,
      'Pause storyboard',
      /No new pictures are ordered from storyboard, for any user, until it is resumed/,
    );
    await card(page, 'storyboard').getByText('Paused by an operator.').waitFor();
    expect((await client.providers()).find(({ id }) => id === 'storyboard')?.paused).not.toBeNull();

    const { id } = await submit('The Crow and the Pitcher');
    const waiting = waitingRow(queues.page, 'The Crow and the Pitcher');
    await waiting.getByText('the provider is paused; continues when it is resumed').waitFor();
    expect(await waiting.getByRole('link').getAttribute('href')).toBe(`/stories/${id}`);
    await expectAccessible(queues.page);

    await card(page, 'storyboard').getByRole('button', { name: 'Resume storyboard' }).click();
    await confirm(page, 'Resume storyboard', /continue at once/);
    await until(id, 'completed');
    await waiting.waitFor({ state: 'detached' });
    expect(await card(page, 'storyboard').getByText('Paused').count()).toBe(0);
  });

  test('drawn panels appear in the charts, and as numbers', async () => {
    await using tab = await openProviders();
    const { page } = tab;
    const storyboard = card(page, 'storyboard');
    await storyboard
      .getByRole('img', { name: /Pictures per minute by storyboard in the last hour: 4 pictures,.* 0 failed/ })
      .waitFor();
    await storyboard
      .getByRole('img', { name: /Duration of requests to storyboard in the last hour: most recently \d/ })
      .waitFor();
    // They were drawn in the last minute of the chart, or in the one before.
    const tip = storyboard.locator('[data-chart-tip]');
    const plot = await storyboard.locator('.u-over').first().boundingBox();
    for (const back of [4, 11]) {
      await page.mouse.move((plot?.x ?? 0) + (plot?.width ?? 0) - back, (plot?.y ?? 0) + 60);
      await tip.waitFor();
      if (await tip.getByText('Pictures').isVisible()) break;
    }
    await tip.getByText('4', { exact: true }).waitFor();
    await takeScreenshot(page, 'operations-tip', 'light');
    await storyboard.getByText('Numbers behind these charts').click();
    const cells = await storyboard.getByRole('row').nth(1).getByRole('cell').allTextContents();
    expect(cells).toHaveLength(6);
    await expectAccessible(page);
    await page.getByRole('button', { name: '24 h' }).click();
    await storyboard.getByRole('img', { name: /in the last 24 hours: 4 pictures/ }).waitFor();
    // The other provider got no requests.
    await card(page, 'openai').getByText('No request to it ended in the last 24 hours.').waitFor();
  });

  test('stories that wait for the same reason are explained, and resumed together', async () => {
    await using tab = await openQueues();
    const { page } = tab;
    vendors.faults.next('moderation-input', { vendor: 'openai', times: 2, match: { prompt: 'forbidden' } });
    const panels = ['a hill', 'something forbidden'];
    const stories = [await submit('The First', openai, panels), await submit('The Second', openai, panels)];
    const blocked = group(page, 'Refused by content rules');
    await blocked.getByText('2 stories').waitFor();
    await blocked.getByText('The provider refused a picture because of its content rules.').waitFor();
    await blocked
      .getByText('Reword the prompt of the panel or change its reference pictures, and the story will continue.')
      .waitFor();
    const link = blocked.getByRole('link', { name: 'The First' });
    expect(await link.getAttribute('href')).toBe(`/stories/${stories[0]?.id}?panel=2`);
    await expectAccessible(page);
    await takeScreenshot(page, 'operations-group', 'light');

    await blocked.getByRole('button', { name: 'Resume all 2' }).click();
    await confirm(page, 'Resume all 2', /According to the estimates, the rest costs about \$\d/);
    await page.getByText('2 stories were resumed').waitFor();
    await Promise.all(stories.map(({ id }) => until(id, 'completed')));
    await blocked.waitFor({ state: 'detached' });
    // Drawn panels are kept: each of the four panels was paid once.
    expect(vendors.ledger).toHaveLength(4);
    await page.getByRole('link', { name: 'Providers' }).click();
    await card(page, 'openai')
      .getByRole('img', { name: /4 pictures,.* 2 failed requests/ })
      .waitFor();
    await card(page, 'openai').getByText('33.3%').waitFor();
  });

  test('costs say what was discarded and what is uncertain, and a request is settled there', async () => {
    vendors.faults.next('cut-body', { vendor: 'openai', times: 1, match: { prompt: 'a boat' } });
    const { id } = await submit('The Fisher', openai, ['a boat', 'a net']);
    await until(id, 'completed');
    await client.retakePanel(id, 2);
    await expect.poll(async () => (await client.panels(id))[1]?.takes, { timeout: 60_000 }).toBe(2);
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(`${dashboard.url}/costs?period=week`);
    const toSettle = page.getByRole('region', { name: 'Requests to settle' });
    await toSettle.getByRole('link', { name: 'The Fisher' }).waitFor();
    await page.locator('canvas').waitFor();
    await takeScreenshot(page, 'operations-costs', 'light');
    const [costs] = (await client.costs()).byStory.filter(({ story }) => story === id);
    const [frame] = (await client.ledger(id)).filter(({ state }) => state === 'kept');
    expect(costs).toMatchObject({ discardedUsd: frame?.costUsd, possiblyUsd: frame?.estimateUsd, forecastUsd: 0 });

    const csv = await page.getByRole('link', { name: 'Download CSV' }).getAttribute('href');
    expect(csv).toMatch(/^\/v1\/costs\?from=[\d-]+&to=[\d-]+&format=csv$/);
    await toSettle.getByRole('button', { name: 'Settle the request of panel 1' }).click();
    await page.getByRole('alertdialog').getByRole('radio', { name: 'It was not charged' }).click();
    await confirm(page, 'Settle', /Your account at openai shows whether it was/);
    await toSettle.waitFor({ state: 'detached' });
    await page.getByText('nothing to settle').waitFor();
    expect((await client.story(id)).cost.possiblyUsd).toBe(0);
  });

  test('an automatically paused provider says why, and what to do; a rate limit says until when', async () => {
    await using tab = await openProviders();
    await using queues = await openQueues();
    const { page } = tab;
    vendors.faults.next('wrong-key', { vendor: 'openai', times: 1 });
    const stopped = await submit('The Lion and the Mouse', openai, ['a paw'], 2);
    await card(page, 'openai')
      .getByText(/The provider does not accept the key.*Correct the key on the server/)
      .waitFor();
    await takeScreenshot(page, 'operations-wrong-key', 'light');
    vendors.faults.next('rate-limited-seconds', { vendor: 'openai', times: 1, ms: 60_000 });
    await card(page, 'openai').getByRole('button', { name: 'Resume openai' }).click();
    await confirm(page, 'Resume openai', /it is paused again/);
    await waitingRow(queues.page, 'The Lion and the Mouse')
      .getByText(/rate limit until \d\d:\d\d:\d\d/)
      .waitFor();
    await card(page, 'openai')
      .getByText(/Rate limited by the provider for another \d/)
      .waitFor();
    expect((await client.story(stopped.id)).waitingOn).toBe('rate_limited');
    await page.getByRole('link', { name: 'Costs' }).click();
    await page.getByRole('region', { name: 'Budgets of active stories' }).getByText('$2.00').waitFor();
  });

  test.for(looks)(
    '$scheme on a $width: accessible, and no wider than the screen',
    async ({ scheme, width, viewport }) => {
      const title =
        '<b>Alone</b> الأسد والفأر, a title so long that it does not fit into one line of any card on the page';
      if (scheme === 'light' && width === 'desk') {
        // A second try finds it paused.
        await client.resumeProvider('storyboard');
        const { id } = await submit('The Fox and the Grapes', { approveAfter: 1 });
        await until(id, 'needs_attention');
        await client.pauseProvider('storyboard');
        await submit(title);
      }
      const fits = async (page: Page, name: string) => {
        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, name).toBeLessThanOrEqual(0);
        await takeScreenshot(page, `operations-${name}-${width}`, scheme);
      };
      await using tab = await openQueues({ scheme, viewport });
      const { page } = tab;
      await waitingRow(page, title).waitFor();
      await group(page, 'Waiting for your approval').getByText('2 of 4 panels drawn').waitFor();
      expect(await group(page, 'Waiting for your approval').getByRole('button').count()).toBe(0);
      await fits(page, 'queues');
      await page.getByRole('link', { name: 'Workers' }).click();
      await page.getByRole('region', { name: 'Workers and finalizers' }).getByText('worker, draws').waitFor();
      await fits(page, 'workers');
      await page.getByRole('link', { name: 'Providers' }).click();
      await card(page, 'storyboard').locator('canvas').first().waitFor();
      await card(page, 'storyboard')
        .getByText(/Paused since \d/)
        .waitFor();
      await fits(page, 'providers');
      await page.getByRole('link', { name: 'Costs' }).click();
      await page.getByRole('region', { name: 'Budgets of active stories' }).waitFor();
      await page.locator('canvas').waitFor();
      await fits(page, 'costs');
    },
  );

  test('a page out of sight reads nothing; back in sight it catches up', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.clock.install();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${dashboard.url}/operations/queues`);
    await page.getByRole('region', { name: 'Queues' }).waitFor();
    const askedWithin = async (ms: number) => {
      asked.length = 0;
      await page.clock.runFor(ms);
      return asked.filter((path) => path === '/v1/queues').length;
    };
    await showTab(page, 'hidden');
    // What changed just before is still read, and the stream stays open for a moment: a tab may be back at once.
    await askedWithin(30_000);
    expect(await askedWithin(30_000)).toBe(0);
    // It catches up once its stream is open, which takes its own time: only the page's clock is wound on.
    const caughtUp = page.waitForRequest((request) => new URL(request.url()).pathname === '/v1/queues');
    await showTab(page, 'visible');
    const count = await askedWithin(30_000);
    await caughtUp;
    expect(count).toBeLessThanOrEqual(11);
  });
});
