import { type Client, createClient } from '@nextpanel/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

/** Longer than the page needs to show a batch that is being drawn, on any machine. */
const latencyMs = 120_000;

let dashboard: Dashboard;
let client: Client;

describe.skipIf(!hasChromium())('the page of workers', () => {
  beforeAll(async () => {
    dashboard = await openDashboard({ STORYBOARD_LATENCY_MS: String(latencyMs) });
    client = createClient({ baseUrl: dashboard.url });
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test('the page shows which worker draws a batch; after a kill it shows the silence, and then an alert', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(`${dashboard.url}/operations/workers`);
    const workers = page.getByRole('region', { name: 'Workers and finalizers' });
    const { pid } = dashboard.system.process('worker');
    const panels = Array.from({ length: 4 }, (_, index) => ({ prompt: `a field, ${index}` }));
    const { id } = await client.submit({
      json: { title: 'The Ant and the Grasshopper', panels, render: { size: '64x64', batchSize: 2 } },
    });
    const row = workers.getByRole('row').filter({ hasText: `pid ${pid}` });
    await row.getByText(/batch \d of/).waitFor();
    const link = row.getByRole('link', { name: 'The Ant and the Grasshopper' });
    expect(await link.getAttribute('href')).toBe(`/stories/${id}`);

    await takeScreenshot(page, 'operations-holds', 'light');
    dashboard.system.process('worker').kill('SIGKILL');
    await row.getByText(/silent for/).waitFor();
    const alarm = page.getByRole('alert').filter({ hasText: 'No worker is running, so nothing is drawn' });
    await alarm.getByText(/1 story is waiting until one starts/).waitFor();
    await row.waitFor({ state: 'detached' });
    await expectAccessible(page);
    await takeScreenshot(page, 'operations-no-worker', 'light');

    await dashboard.system.start('worker', { STORYBOARD_LATENCY_MS: '0' });
    await alarm.waitFor({ state: 'detached' });
    for await (const event of client.events(id)) {
      if (event.type === 'story.status' && event.status === 'completed') break;
    }
  });
});
