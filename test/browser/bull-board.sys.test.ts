import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const key = 'hare-key-0123456789';

describe.skipIf(!hasChromium())('bull-board', () => {
  let keyed: Dashboard;
  beforeAll(async () => {
    keyed = await openDashboard({ NEXTPANEL_API_KEYS: `hare:${key}` });
  });
  afterAll(() => keyed[Symbol.asyncDispose]());

  test('is refused without signing in; then it shows the queues and contacts no other server', async () => {
    await using tab = await keyed.openPage({ expected: [/401 \(Unauthorized\)/] });
    const { page } = tab;
    expect((await page.request.get(`${keyed.url}/queues`)).status()).toBe(401);
    await page.goto(`${keyed.url}/operations/queues`);
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Raw jobs (bull-board)' }).click();
    await page.getByText('draw-storyboard').first().waitFor();
    await page.getByText('Loading').first().waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/queues');
    await takeScreenshot(page, 'bull-board', 'light');
  });
});
