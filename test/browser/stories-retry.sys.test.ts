import { createClient } from '@nextpanel/client';
import { startVendors, vendorEnvironment } from '@nextpanel/vendors';
import { describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { hasChromium, openDashboard } from './src/open-dashboard.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

describe.skipIf(!hasChromium())('stories that need attention', () => {
  test('two that a provider refused are retried together, from where they stopped', async () => {
    await using opened = new AsyncDisposableStack();
    const vendors = await startVendors({ latencyMs: 50 });
    opened.defer(() => vendors.stop());
    const dashboard = opened.use(await openDashboard(vendorEnvironment(vendors)));
    const client = createClient({ baseUrl: dashboard.url });
    vendors.faults.next('moderation-input', { vendor: 'openai', times: 2, match: { prompt: 'a wolf' } });
    for (const title of ['First wolf', 'Second wolf']) {
      const panels = [{ prompt: `a hill, ${title}` }, { prompt: `a wolf, ${title}` }];
      await client.submit({ json: { title, panels, render: { provider: 'openai', batchSize: 2 } } });
    }
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(dashboard.url);
    const refused = page.getByText('refused by content rules at panel 2');
    await refused.first().waitFor();
    await refused.nth(1).waitFor();
    await page.getByRole('checkbox', { name: 'Select all 2 shown' }).click();
    await takeScreenshot(page, 'stories-attention', 'light');
    await page.getByRole('button', { name: 'Retry 2' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText(/failed batches get new attempts/).waitFor();
    await question.getByText(/According to the estimate, about \$/).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'stories-retry', 'light');
    await question.getByRole('button', { name: 'Retry 2 stories' }).click();
    await page.getByText('completed').nth(1).waitFor();
    // Drawn panels were not drawn or paid again.
    expect(vendors.ledger).toHaveLength(4);
  });
});
