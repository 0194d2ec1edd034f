import { randomUUID } from 'node:crypto';
import { type Client, createClient } from '@nextpanel/client';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { looks } from './src/looks.ts';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { live, row } from './src/story-list.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const callPrice = 0.01;

/** Twelve sentences: with the emulator two scenes and six panels. Another script each time, also when a test is tried again. */
const proseOf = (
  place: string,
) => `At dawn in ${place} ${randomUUID()} the hare Ida met the tortoise Olga. “You are slow,” said Ida. The sun came up over Olga. “We will see,” said Olga.

So the two of them, Ida and Olga, stood at the oak. A fox called Rolf raised his flag. “Run!” cried Rolf. Off went Ida.

At noon the hare slept under a tree. Slowly the tortoise went past Ida. “Wake up,” whispered the wind. Then it was Olga who won.`;

const screenplay = `Title: The Mill

INT. MILL - NIGHT

The miller Anna counts sacks by the light of a candle.

ANNA
There is one too many.

EXT. MILL - DAY

A cat walks over the roof.
`;

describe.skipIf(!hasChromium())('scripts', () => {
  let vendors: Vendors;
  let dashboard: Dashboard;
  let client: Client;
  beforeAll(async () => {
    vendors = await startVendors();
    dashboard = await openDashboard({
      ...vendorEnvironment(vendors, 'chat'),
      NEXTPANEL_SCRIPT_PRICE: String(callPrice),
    });
    client = createClient({ baseUrl: dashboard.url });
  });
  beforeEach(() => vendors.faults.clear());
  afterAll(async () => {
    await dashboard[Symbol.asyncDispose]();
    await vendors.stop();
  });

  const chooseModel = async (page: Page) => {
    await page.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'writes-all' }).click();
  };
  const open = async (page: Page) => {
    await page.goto(dashboard.url);
    await live(page);
    await page.keyboard.press('n');
    await page.getByRole('dialog', { name: 'New story' }).getByRole('button', { name: 'From a script…' }).click();
    await page.getByRole('heading', { level: 1, name: 'Scripts' }).waitFor();
  };
  const expectNoOverflow = async (page: Page) =>
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);

  test.for(looks)(
    'prose is divided by rules for free, and opens in the editor with its report: $scheme on a $width',
    async ({ scheme, width, viewport }) => {
      await using tab = await dashboard.openPage({ scheme, viewport });
      const { page } = tab;
      await open(page);
      await expectAccessible(page);
      await expectNoOverflow(page);
      await takeScreenshot(page, `scripts-empty-${width}`, scheme);
      await page.getByRole('textbox', { name: 'Script', exact: true }).fill(proseOf('the meadow'));
      await page.getByRole('button', { name: 'Write the draft' }).click();
      const dialog = page.getByRole('dialog', { name: 'New story' });
      await dialog.getByRole('region', { name: 'Compared with the script' }).waitFor();
      expect(await dialog.getByLabel('Story, as YAML or JSON').inputValue()).toContain('You are slow');
      await dialog.getByText('No errors found.').waitFor();
      await expectAccessible(page);
      await takeScreenshot(page, `scripts-draft-${width}`, scheme);
      // What was pasted, the draft and its report are still there after the page was loaded again.
      await page.reload();
      await live(page);
      expect(await page.getByRole('textbox', { name: 'Script', exact: true }).inputValue()).toContain('the meadow');
      await page.keyboard.press('n');
      await page.getByRole('region', { name: 'Compared with the script' }).waitFor();
    },
  );

  test('a file is adapted by a model: its price first, then its scenes and money, then the draft, which is submitted', async () => {
    await using tab = await dashboard.openPage({ expected: [/422 \(Unprocessable/] });
    const { page } = tab;
    await open(page);
    const form = page.getByRole('form', { name: 'Draft a story from a script' });
    await form
      .getByLabel('Script file')
      .setInputFiles({ name: 'mill.csv', mimeType: 'text/csv', buffer: Buffer.from('prompt,text\nA hill,Once\n') });
    await form.getByRole('radio', { name: /^By a language model/ }).check();
    // Those that the server offers; of other kinds only the chat models.
    await form.getByRole('combobox', { name: 'Model' }).click();
    expect((await page.getByRole('option').allTextContents()).slice(-3)).toEqual([
      expect.stringContaining('sees-all'),
      expect.stringContaining('writes-all'),
      expect.stringContaining('Another one…'),
    ]);
    await page.getByRole('option', { name: 'writes-all' }).click();
    // A table names its panels itself; a model would only rewrite them.
    await form.getByRole('alert').getByText('it names its panels itself').first().waitFor();
    expect(await form.getByRole('button', { name: 'Start' }).isDisabled()).toBe(true);
    await form
      .getByLabel('Script file')
      .setInputFiles({ name: 'race.docx', mimeType: '', buffer: Buffer.from([0x50, 0x4b, 0x03, 0x04, 0xff]) });
    await form.getByRole('alert').getByText('Save the script as plain text first.').waitFor();
    await form
      .getByLabel('Script file')
      .setInputFiles({ name: 'mill.fountain', mimeType: '', buffer: Buffer.from(screenplay) });
    await form.getByText('Screenplay (Fountain)', { exact: true }).waitFor();
    await form.getByRole('textbox', { name: 'Script', exact: true }).fill(proseOf('the wood'));
    await form.getByRole('combobox', { name: 'What it is' }).click();
    await page.getByRole('option', { name: 'Prose' }).click();
    await form.getByLabel('Title').fill('The Race');
    await form.getByLabel('Panels, about').fill('8');
    await form.getByLabel('What you want').fill('for children');
    await form.getByText('About 2 questions to the model: about $0.02, at most $0.06.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-model', 'light');

    // Long enough for each state to be seen on a busy machine.
    vendors.faults.next('slow', { vendor: 'chat', ms: 8_000, times: 3 });
    await form.getByRole('button', { name: 'Start for about $0.02' }).click();
    await page.getByRole('heading', { level: 1, name: 'The Race' }).waitFor();
    await page.getByText('looking for scenes, part 1 of 1').waitFor();
    await page.getByText('0 of 2 scenes').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-writing', 'light');
    await page.getByText('draft ready').waitFor();
    const facts = page.getByRole('region', { name: 'Facts' });
    await facts.getByText('$0.03', { exact: true }).waitFor();
    await facts.getByText('about 8 panels').waitFor();
    expect(await page.getByRole('table').getByRole('row').count()).toBe(4);
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-done', 'light');

    await page.getByRole('button', { name: 'Open the draft' }).click();
    const dialog = page.getByRole('dialog', { name: 'New story' });
    await dialog.getByRole('region', { name: 'Compared with the script' }).waitFor();
    await dialog.getByText('No errors found.').waitFor();
    await dialog.getByRole('button', { name: 'Submit story' }).click();
    await page.getByRole('heading', { level: 1, name: 'The Race' }).waitFor();
    await page.getByRole('link', { name: 'Stories', exact: true }).click();
    await row(page, 'The Race').waitFor();
    expect((await client.scripts.list())[0]).toMatchObject({ status: 'done', maxUsd: 0.06, panels: 8 });
  });

  test('a script that fails says why, continues where it was, is cancelled, and is deleted', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    await page.goto(`${dashboard.url}/scripts`);
    const form = page.getByRole('form', { name: 'Draft a story from a script' });
    await form.getByRole('textbox', { name: 'Script', exact: true }).fill(proseOf('the desert'));
    await form.getByRole('radio', { name: /^By a language model/ }).check();
    await chooseModel(page);
    await form.getByLabel('Title').fill('The Desert');
    vendors.faults.next('reset-after-work', { vendor: 'chat', times: 2 });
    await form.getByRole('button', { name: 'Start for about $0.02' }).click();
    await page.getByText('2 answers to one question were lost').waitFor();
    await page.getByRole('region', { name: 'Facts' }).getByText('$0.02', { exact: true }).first().waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-failed', 'light');
    // What may have been paid is settled here, or where all costs are.
    await page.getByRole('button', { name: 'Settle the question to the model' }).first().click();
    const asked = page.getByRole('alertdialog', { name: 'Was this request charged?' });
    await asked.getByRole('radio', { name: 'It was not charged' }).check();
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-settle', 'light');
    await asked.getByRole('button', { name: 'Settle' }).click();
    await page.getByRole('region', { name: 'Facts' }).getByText('$0.01', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Costs' }).click();
    const toSettle = page
      .getByRole('table', { name: 'Requests to settle' })
      .getByRole('row')
      .filter({ hasText: 'The Desert' });
    await toSettle.waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-costs', 'light');
    await toSettle.getByRole('button').click();
    await asked.getByRole('button', { name: 'Settle' }).click();
    await toSettle.waitFor({ state: 'detached' });
    expect((await client.scripts.list())[0]).toMatchObject({ title: 'The Desert', spentUsd: 0.01, possiblyUsd: 0 });
    await page.goBack();
    vendors.faults.next('slow', { vendor: 'chat', ms: 30_000 });
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('being adapted').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('cancelled').waitFor();
    await page.getByRole('link', { name: 'Scripts', exact: true }).click();
    await page.getByRole('region', { name: 'Adapted by a language model' }).waitFor();
    const listed = page.getByRole('row').filter({ hasText: 'The Desert' });
    await listed.getByText('cancelled').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-list', 'light');
    await listed.getByRole('link', { name: 'The Desert' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { level: 1, name: 'Scripts' }).waitFor();
    await listed.waitFor({ state: 'detached' });
    expect((await client.scripts.list()).map(({ title }) => title)).not.toContain('The Desert');
  });

  test.for(looks)('a draft that is ready: $scheme on a $width', async ({ scheme, width, viewport }) => {
    const { id } = await client.scripts.adapt(proseOf(`the ${scheme} hills`), { model: 'writes-all' });
    expect((await client.scripts.wait(id)).status).toBe('done');
    await using tab = await dashboard.openPage({ scheme, viewport });
    const { page } = tab;
    for (const [path, name] of [
      [`/scripts/${id}`, 'one'],
      ['/scripts', 'many'],
    ] as const) {
      await page.goto(`${dashboard.url}${path}`);
      await page.getByText('draft ready').first().waitFor();
      await expectAccessible(page);
      await expectNoOverflow(page);
      await takeScreenshot(page, `scripts-${name}-${width}`, scheme);
    }
  });

  test('an unknown price is named before anything is paid', async () => {
    await using unpriced = await openDashboard(vendorEnvironment(vendors, 'chat'));
    await using tab = await unpriced.openPage();
    const { page } = tab;
    await page.goto(`${unpriced.url}/scripts`);
    const form = page.getByRole('form', { name: 'Draft a story from a script' });
    await form.getByRole('textbox', { name: 'Script', exact: true }).fill(proseOf('the unknown'));
    await form.getByRole('radio', { name: /^By a language model/ }).check();
    await form.getByRole('combobox', { name: 'Model' }).click();
    await page.getByRole('option', { name: 'Another one…' }).click();
    await form.getByLabel('Name of the model').fill('writes-all');
    await form.getByText('About 2 questions to the model, of unknown price.').waitFor();
    await form.getByText('The price of this model is not known here').waitFor();
    expect(await form.getByRole('button', { name: 'Start at an unknown price' }).isDisabled()).toBe(false);
    await expectAccessible(page);
    await takeScreenshot(page, 'scripts-unpriced', 'light');
  });
});
