import { type Client, createClient } from '@nextpanel/client';
import type { StoryStatus } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { looks } from './src/looks.ts';
import { type Dashboard, hasChromium, openDashboard, patience } from './src/open-dashboard.ts';
import { choose, live, row, titles } from './src/story-list.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const latencyMs = 400;
const scriptTitle = '<script>window.wasHere = true</script><img src=x onerror="window.wasHere = true">';
const rightToLeftTitle = 'الحمامة المطوقة ‏(1)';

const submitStory = (client: Client, title: string, panels = 8) =>
  client.submit({
    json: {
      title,
      panels: Array.from({ length: panels }, (_, index) => ({ prompt: `${title}: tree ${index}` })),
      render: { size: '64x64', batchSize: 2 },
      book: { formats: ['cbz'] },
    },
  });

async function until(client: Client, id: string, status: StoryStatus): Promise<void> {
  for await (const event of client.events(id)) if (event.type === 'story.status' && event.status === status) return;
}

describe.skipIf(!hasChromium())('the list of stories', () => {
  let dashboard: Dashboard;
  let client: Client;
  beforeAll(async () => {
    dashboard = await openDashboard({ STORYBOARD_LATENCY_MS: String(latencyMs) });
    client = createClient({ baseUrl: dashboard.url });
    await until(client, (await submitStory(client, 'The Race', 2)).id, 'completed');
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test('titles are text, even with a script in them or from right to left; filter, search and order are in the address', async () => {
    const script = await submitStory(client, scriptTitle, 2);
    const arabic = await submitStory(client, rightToLeftTitle, 2);
    await Promise.all([until(client, script.id, 'completed'), until(client, arabic.id, 'completed')]);
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(dashboard.url);
    await row(page, 'window.wasHere').waitFor();
    expect(await titles(page)).toEqual([rightToLeftTitle, scriptTitle, 'The Race']);
    expect(await page.evaluate(() => 'wasHere' in window)).toBe(false);
    const direction = await row(page, rightToLeftTitle)
      .locator('bdi')
      .evaluate((it) => getComputedStyle(it).direction);
    expect(direction).toBe('rtl');

    await choose(page, 'Order', 'Oldest first');
    await page.waitForURL(/sort=created/);
    await expect.poll(() => titles(page), patience).toEqual(['The Race', scriptTitle, rightToLeftTitle]);

    await page.getByLabel('Search').fill('rAcE');
    await page.waitForURL(/q=rAcE/);
    await expect.poll(() => titles(page), patience).toEqual(['The Race']);
    await page.reload();
    await expect.poll(() => titles(page), patience).toEqual(['The Race']);
    expect(await page.getByLabel('Search').inputValue()).toBe('rAcE');
    await page.getByLabel('Search').fill(arabic.id);
    await expect.poll(() => titles(page), patience).toEqual([rightToLeftTitle]);

    await choose(page, 'Status', 'cancelled');
    await page.getByRole('heading', { name: 'No story matches' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Show all stories' }).click();
    await expect.poll(async () => (await titles(page)).length, patience).toBe(3);
    expect(await page.getByLabel('Search').inputValue()).toBe('');
    expect(new URL(page.url()).search).toBe('?sort=created');
  });

  test('several are paused, resumed, cancelled and deleted; refusals are reported', async () => {
    const slow = await Promise.all(
      ['Slow one', 'Slow two', 'Slow three'].map((title) => submitStory(client, title, 40)),
    );
    await until(client, slow[2]?.id ?? '', 'drawing');
    // Frozen, so that none of them ends between two clicks.
    dashboard.system.process('worker').kill('SIGSTOP');
    using frozen = new DisposableStack();
    frozen.defer(() => dashboard.system.process('worker').kill('SIGCONT'));
    await using tab = await dashboard.openPage({ expected: [/404 \(Not Found\)/] });
    const { page } = tab;
    await page.goto(`${dashboard.url}/?q=slow`);
    await live(page);
    await expect.poll(async () => (await titles(page)).length, patience).toBe(3);
    const bar = page.getByRole('region', { name: 'Selected stories' });
    const question = page.getByRole('alertdialog');

    await page.getByRole('checkbox', { name: 'Select all 3 shown' }).click();
    await bar.getByRole('button', { name: 'Pause 3' }).click();
    await question.getByText('Nothing more is ordered for them').waitFor();
    await expectAccessible(page);
    await question.getByRole('button', { name: 'Pause 3 stories' }).click();
    await question.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('[data-story]').getByText('paused').count(), patience).toBe(3);
    for (const { id } of slow) expect((await client.story(id)).status).toBe('paused');

    await page.getByRole('checkbox', { name: 'Select Slow one' }).click();
    await bar.getByRole('button', { name: 'Resume 2' }).click();
    // Meanwhile another user cancels one of them.
    await client.cancel(slow[1]?.id ?? '');
    await question.getByRole('button', { name: 'Resume 2 stories' }).click();
    const result = page.getByRole('dialog', { name: '1 story not resumed' });
    await result.getByText('1 story resumed.').waitFor();
    await result.getByText('a story that is cancelled cannot be resumed').waitFor();
    await expectAccessible(page);
    await result.getByRole('button', { name: 'Close' }).first().click();
    await row(page, 'Slow two').getByText('cancelled').waitFor();
    expect((await client.story(slow[0]?.id ?? '')).status).toBe('paused');

    await page.getByRole('checkbox', { name: 'Select Slow one' }).click();
    await bar.getByRole('button', { name: 'Cancel 2' }).click();
    await question.getByText('1 selected story is not affected').waitFor();
    await question.getByRole('button', { name: 'Cancel 2 stories' }).click();
    await expect.poll(() => page.locator('[data-story]').getByText('cancelled').count(), patience).toBe(3);
    await bar.getByRole('button', { name: 'Delete 3' }).click();
    await question.getByRole('button', { name: 'Delete 3 stories' }).click();
    await page.getByRole('heading', { name: 'No story matches' }).waitFor();
    await expect(client.story(slow[0]?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a story that waits for approval appears in the filtered list, without an offer to retry', async () => {
    const approved = await client.submit({
      json: {
        title: 'To be approved',
        panels: Array.from({ length: 4 }, (_, index) => ({ prompt: `gate ${index}` })),
        render: { size: '64x64', batchSize: 2, approveAfter: 1 },
      },
    });
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(`${dashboard.url}/?q=approved&status=needs_attention`);
    // It appears in the filtered list without a reload.
    await row(page, 'To be approved').getByText('waiting for your approval').waitFor();
    await page.getByRole('checkbox', { name: 'Select To be approved' }).click();
    const bar = page.getByRole('region', { name: 'Selected stories' });
    expect(await bar.getByRole('button').allTextContents()).toEqual(['Cancel 1', 'Delete 1', 'Clear']);
    await client.approve(approved.id);
    await page.getByRole('heading', { name: 'No story matches' }).waitFor();
  });

  test.for(looks)('it is accessible and fits: $scheme on a $width', async ({ scheme, width, viewport }) => {
    await submitStory(client, `A very long title about a hare, ${'a tortoise, '.repeat(12)}and a hill (${scheme})`);
    await using tab = await dashboard.openPage({ scheme, viewport });
    const { page } = tab;
    await page.goto(dashboard.url);
    await row(page, 'The Race').waitFor();
    await live(page);
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await takeScreenshot(page, `stories-${width}`, scheme);
    await choose(page, 'View', 'Covers');
    await row(page, 'The Race').locator('img').waitFor();
    expect(new URL(page.url()).search).toBe('?view=board');
    await expectAccessible(page);
    await takeScreenshot(page, `stories-board-${width}`, scheme);
    await choose(page, 'View', 'List');
    await page.getByRole('checkbox', { name: 'Select all' }).click();
    await expectAccessible(page);
    await takeScreenshot(page, `stories-selected-${width}`, scheme);
    await page.getByRole('button', { name: /^Delete/ }).click();
    await page.getByRole('alertdialog').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, `stories-confirm-${width}`, scheme);
  });

  test('the API is killed and restarted, which the page reports; then it requires a key, and another one', async () => {
    const expected = [
      /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE|ERR_CONNECTION_RESET|ERR_EMPTY|ERR_FAILED/,
      /401 \(Unauthorized\)|503 \(Service Unavailable\)/,
    ];
    await using tab = await dashboard.openPage({ expected });
    const { page } = tab;
    const { system } = dashboard;
    const { port } = new URL(dashboard.url);
    const restart = async (env: Readonly<Record<string, string>> = {}) => {
      system.process('api').kill('SIGKILL');
      await system.process('api').exited;
      return () => system.start('api', { PORT: port, ...env });
    };
    const pictures = '**/panels/*/image*';
    await page.route(pictures, (route) => route.abort());
    await page.goto(`${dashboard.url}/?q=race&sort=created`);
    await live(page);
    await row(page, 'The Race').waitFor();
    await row(page, 'The Race').locator('img').waitFor({ state: 'detached' });
    await page.unroute(pictures);
    const start = await restart();
    await page.getByRole('status').filter({ hasText: 'reconnecting' }).waitFor();
    // Loaded content stays.
    await row(page, 'The Race').waitFor();
    await takeScreenshot(page, 'stories-reconnecting', 'light');
    await start();
    await live(page);
    const picture = row(page, 'The Race').locator('img');
    await expect.poll(() => picture.evaluate((it: HTMLImageElement) => it.naturalWidth), patience).toBeGreaterThan(0);
    await submitStory(client, 'Race after the fall', 2);
    await row(page, 'Race after the fall').getByText('completed').waitFor();

    const keys = ['first-key-0123456789', 'second-key-0123456789'] as const;
    for (const key of keys) {
      await (await restart({ NEXTPANEL_API_KEYS: `hare:${key}` }))();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.getByLabel('API key').fill('wrong-key-0123456789');
      await page.keyboard.press('Enter');
      await page.getByText('the API key is not valid').waitFor();
      await page.getByLabel('API key').fill(key);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
      expect(new URL(page.url()).search).toBe('?q=race&sort=created');
      await live(page);
    }

    // A failed sign-out keeps the user signed in, with the reason.
    const signOut = page.getByRole('button', { name: 'Sign out' });
    const startAgain = await restart({ NEXTPANEL_API_KEYS: `hare:${keys[1]}` });
    await signOut.click();
    await page.getByText('the server does not answer; is nextpanel running?').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    await startAgain();
    await live(page);
    await expectAccessible(page);
    await takeScreenshot(page, 'stories-not-signed-out', 'light');
    await page.route('**/v1/session', (route) => route.fulfill({ status: 503, json: { detail: 'Redis is away' } }));
    await signOut.click();
    await page.getByText('Redis is away').waitFor();
    await page.unroute('**/v1/session');
    await signOut.click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
