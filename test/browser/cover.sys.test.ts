import { type Client, createClient } from '@nextpanel/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard, patience } from './src/open-dashboard.ts';
import { untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

describe.skipIf(!hasChromium())('the cover of a story', () => {
  let dashboard: Dashboard;
  let client: Client;
  let id: string;
  beforeAll(async () => {
    dashboard = await openDashboard();
    client = createClient({ baseUrl: dashboard.url });
    const { id: story } = await client.submit({
      json: {
        title: 'Covered',
        characters: [{ id: 'hare', name: 'Hare', description: 'a lean brown hare' }],
        panels: [1, 2, 3].map((n) => ({ prompt: `The hare at tree ${n}`, characters: ['hare'] })),
        render: { size: '512x512' },
        book: { layout: 'comic', cover: { prompt: 'The hare in the sun', characters: ['hare'] }, formats: ['cbz'] },
      },
    });
    id = story;
    await untilStatus(client, id, 'completed');
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  const drawer = (page: Page) => page.getByRole('dialog', { name: 'Cover', exact: true });
  const cover = () => client.panel(id, 'id:cover');

  test('is opened from the chain, retaken, and another take is selected, after showing the price', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(`${dashboard.url}/stories/${id}/chain`);
    await page.getByRole('region', { name: 'Cover' }).getByRole('link').click();
    await drawer(page).getByText('Take 1 of 1, selected').waitFor();
    expect(new URL(page.url()).searchParams.get('panel')).toBe('cover');
    await drawer(page)
      .getByRole('img', { name: /^Cover: The hare in the sun/ })
      .waitFor();
    await drawer(page).getByText('anchor').first().waitFor();
    expect(await drawer(page).getByRole('button', { name: 'Move…' }).count()).toBe(0);
    await page.waitForFunction(() => [...document.images].every((it) => it.complete));
    await expectAccessible(page);
    await takeScreenshot(page, 'cover', 'light');
    await drawer(page).getByRole('button', { name: 'Retake…' }).click();
    const retake = page.getByRole('dialog', { name: 'Retake the cover' });
    await retake.getByText('Draws the cover with 1 request: free.').waitFor();
    await retake.getByRole('button', { name: 'Retake' }).click();
    await drawer(page).getByText('Take 2 of 2, selected').waitFor(patience);
    await drawer(page).getByRole('button', { name: 'Select take 1' }).click();
    await page.getByText('Take 1 of the cover is selected').waitFor();
    await expect.poll(async () => (await cover()).take, patience).toBe(1);
  });

  test('is edited and gets a picture of the user, like a panel', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const picture = Buffer.from(await (await client.panelImage(id, 2)).arrayBuffer());
    await page.goto(`${dashboard.url}/stories/${id}/panels?panel=cover`);
    await drawer(page).getByRole('button', { name: 'Edit…' }).click();
    expect(await drawer(page).getByLabel('Texts').count()).toBe(0);
    await drawer(page).getByLabel('Prompt').fill('The hare at night');
    await page.getByText('Draws the cover with 1 request: free.').waitFor();
    await page.getByRole('button', { name: 'Save and draw' }).click();
    await expect.poll(async () => (await cover()).takes, patience).toBe(3);
    expect((await cover()).prompt).toBe('The hare at night');
    await drawer(page).getByText('Take 3 of 3, selected').waitFor(patience);
    await drawer(page).getByRole('button', { name: 'Upload a take…' }).click();
    const upload = page.getByRole('dialog', { name: 'Upload a take of the cover' });
    await upload.getByLabel('Picture').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: picture });
    await upload.getByRole('checkbox', { name: /appears in the books/ }).check();
    await upload.getByRole('button', { name: 'Add and select' }).click();
    await drawer(page).getByText('Take 4 of 4, selected').waitFor(patience);
  });

  test('that a change leaves behind is named in its price, and shown as stale', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await client.selectTake(id, 'id:cover', 1);
    await untilStatus(client, id, 'completed');
    await page.goto(`${dashboard.url}/stories/${id}/chain?panel=1`);
    await page.getByRole('dialog', { name: 'Panel 1', exact: true }).getByRole('button', { name: 'Retake…' }).click();
    const retake = page.getByRole('dialog', { name: 'Retake panel 1' });
    await retake.getByText('The cover stays and is marked stale').waitFor();
    await retake.getByRole('checkbox', { name: /Also redraw/ }).check();
    await retake.getByText('and the cover with').waitFor();
    await retake.getByRole('checkbox', { name: /Also redraw/ }).uncheck();
    await retake.getByText('The cover stays and is marked stale').waitFor();
    await retake.getByRole('button', { name: 'Retake', exact: true }).click();
    await expect.poll(async () => (await cover()).stale, patience).toBe(true);
    // Below the drawer that is still open.
    await page.getByRole('region', { name: 'Cover', includeHidden: true }).getByText('stale').waitFor(patience);
  });

  test('that a story does not draw is reported as missing', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const { id: bare } = await client.submit({ json: { title: 'Bare', panels: [{ prompt: 'x' }] } });
    await untilStatus(client, bare, 'completed');
    await page.goto(`${dashboard.url}/stories/${bare}/chain?panel=cover`);
    await drawer(page).getByText('This story draws no cover').waitFor();
    expect((await client.story(bare)).links.cover).toBeUndefined();
    expect((await client.story(id)).links.cover).toBe(`/v1/stories/${id}/panels/id:cover`);
  });
});
