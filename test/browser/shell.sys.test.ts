import { createClient } from '@nextpanel/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { looks } from './src/looks.ts';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { submitStory, untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const key = 'hare-key-0123456789';

describe.skipIf(!hasChromium())('the dashboard around its pages', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard();
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test.for(looks)(
    '$scheme on a $width: accessible, nothing refused by its policy',
    async ({ scheme, width, viewport }) => {
      await using tab = await dashboard.openPage({ scheme, viewport });
      const { page } = tab;
      for (const [path, heading] of [
        ['/', 'Stories'],
        ['/costs', 'Costs'],
        ['/operations/workers', 'Workers'],
        ['/health', 'Queues'],
        ['/sign-in', 'Sign in'],
        ['/stories/a/b/c', 'Page not found'],
      ] as const) {
        await page.goto(`${dashboard.url}${path}`);
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        expect(await page.title()).toBe(`${heading} · nextpanel`);
        await expectAccessible(page);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
        await takeScreenshot(page, `shell-${width}${path.replaceAll('/', '-').replace(/-$/, '')}`, scheme);
      }
    },
  );

  test('it can be navigated by keyboard', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.goto(dashboard.url);
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await expectAccessible(page);
    for (const name of ['nextpanel', 'Stories', 'Scripts', 'Costs', 'Queues']) {
      await page.keyboard.press('Tab');
      expect(await focused()).toBe(name);
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
    await page.waitForFunction(() => document.activeElement?.id === 'main');
    expect(new URL(page.url()).pathname).toBe('/operations/queues');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });

  test('single keys walk, open, edit and retake, and ? says so', async () => {
    const client = createClient({ baseUrl: dashboard.url });
    const id = await submitStory(client, 'Walked by keys', { panels: 3, render: { size: '64x64' } });
    await untilStatus(client, id, 'completed');
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(dashboard.url);
    await page.getByRole('link', { name: 'Walked by keys' }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await help.getByText('Next', { exact: true }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Walked by keys' }).waitFor();
    await page.goto(`${dashboard.url}/stories/${id}/chain`);
    await page.getByRole('link', { name: /^Panel 3/ }).waitFor();
    for (const key of ['j', 'j', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    const drawer = page.getByRole('dialog', { name: 'Panel 2' });
    await drawer.getByRole('button', { name: 'Retake…' }).waitFor();
    await page.keyboard.press('r');
    await page
      .getByRole('dialog', { name: /Retake|Draw/ })
      .or(page.getByRole('alertdialog'))
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await drawer.getByRole('region', { name: 'Edit the panel' }).waitFor();
    expect(new URL(page.url()).search).toBe('?panel=2');
  });

  test('the colour scheme can be chosen, and is kept', async () => {
    await using tab = await dashboard.openPage({ scheme: 'light' });
    const { page } = tab;
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await page.goto(dashboard.url);
    const light = await paper();
    await page.getByRole('button', { name: 'Settings' }).press('Enter');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await settings.getByRole('radio', { name: 'Dark' }).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'shell-settings', 'light');
    await settings.getByRole('radio', { name: 'Dark' }).click();
    await settings.getByRole('button', { name: 'Close' }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    expect(await paper()).toBe(dark);
  });

  test('a missing story is reported, and the connection status is shown in words', async () => {
    await using tab = await dashboard.openPage({ expected: [/404 \(Not Found\)/] });
    const { page } = tab;
    await page.goto(`${dashboard.url}/stories/nobody`);
    await page.getByRole('alert').waitFor();
    await expectAccessible(page);
    expect(await page.getByRole('alert').textContent()).toContain('nobody');
    await page.goto(dashboard.url);
    await page.getByRole('status').filter({ hasText: 'live' }).waitFor();
  });

  test.for([
    [70, 'ahead of'],
    [-70, 'behind'],
  ] as const)('a browser clock that is %i minutes %s is reported, and ages are right', async ([minutes, where]) => {
    const client = createClient({ baseUrl: dashboard.url });
    const title = `At ${minutes} minutes`;
    const id = await submitStory(client, title, { panels: 2, render: { size: '64x64' } });
    await untilStatus(client, id, 'completed');
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.clock.install({ time: Date.now() + minutes * 60_000 });
    await page.goto(dashboard.url);
    await page
      .getByRole('status')
      .filter({ hasText: `about 70 minutes ${where} the server’s` })
      .waitFor();
    const row = page.locator('[data-story]').filter({ hasText: title });
    expect(await row.locator('time').textContent()).toMatch(/^(just now|\d+ seconds ago)$/);
    await expectAccessible(page);
    await takeScreenshot(page, `shell-clock-${minutes}`, 'light');
    await page.goto(`${dashboard.url}/operations/providers`);
    await page.getByRole('img', { name: /by storyboard in the last hour: \d*[1-9]\d* pictures/ }).waitFor();
  });
});

describe.skipIf(!hasChromium())('with keys', () => {
  let dashboard: Dashboard;
  beforeAll(async () => {
    dashboard = await openDashboard({ NEXTPANEL_API_KEYS: `hare:${key}` });
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test('a user signs in, returns to the same page, and signs out; the key is stored nowhere', async () => {
    await using tab = await dashboard.openPage({ expected: [/401 \(Unauthorized\)/] });
    const { page } = tab;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${dashboard.url}/health`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();

    await page.getByLabel('API key').fill('wrong-key-0123456789');
    await page.keyboard.press('Enter');
    await page.getByText('the API key is not valid').waitFor();
    await expectAccessible(page);

    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Queues' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/operations/queues');
    const kept = await page.evaluate(() => [
      ...Object.values(Object(localStorage)),
      ...Object.values(Object(sessionStorage)),
      document.cookie,
    ]);
    expect(kept.join()).not.toContain(key);
    expect(asked.filter((url) => url.includes(key))).toEqual([]);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(dashboard.url);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  test('a key that may only look is offered nothing else, and the page says why; another one may submit', async () => {
    const client = createClient({ baseUrl: dashboard.url, apiKey: key });
    const id = await submitStory(client, 'Only looked at', { panels: 2, render: { size: '64x64' } });
    await untilStatus(client, id, 'completed');
    const secretOf = async (role: 'read' | 'submit') => (await client.addKey({ role, name: role })).secret ?? '';
    await using tab = await dashboard.openPage({ expected: [/401 \(Unauthorized\)/] });
    const { page } = tab;
    const signIn = async (secret: string) => {
      await page.getByLabel('API key').fill(secret);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Only looked at' }).first().waitFor();
    };
    const buttons = async () => {
      const all = await page.getByRole('main').getByRole('button').all();
      const names = await Promise.all(all.map(async (it) => (await it.getAttribute('aria-label')) ?? it.textContent()));
      return names.filter((name) => name !== null && name !== '');
    };
    await page.goto(dashboard.url);
    await signIn(await secretOf('read'));
    await page.getByText('Your key may look at everything and change nothing').waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'New story' }).count()).toBe(0);
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allTextContents()).toEqual([
      'Stories',
      'Scripts',
      'Costs',
      'API docs',
    ]);
    await expectAccessible(page);
    await takeScreenshot(page, 'shell-reader', 'light');
    await page.goto(`${dashboard.url}/stories/${id}?panel=1`);
    await page.getByRole('dialog', { name: 'Panel 1' }).getByText('Take 1 of 1, selected').waitFor();
    await takeScreenshot(page, 'shell-reader-panel', 'light');
    const offered = await page.getByRole('dialog').getByRole('button').allTextContents();
    expect(offered.filter((name) => /edit|retake|retouch|upload|move|remove|note/i.test(name))).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More actions' }).click();
    await expect.poll(() => page.getByRole('menuitem').allTextContents()).toEqual(['Copy link']);
    await page.keyboard.press('Escape');
    for (const part of ['cast', 'languages', 'notes', 'ledger']) {
      await page.goto(`${dashboard.url}/stories/${id}/${part}`);
      await page.getByRole('heading', { level: 1, name: 'Only looked at' }).waitFor();
      await page.getByRole('navigation', { name: 'Parts of the story' }).waitFor();
      expect([part, (await buttons()).filter((name) => name !== 'More actions')]).toEqual([part, []]);
    }
    await page.goto(`${dashboard.url}/costs`);
    await page.getByRole('heading', { name: 'By day' }).waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(dashboard.url);
    await signIn(await secretOf('submit'));
    await page.getByRole('button', { name: 'New story' }).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
  });
});
