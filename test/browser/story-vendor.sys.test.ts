import { type Client, createClient } from '@nextpanel/client';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { submitStory, untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

/** Long enough for a page to show the amount held for a request. */
const slowMs = 8_000;
const render = { provider: 'openai', size: '1024x1024', quality: 'low', batchSize: 2 };

describe.skipIf(!hasChromium())('the page of a story that costs money', () => {
  let vendors: Vendors;
  let dashboard: Dashboard;
  let client: Client;
  beforeAll(async () => {
    vendors = await startVendors({ latencyMs: 20 });
    dashboard = await openDashboard(vendorEnvironment(vendors));
    client = createClient({ baseUrl: dashboard.url });
  });
  afterAll(async () => {
    await dashboard[Symbol.asyncDispose]();
    await vendors.stop();
  });

  const open = async (page: Page, id: string, path = '/chain') => {
    await page.goto(`${dashboard.url}/stories/${id}${path}`);
    await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor();
  };
  const drawer = (page: Page, panel: number) => page.getByRole('dialog', { name: `Panel ${panel}`, exact: true });

  // In light, the walkthrough sees it.
  test.for(['dark'] as const)('a refused panel is explained, and can be reworded on the spot (%s)', async (scheme) => {
    await using tab = await dashboard.openPage({ scheme });
    const { page } = tab;
    vendors.faults.next('moderation-input', { times: 20, match: { prompt: 'a thorny bush' } });
    const panels = ['a hill', 'a pond', 'a thorny bush', 'a mill', 'a door', 'a bed'].map((prompt) => ({
      prompt: `${prompt} (${scheme})`,
    }));
    const id = await submitStory(client, `Refused in ${scheme}`, { panels, render });
    await untilStatus(client, id, 'needs_attention');
    await open(page, id);
    await page.getByRole('heading', { name: 'The provider refused a picture because of its content rules' }).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-refused', scheme);
    await page.getByRole('link', { name: 'Change panel 3' }).click();
    const why = drawer(page, 3).getByRole('region', { name: 'Why it was not drawn' });
    await why.getByText('moderation_blocked').waitFor();
    await why.getByText(/OpenAI blocked this by its content rules/).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-refused-panel', scheme);
    await drawer(page, 3).getByRole('button', { name: 'Edit the panel…' }).click();
    await page.getByLabel('Prompt').fill(`a bush of roses (${scheme})`);
    await page.getByRole('button', { name: 'Save and draw' }).click();
    await untilStatus(client, id, 'completed');
    await drawer(page, 3).getByText('Take 1 of 1, selected').waitFor();
    await why.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByText('completed', { exact: true }).waitFor();
    expect((await client.panels(id))[2]).toMatchObject({ prompt: `a bush of roses (${scheme})`, failure: null });
    vendors.faults.clear();
  });

  test('with two refused panels, each says what the story still waits for; it continues after the second', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    vendors.faults.next('moderation-input', { times: 20, match: { prompt: 'a thorny' } });
    const panels = ['a hill', 'a pond', 'a thorny bush', 'a thorny hedge', 'a door', 'a bed'].map((prompt) => ({
      prompt: `${prompt} of two`,
    }));
    const id = await submitStory(client, 'Refused twice', { panels, render });
    await untilStatus(client, id, 'needs_attention');
    await open(page, id);
    await page.getByRole('heading', { name: 'The provider refused 2 panels because of its content rules' }).waitFor();
    await page.getByRole('link', { name: 'Change panel 3' }).click();
    await drawer(page, 3)
      .getByText('The story continues when panel 4 is changed too, or when you resume it.')
      .waitFor();
    await drawer(page, 3).getByRole('button', { name: 'Edit the panel…' }).click();
    await page.getByLabel('Prompt').fill('a bush of roses of two');
    await drawer(page, 3).getByText('Saving draws nothing yet.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-refused-twice', 'light');
    await drawer(page, 3).getByRole('button', { name: 'Save', exact: true }).click();
    await drawer(page, 3).getByText('The story is still waiting for panel 4.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-refused-next', 'light');
    expect((await client.story(id)).status).toBe('needs_attention');
    await drawer(page, 3).getByRole('link', { name: 'Change panel 4' }).click();
    await drawer(page, 4)
      .getByText('Reword the prompt, or upload a picture of your own, and the story will continue.')
      .waitFor();
    await drawer(page, 4).getByRole('button', { name: 'Edit the panel…' }).click();
    await page.getByLabel('Prompt').fill('a hedge of roses of two');
    await drawer(page, 4).getByRole('button', { name: 'Save and draw' }).click();
    await untilStatus(client, id, 'completed');
    await drawer(page, 4).getByText('Take 1 of 1, selected').waitFor();
    vendors.faults.clear();
  });

  test('pausing shows the amount held for the current batch; resuming its provider explains the effect on all stories', async () => {
    using frozen = new DisposableStack();
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const question = page.getByRole('alertdialog');
    await client.pauseProvider('openai');
    const id = await submitStory(client, 'Waits for its provider', { panels: 4, render });
    await open(page, id);
    await page.getByRole('heading', { name: 'The provider is paused for all stories' }).waitFor();
    await page.getByRole('button', { name: 'Resume openai…' }).click();
    await question.getByText(/new pictures are ordered and paid for, for all users/).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-resume-provider', 'light');
    vendors.faults.next('slow', { times: 2, ms: slowMs });
    await question.getByRole('button', { name: 'Resume openai' }).click();
    await page.getByText('Held for requests in progress').waitFor();
    // Frozen, so that the current batch does not end between two clicks.
    dashboard.system.process('worker').kill('SIGSTOP');
    frozen.defer(() => dashboard.system.process('worker').kill('SIGCONT'));
    await page.getByRole('button', { name: 'Pause…' }).click();
    await question.getByText(/Up to \$0\.\d+ is held for what is being drawn/).waitFor();
    await question.getByRole('button', { name: 'Pause story' }).click();
    await page.getByText(/finished, paid for and kept: up to \$0\.\d+ is held for it/).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-paused-held', 'light');
    await page.getByRole('button', { name: 'Resume…' }).click();
    await question.getByText(/about \$0\.\d+ more is to be paid/).waitFor();
    await question.getByRole('button', { name: 'Resume story' }).click();
    frozen.dispose();
    await page.getByText('completed', { exact: true }).waitFor();
    expect((await client.story(id)).cost.heldUsd).toBe(0);
  });

  test('an edit of a drawn panel shows its price, and the payment is in the ledger', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Priced', { panels: 4, render });
    await untilStatus(client, id, 'completed');
    const before = (await client.story(id)).cost.spentUsd;
    await open(page, id, '/chain?panel=2');
    await drawer(page, 2).getByRole('button', { name: 'Edit…' }).click();
    await page.getByLabel('Prompt').fill('a hare under an umbrella');
    await page
      .getByText(/Draws panel 2 with 1 request: about \$0\.\d+.* Panels 3–4 stay and are marked stale/)
      .waitFor();
    await page.getByRole('button', { name: 'Save and draw' }).click();
    await drawer(page, 2).getByText('Take 2 of 2, selected').waitFor();
    await untilStatus(client, id, 'completed', (await lastEvent(client, id)) ?? '0');
    const paid = vendors.ledger.filter(({ prompt }) => prompt.includes('umbrella'));
    expect(paid).toHaveLength(1);
    expect((await client.story(id)).cost.spentUsd - before).toBeCloseTo(paid[0]?.costUsd ?? 0, 2);
    await drawer(page, 2).getByText('paid and kept').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('stale: drawn from an earlier take').waitFor();
    await page.getByRole('button', { name: 'Batch 2: more' }).click();
    await page.getByRole('menuitem', { name: 'Retake this batch…' }).click();
    await page.getByText(/Draws panels 3–4 with 2 requests: about/).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-retake-batch', 'light');
    await page.getByRole('dialog').getByRole('button', { name: 'Retake' }).click();
    await page.getByText('stale: drawn from an earlier take').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Ledger' }).click();
    await page.getByRole('row').nth(7).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-ledger-paid', 'light');
  });

  test('a story over its budget continues when the budget is raised', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Poor', { panels: 4, render, more: { budget: { maxUsd: 0.02 } } });
    await untilStatus(client, id, 'needs_attention');
    await open(page, id);
    await page.getByRole('heading', { name: 'The next batch could exceed the budget of the story' }).waitFor();
    await page.getByRole('button', { name: 'Raise the budget…' }).click();
    await page.getByLabel('Budget in US dollars').fill('3');
    await expectAccessible(page);
    await takeScreenshot(page, 'story-budget', 'light');
    await page.getByRole('button', { name: 'Save and continue' }).click();
    await page.getByText('completed', { exact: true }).waitFor();
    expect((await client.story(id)).cost.budgetUsd).toBe(3);
  });
});

async function lastEvent(client: Client, id: string): Promise<string | undefined> {
  let last: string | undefined;
  for await (const event of client.events(id, { follow: false })) {
    if (event.type === 'batch.started') last = event.id;
  }
  return last;
}
