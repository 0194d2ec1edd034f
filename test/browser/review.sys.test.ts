import { type Client, createClient } from '@nextpanel/client';
import type { StoryView } from '@nextpanel/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard, phone } from './src/open-dashboard.ts';
import { untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const key = 'hare-key-0123456789';

const panels = ['The hare runs up the hill', 'The tortoise plods on', 'The owl watches'].map((prompt, index) => ({
  prompt,
  text: [{ kind: 'speech', text: `Line ${index + 1}` }],
}));

describe.skipIf(!hasChromium())("notes and a reviewer's link", () => {
  let dashboard: Dashboard;
  let client: Client;
  let story: StoryView;
  beforeAll(async () => {
    dashboard = await openDashboard({ NEXTPANEL_API_KEYS: `hare:${key}` });
    client = createClient({ baseUrl: dashboard.url, apiKey: key });
    story = await client.submit({
      json: { title: 'The Tortoise and the Hare', render: { provider: 'storyboard', size: '512x512' }, panels },
    });
    await untilStatus(client, story.id, 'completed');
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  test('a reviewer without a key pins a note; it comes to the dashboard at once, is resolved, and the link is revoked', async () => {
    await using own = await dashboard.openPage({ expected: [/401 \(Unauthorized\)/] });
    const { page } = own;
    await page.goto(`${dashboard.url}/stories/${story.id}/notes?panel=1`);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const drawer = page.getByRole('dialog', { name: 'Panel 1' });
    await drawer.getByRole('button', { name: 'Add a note…' }).click();
    await drawer.getByRole('textbox', { name: 'Note' }).fill('Make the scarf red');
    const target = drawer.getByRole('button', { name: /^Put the pin/ });
    const box = await target.boundingBox();
    if (box === null) throw new Error('the picture is not shown');
    await target.click({ position: { x: box.width * 0.25, y: box.height * 0.5 } });
    await target.press('ArrowRight');
    await takeScreenshot(page, 'notes-writing', 'light');
    await drawer.getByRole('button', { name: 'Save note' }).click();
    await drawer.getByRole('button', { name: 'Note 1: Make the scarf red' }).waitFor();
    await expectAccessible(page);
    const [note] = await client.notes(story.id);
    expect([note?.x, note?.y]).toEqual([expect.closeTo(0.27, 1), expect.closeTo(0.5, 1)]);
    await drawer.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Share for review…' }).click();
    const share = page.getByRole('dialog', { name: 'Share for review' });
    await share.getByLabel('For whom').fill('Ana');
    await share.getByRole('button', { name: 'Make a link' }).click();
    const address = await share.getByLabel('Address').inputValue();
    await expectAccessible(page);
    await takeScreenshot(page, 'notes-share', 'light');
    await share.getByRole('button', { name: 'Close' }).click();

    await using theirs = await dashboard.openPage({
      scheme: 'dark',
      viewport: phone,
      expected: [/401 \(Unauthorized\)/],
    });
    const reviewer = theirs.page;
    await reviewer.goto(address);
    await reviewer.getByRole('heading', { level: 1, name: story.title }).waitFor();
    await reviewer.getByRole('button', { name: 'Panel 1 · 1 note' }).waitFor();
    await expectAccessible(reviewer);
    await reviewer.getByLabel('Your name, for your notes').fill('Ana');
    await reviewer.getByRole('button', { name: 'Panel 2' }).click();
    const dialog = reviewer.getByRole('dialog', { name: 'Panel 2' });
    await dialog.getByRole('img', { name: 'The picture of panel 2' }).waitFor();
    await dialog.getByRole('button', { name: 'Add a note…' }).click();
    await dialog.getByRole('textbox', { name: 'Note' }).fill('Slower!');
    await dialog.getByRole('button', { name: 'Save note' }).click();
    await dialog.getByText('Slower!').waitFor();
    await expectAccessible(reviewer);
    await takeScreenshot(reviewer, 'review-phone', 'dark');
    expect(await reviewer.content()).not.toMatch(/\$\d/);

    // By the event alone: nobody reloads.
    await page.getByRole('link', { name: 'Notes (2)' }).click();
    const list = page.getByRole('list', { name: 'Notes' });
    await list.getByText('Slower!').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'notes-list', 'light');
    await list.getByRole('listitem').filter({ hasText: 'Slower!' }).getByRole('button', { name: 'Resolve' }).click();
    await page.getByRole('link', { name: 'Notes (1)' }).waitFor();

    const [link] = await client.links(story.id);
    await client.deleteLink(story.id, link?.id ?? '');
    await reviewer.reload();
    await reviewer.getByText('This link opens nothing').waitFor();
    await expectAccessible(reviewer);
  });
});
