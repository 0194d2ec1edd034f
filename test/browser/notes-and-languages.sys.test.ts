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

describe.skipIf(!hasChromium())("notes, a reviewer's link, and languages", () => {
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

  test('what was typed into a panel is still there after the key had to be given again', async () => {
    await using tab = await dashboard.openPage({ expected: [/401 \(Unauthorized\)/] });
    const { page } = tab;
    await page.goto(`${dashboard.url}/stories/${story.id}?panel=3`);
    const signIn = async () => {
      await page.getByLabel('API key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn();
    const drawer = page.getByRole('dialog', { name: 'Panel 3' });
    await drawer.getByRole('button', { name: 'Edit…' }).click();
    await page.context().clearCookies();
    // Its price is asked for, and refused.
    await drawer.getByLabel('Texts').fill('speech: Typed while the key was revoked');
    await signIn();
    expect(await drawer.getByLabel('Texts').inputValue()).toBe('speech: Typed while the key was revoked');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await drawer.getByRole('button', { name: 'Edit…' }).waitFor();
    expect((await client.panels(story.id))[2]?.text[0]?.text).toBe('Typed while the key was revoked');
    await client.editPanel(story.id, 3, { text: [{ kind: 'speech', text: 'Line 3', drawnBy: 'overlay' }] });
  });

  test('a note, a retouch and a lettering that were typed survive a key that has to be given again', async () => {
    await using tab = await dashboard.openPage({ expected: [/401 \(Unauthorized\)/] });
    const { page } = tab;
    const signIn = async () => {
      await page.getByLabel('API key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    const loseKey = async () => {
      await page.context().clearCookies();
      await page.reload();
      await signIn();
    };
    await page.goto(`${dashboard.url}/stories/${story.id}?panel=2`);
    await signIn();
    const drawer = page.getByRole('dialog', { name: 'Panel 2', exact: true });
    await drawer.getByRole('button', { name: 'Add a note…' }).click();
    const note = drawer.getByRole('textbox', { name: 'Note' });
    await note.fill('A longer plod');
    await loseKey();
    await note.waitFor();
    expect(await note.inputValue()).toBe('A longer plod');
    await note.fill('');

    await drawer.getByRole('button', { name: 'Retouch…' }).click();
    const words = page.getByLabel('What to change');
    await words.fill('A red scarf');
    await loseKey();
    await words.waitFor();
    expect(await words.inputValue()).toBe('A red scarf');
    await words.fill('');

    await page.goto(`${dashboard.url}/stories/${story.id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Lettering…' }).click();
    const texts = page.getByLabel('Texts of panel 1', { exact: true });
    const typed = (await texts.inputValue()).replace('Line 1', 'Typed before the key was lost');
    await texts.fill(typed);
    await loseKey();
    await texts.waitFor();
    expect(await texts.inputValue()).toBe(typed);
    await page.getByRole('button', { name: 'Undo all' }).click();
  });

  test('a reviewer without a key pins a note; it comes to the dashboard at once, is resolved, and the link is revoked', async () => {
    for (const { id } of await client.notes(story.id)) await client.deleteNote(story.id, id);
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

    // By the event alone: the page is not reloaded.
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

  test('a language is added, translated in the table and by a file, and its book is downloaded', async () => {
    for (const { language } of await client.editions(story.id)) await client.deleteEdition(story.id, language);
    await using tab = await dashboard.openPage({ expected: [/401 \(Unauthorized\)/, /422 \(Unprocessable/] });
    const { page } = tab;
    await page.goto(`${dashboard.url}/stories/${story.id}/languages`);
    await page.getByLabel('API key').fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Add a language to letter the same pictures with other words.').waitFor();
    await page.getByRole('region', { name: 'Original in English (en)' }).waitFor();
    await expectAccessible(page);
    const own = await client.exportLettering(story.id, 'csv');
    const sendOwn = (words: string) =>
      page.locator('input[type=file]').setInputFiles({
        name: 'own.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(own.replace('Line 3,Line 3', `Line 3,${words}`)),
      });
    await sendOwn('Line three');
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Texts of panel 3' }).inputValue())
      .toContain('Line three');
    await sendOwn('Line 4');
    await page
      .getByRole('alert')
      .filter({ hasText: 'The file was refused, and nothing was changed' })
      .getByRole('listitem')
      .filter({ hasText: 'p3.1 was changed to "Line three"' })
      .waitFor();
    await takeScreenshot(page, 'languages-own-file', 'light');
    await client.letterFrom(story.id, { type: 'text/csv', text: 'id,translation\np3.1,Line 3\n' });
    await page.getByLabel('Add a language').fill('de');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('region', { name: 'Edition in German (de)' }).waitFor();
    await page.getByRole('textbox', { name: 'Title: ' }).fill('Hase und Igel');
    await page.getByRole('textbox', { name: 'Panel 1, speech: Line 1' }).fill('Zeile "eins",\nzwei');
    await page.getByText('2 changes not saved yet.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'languages-typing', 'light');
    await page.getByRole('button', { name: 'Save (free)' }).click();
    await page.getByText('1 of 3 texts translated').waitFor();
    expect(await client.edition(story.id, 'de')).toMatchObject({
      title: 'Hase und Igel',
      texts: [{ translation: 'Zeile "eins",\nzwei' }, { translation: null }, { translation: null }],
    });

    const xliff = await client.exportEdition(story.id, 'de', 'xliff');
    const filled = xliff.replaceAll(
      /(<source[^>]*>Line (\d)<\/source>\s*)(?:<target[^>]*\/>|<target[^>]*>[^<]*<\/target>)?/g,
      '$1<target>Text $2</target>',
    );
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'de.xlf', mimeType: 'text/xml', buffer: Buffer.from(filled) });
    await page.getByText('3 of 3 texts translated').waitFor();
    expect(await page.getByRole('textbox', { name: 'Panel 2, speech: Line 2' }).inputValue()).toBe('Text 2');
    const broken = { name: 'de.csv', mimeType: 'text/csv', buffer: Buffer.from('id,translation\nnowhere,x\n') };
    await page.locator('input[type=file]').setInputFiles(broken);
    await page.getByText('The file was refused, and nothing was changed').waitFor();
    await page.getByRole('link', { name: 'PDF', exact: true }).waitFor();
    await takeScreenshot(page, 'languages-done', 'light');

    await client.editPanel(story.id, 2, { text: [{ kind: 'speech', text: 'Other words' }] });
    await page
      .getByText('outdated: the original has changed')
      .or(page.getByText('2 of 3 texts translated'))
      .first()
      .waitFor();

    await page.setViewportSize(phone);
    await page.getByLabel('Add a language').fill('ar');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('region', { name: 'Edition in Arabic (ar)' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Panel 1, speech: Line 1' }).getAttribute('dir')).toBe('rtl');
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await takeScreenshot(page, 'languages-phone', 'light');
    await page.getByRole('button', { name: 'Delete this language…' }).click();
    await page.getByRole('button', { name: 'Delete edition' }).click();
    await page.getByRole('region', { name: 'Edition in German (de)' }).waitFor();
    expect((await client.editions(story.id)).map(({ language }) => language)).toEqual(['de']);
  });
});
