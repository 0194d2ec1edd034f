import { type Client, createClient } from '@nextpanel/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Dashboard, hasChromium, openDashboard, patience, phone } from './src/open-dashboard.ts';
import { choose } from './src/story-list.ts';
import { submitStory, untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const latencyMs = 300;

const drawer = (page: Page, panel: number) => page.getByRole('dialog', { name: `Panel ${panel}`, exact: true });
const question = (page: Page) => page.getByRole('alertdialog');
const more = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe.skipIf(!hasChromium())('a story is changed from its page', () => {
  let dashboard: Dashboard;
  let client: Client;
  beforeAll(async () => {
    dashboard = await openDashboard({ STORYBOARD_LATENCY_MS: String(latencyMs) });
    client = createClient({ baseUrl: dashboard.url });
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  const open = async (page: Page, id: string, path = '/chain') => {
    await page.goto(`${dashboard.url}/stories/${id}${path}`);
    // By its text: an open drawer hides it from the accessibility tree.
    await page.getByRole('heading', { level: 1, includeHidden: true }).waitFor();
  };

  test('the price of an edit is shown while typing, and saving draws', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Edited', { panels: 6, render: { batchSize: 3 } });
    await untilStatus(client, id, 'completed');
    await open(page, id, '/chain?panel=3');
    await drawer(page, 3).getByRole('button', { name: 'Edit…' }).click();
    await page.getByLabel('Prompt').fill('The hare sleeps under a tree');
    await page.getByText('Draws panel 3 with 1 request: free. Panels 4–6 stay and are marked stale').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-edit', 'light');
    await page.getByRole('checkbox', { name: /later panels/ }).click();
    await page.getByText('Draws panels 3–6 with 4 requests: free.').waitFor();
    await page.getByRole('button', { name: 'Save and draw' }).click();
    await drawer(page, 3).getByRole('button', { name: 'View take 2' }).waitFor();
    await untilPanels(client, id, (panels) =>
      panels.every(({ takes, status }, at) => status === 'drawn' && (at < 2 || takes === 2)),
    );
    const panels = await client.panels(id);
    expect(panels[2]?.prompt).toBe('The hare sleeps under a tree');
    expect(panels.map(({ stale }) => stale)).not.toContain(true);
  });

  test('two people edit one panel: what the other changed is shown, and neither loses what was typed', async () => {
    await using tab = await dashboard.openPage({ expected: [/412 \(Precondition/] });
    const { page } = tab;
    const id = await submitStory(client, 'Edited by two', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await open(page, id, '/chain?panel=1');
    await drawer(page, 1).getByRole('button', { name: 'Edit…' }).click();
    await drawer(page, 1).getByLabel('Texts').fill('caption: Mine');
    await client.editPanel(id, 1, { text: [{ kind: 'caption', text: 'Theirs', drawnBy: 'overlay' }] });
    await drawer(page, 1).getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Panel 1 was changed while you edited it' });
    await dialog.getByRole('region', { name: 'Texts' }).getByText('caption: Theirs').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-edit-conflict', 'light');
    await dialog.getByRole('button', { name: 'Take theirs' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await drawer(page, 1).getByLabel('Texts').inputValue()).toBe('caption: Theirs');
    await page.getByRole('button', { name: 'Bring mine back' }).click();
    expect(await drawer(page, 1).getByLabel('Texts').inputValue()).toBe('caption: Mine');
    await drawer(page, 1).getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('button', { name: 'Keep mine' }).click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(async () => (await client.panels(id))[0]?.text[0]?.text, patience).toBe('Mine');
    // A change elsewhere in the story is no conflict.
    await drawer(page, 1).getByRole('button', { name: 'Edit…' }).click();
    await drawer(page, 1).getByLabel('Texts').fill('caption: Mine again');
    await client.editPanel(id, 2, { text: [{ kind: 'caption', text: 'Elsewhere', drawnBy: 'overlay' }] });
    await drawer(page, 1).getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await client.panels(id))[0]?.text[0]?.text, patience).toBe('Mine again');
  });

  test('a panel gets another place in the book, and one is removed; nothing is drawn', async () => {
    await using tab = await dashboard.openPage({
      // The event of its removal may arrive before the answer.
      expected: [/404 \(Not Found\)/],
    });
    const { page } = tab;
    const id = await submitStory(client, 'Placed', { panels: 4 });
    await untilStatus(client, id, 'completed');
    await open(page, id, '/chain?panel=2');
    await drawer(page, 2).getByRole('button', { name: 'Move…', exact: true }).click();
    const move = page.getByRole('dialog', { name: 'Move panel 2' });
    await move.getByLabel('New number').fill('5');
    await move.getByText('Enter a whole number from 1 to 4.').waitFor();
    await move.getByLabel('New number').fill('4');
    await move.getByText('Nothing is drawn. Free. Page 1 is laid out again.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-move', 'light');
    await move.getByRole('button', { name: 'Move' }).click();
    await drawer(page, 4).getByRole('button', { name: 'Remove…' }).click();
    expect((await client.panels(id)).map((panel) => panel.id)).toEqual(['p1', 'p3', 'p4', 'p2']);
    const remove = page.getByRole('dialog', { name: 'Remove panel 4' });
    await remove.getByText('Nothing is drawn. Free.').waitFor();
    await expectAccessible(page);
    await remove.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Panel 4 removed').waitFor();
    await drawer(page, 4).waitFor({ state: 'detached' });
    const panels = await client.panels(id);
    expect(panels.map((panel) => [panel.id, panel.takes])).toEqual(['p1', 'p3', 'p4'].map((panel) => [panel, 1]));
  });

  test('a finished story offers its PDF and its book first, and is duplicated without a new picture', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'The original', { panels: 3 });
    await untilStatus(client, id, 'completed');
    await page.goto(dashboard.url);
    await page.getByRole('link', { name: 'The original' }).click();
    await page.waitForURL(`${dashboard.url}/stories/${id}/book`);
    // Its bare address leads there, too, with the panel that a link opens.
    await page.goto(`${dashboard.url}/stories/${id}?panel=2`);
    await page.waitForURL(`${dashboard.url}/stories/${id}/book?panel=2`);
    await page.keyboard.press('Escape');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download PDF' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.pdf$/);
    await more(page, 'Duplicate');
    await page.getByRole('heading', { level: 1, name: 'The original (copy)' }).waitFor();
    const copy = new URL(page.url()).pathname.split('/')[2] ?? '';
    await untilStatus(client, copy, 'completed');
    expect(await client.ledger(copy)).toEqual([]);
    await page.getByRole('link', { name: 'Download PDF' }).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-finished', 'light');
  });

  test('a balloon, its tail and the focus are moved over the lettered panel, with the pointer and with keys', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Placed', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await client.editPanel(id, 1, { text: [{ kind: 'speech', text: 'Here I am!', drawnBy: 'overlay' }] });
    await open(page, id, '/chain?panel=1');
    const lettered = drawer(page, 1).getByRole('img', { name: 'Panel 1 with its lettering' });
    await lettered.waitFor();
    await drawer(page, 1).getByRole('button', { name: 'Move balloons and focus' }).click();
    const balloon = drawer(page, 1).getByRole('button', { name: /^Balloon: Here I am!/ });
    await balloon.waitFor();
    await expectAccessible(page);
    const before = await lettered.getAttribute('src');
    const place = await lettered.boundingBox();
    const handle = await balloon.boundingBox();
    if (!place || !handle) throw new Error('the balloon is not there');
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(place.x + place.width * 0.7, place.y + place.height * 0.5, { steps: 5 });
    await takeScreenshot(page, 'panel-lettered', 'light');
    await page.mouse.up();
    await page.locator(`img[alt="Panel 1 with its lettering"]:not([src="${before}"])`).waitFor();
    const text = async () => (await client.panels(id))[0]?.text[0];
    expect((await text())?.balloon).toEqual({ x: expect.closeTo(0.7, 1), y: expect.closeTo(0.5, 1) });
    await drawer(page, 1).getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await text())?.balloon ?? null, patience).toBeNull();
    await drawer(page, 1)
      .getByRole('button', { name: /^Tail: Here I am!/ })
      .focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(async () => (await text())?.mouth ?? null, patience).not.toBeNull();
    await drawer(page, 1)
      .getByRole('button', { name: /^Focus/ })
      .focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(async () => (await client.panels(id))[0]?.focus?.y, patience).toBeCloseTo(0.49, 2);
    await page.keyboard.press('Control+z');
    await expect.poll(async () => (await client.panels(id))[0]?.focus?.y, patience).toBe(0.5);
    await drawer(page, 1).waitFor();
  });

  test('all panels are gone through with single keys, the worst first', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Gone through', {
      panels: Array.from({ length: 14 }, (_, index) => ({
        prompt: `The hare passes tree ${index + 1}`,
        characters: index % 3 === 0 ? ['hare'] : ['hare', 'tortoise'],
        ...(index % 7 === 0 && { scene: index === 0 ? 'start' : 'goal' }),
      })),
      more: {
        characters: ['hare', 'tortoise'].map((name) => ({ id: name, name, description: `a ${name}` })),
        locations: [{ id: 'mill', description: 'a windmill on a hill' }],
        scenes: [{ id: 'start', location: 'mill' }, { id: 'goal' }],
        plates: { draw: ['characters', 'locations'] },
        checks: { blank: 'warn', drift: 'warn' },
      },
    });
    await untilStatus(client, id, 'completed');
    const { id: asset } = await client.uploadAsset(await greyPicture(page), 'image/png');
    for (const panel of [5, 9]) await client.addTake(id, panel, { asset, select: true });
    await untilPanels(client, id, (panels) => panels.every(({ status }) => status === 'drawn'));
    await open(page, id, '/panels');
    const panel = (number: number) => page.getByRole('button', { name: new RegExp(`^Panel ${number},`) });
    await page.getByRole('list', { name: 'Plates of start' }).getByText('mill').waitFor();
    await page.waitForFunction(() => [...document.images].every((it) => it.complete || it.loading === 'lazy'));
    await takeScreenshot(page, 'panels-scenes', 'light');
    await expectAccessible(page);
    await panel(1).focus();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.split(',')[0]);
    expect(await focused()).toBe('Panel 6');
    await choose(page, 'Order', 'Worst first');
    await page.getByText('2 to look at · 0 of 14 accepted').waitFor();
    const worst = page.getByRole('list', { name: 'Panels of Worst first' }).getByRole('button');
    await expect.poll(() => worst.nth(1).textContent()).toMatch(/^Panel [59], drawn, found: .*one colour/);
    const first = Number(/\d+/.exec((await worst.nth(0).textContent()) ?? '')?.[0]);
    const second = first === 5 ? 9 : 5;
    await worst.nth(0).focus();
    await takeScreenshot(page, 'panels-worst', 'light');
    // Wrong, all that was found in it: nothing is left to look at.
    await page.keyboard.press('w');
    await page.getByText('you say: wrong').waitFor();
    await page.keyboard.press('w');
    await page.getByText('1 to look at · 0 of 14 accepted').waitFor();
    await panel(second).focus();
    await page.keyboard.press('r');
    const retake = page.getByRole('dialog', { name: `Retake panel ${second}` });
    await retake.getByText(`Draws panel ${second} with 1 request: free.`).waitFor();
    await page.keyboard.press('Escape');
    await retake.waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    const retouch = page.getByRole('dialog', { name: `Retouch panel ${second}` });
    await retouch.waitFor();
    await page.keyboard.press('Escape');
    await retouch.waitFor({ state: 'detached' });
    await page.keyboard.press('a');
    await page.getByText('Nothing to look at · 1 of 14 accepted').waitFor();
    await expect
      .poll(async () =>
        (await client.checks(id)).items
          .filter(({ found }) => found)
          .map((it) => `${it.panel} ${it.label}`)
          .sort(),
      )
      .toEqual([`${first} wrong`, `${first} wrong`, `${second} right`, `${second} right`].sort());
    await choose(page, 'Show', 'To look at');
    expect(new URL(page.url()).search).toBe('?order=worst&show=open');
    await page.locator('[role=listbox]:visible').waitFor({ state: 'detached' });
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: /^Panel \d+$/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('?order=worst&show=open');
    await expectAccessible(page);
    await page.setViewportSize(phone);
    await choose(page, 'Show', 'All panels');
    await page
      .getByRole('region', { name: /^Panel \d+$/ })
      .getByRole('button', { name: 'Retake…' })
      .waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'panels-phone', 'light');
    await page.setViewportSize({ width: 1280, height: 900 });
    await client.retakePlate(id, 'hare', {});
    await expect
      .poll(async () => (await client.plates(id)).find((it) => it.id === 'hare')?.stale.length, patience)
      .toBe(12);
    await open(page, id, '/cast');
    const hare = page.getByRole('list', { name: 'Panels that show hare' });
    await hare.getByRole('link', { name: 'Panel 2, stale' }).waitFor();
    await page.getByText(/^Drawn as it was before: panels .*1–4.*6–8.*10–14.*\. Redrawing: free$/).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'cast-stale', 'light');
    await page.getByRole('button', { name: 'Redraw…' }).click();
    const redraw = page.getByRole('dialog', { name: 'Redraw what is stale because of hare' });
    await redraw.getByText('Draws panels 1–4, 6–8, 10–14 with 12 requests: free.').waitFor();
    await redraw.getByRole('button', { name: 'Redraw', exact: true }).click();
    await page.getByText(/no panel is stale because of them/).waitFor();
  });

  test('the next chapter of a story begins with what it continues, and is submitted', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'First chapter', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await open(page, id);
    await more(page, 'Next chapter…');
    const dialog = page.getByRole('dialog', { name: 'New story' });
    await dialog.getByText('Free.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Submit story' }).click();
    await page.getByRole('heading', { level: 1, name: 'First chapter: the next chapter' }).waitFor();
    await page.getByText('from panel 2').waitFor();
    const { pathname } = new URL(page.url());
    expect(await client.story(pathname.split('/')[2] ?? '')).toMatchObject({ continues: { story: id, panel: 2 } });
    await page.getByRole('link', { name: 'First chapter', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'First chapter', exact: true }).waitFor();
  });

  test('an area of a picture is changed: a box is dragged over it, and the price is shown', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Retouched', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await open(page, id, '/chain?panel=1');
    await drawer(page, 1).getByRole('button', { name: 'Retouch…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retouch panel 1' });
    await dialog.getByLabel('What to change').fill('make the scarf green');
    const picture = dialog.getByRole('img', { name: /^Panel 1/ });
    await picture.scrollIntoViewIfNeeded();
    const at = await picture.boundingBox();
    if (!at) throw new Error('the picture is not there');
    await page.mouse.move(at.x + at.width * 0.25, at.y + at.height * 0.25);
    await page.mouse.down();
    await page.mouse.move(at.x + at.width * 0.75, at.y + at.height * 0.5, { steps: 4 });
    await page.mouse.up();
    const [x = 0, y = 0, width = 0, height = 0] = (await dialog.getByLabel('Area that may change').inputValue())
      .split(', ')
      .map(Number);
    for (const [found, expected] of [
      [x, 25],
      [y, 25],
      [width, 50],
      [height, 25],
    ] as const)
      expect(Math.abs(found - expected)).toBeLessThan(2);
    await dialog.getByText('Draws panel 1 with 1 request: free.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-retouch', 'light');
    await dialog.getByLabel('Area that may change').fill('80, 0, 40, 10');
    await dialog.getByText('The area reaches beyond the picture.').waitFor();
    await dialog.getByLabel('Area that may change').fill('20, 10, 40, 50');
    await dialog.getByRole('button', { name: 'Retouch', exact: true }).click();
    await drawer(page, 1).getByText('Take 2 of 2, selected').waitFor();
    await drawer(page, 1).getByText('Retouched from take 1:').waitFor();
    const [, take] = await client.takes(id, 1);
    expect(take?.retouch).toMatchObject({
      instruction: 'make the scarf green',
      baseTake: 1,
      box: { x: 0.2, y: 0.1, width: 0.4, height: 0.5 },
    });
    // With a brush.
    await untilPanels(client, id, ([panel]) => panel?.status === 'drawn');
    await drawer(page, 1).getByRole('button', { name: 'Retouch…' }).click();
    await dialog.getByLabel('What to change').fill('make the hat red');
    await dialog.getByRole('button', { name: 'Brush' }).click();
    const canvas = await dialog.getByTestId('mask').boundingBox();
    if (!canvas) throw new Error('there is nothing to paint on');
    const paint = async (from: number, to: number, height: number) => {
      await page.mouse.move(canvas.x + canvas.width * from, canvas.y + canvas.height * height);
      await page.mouse.down();
      await page.mouse.move(canvas.x + canvas.width * to, canvas.y + canvas.height * height, { steps: 4 });
      await page.mouse.up();
    };
    await paint(0.3, 0.7, 0.4);
    await paint(0.3, 0.7, 0.9);
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByRole('slider', { name: 'Brush size' }).fill('20');
    await dialog.getByRole('button', { name: 'Erase' }).click();
    await paint(0.7, 0.7, 0.4);
    await dialog.getByText('Draws panel 1 with 1 request: free.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-retouch-brush', 'light');
    await dialog.getByRole('button', { name: 'Retouch', exact: true }).click();
    await drawer(page, 1).getByText('Take 3 of 3, selected').waitFor();
    const painted = (await client.takes(id, 1))[2]?.retouch;
    expect(painted).toMatchObject({ baseTake: 2, mask: { sha256: expect.any(String) } });
    // From the left end of the line to where it was erased.
    expect(painted?.box?.x).toBeCloseTo(0.27, 1);
    expect((painted?.box?.x ?? 0) + (painted?.box?.width ?? 0)).toBeCloseTo(0.6, 1);
    expect(painted?.box?.height).toBeCloseTo(0.06, 1);
  });

  test('plates are approved, an area of one is changed on the page of the cast, and compared with what it was', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Plate retouched', {
      panels: [{ prompt: 'The hare waits', characters: ['hare'] }],
      more: {
        characters: [{ id: 'hare', name: 'Hare', description: 'a brown hare' }],
        plates: { draw: ['characters'], approve: true },
      },
    });
    await open(page, id, '/cast');
    await page.getByRole('button', { name: 'Review and approve…' }).click();
    const approval = page.getByRole('dialog', { name: 'Approve the plates?' });
    await approval.getByText('draws 1 panel from these pictures').waitFor();
    await approval.getByRole('img', { name: 'Plate of hare' }).waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'cast-approve', 'light');
    await approval.getByRole('button', { name: 'Approve and continue' }).click();
    await untilStatus(client, id, 'completed');
    await page.getByRole('button', { name: 'Retouch…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Retouch the plate of hare' });
    await dialog.getByLabel('What to change').fill('make the scarf green');
    await dialog.getByLabel('Area that may change').fill('20, 10, 40, 50');
    await dialog.getByText('with 1 request: free.').waitFor();
    await dialog.getByText('To redraw panel 1 afterwards: 1 request, free.').waitFor();
    await expectAccessible(page);
    // What was typed is still there after the page was loaded again.
    await page.reload();
    await dialog.getByText('To redraw panel 1 afterwards: 1 request, free.').waitFor();
    expect(await dialog.getByLabel('What to change').inputValue()).toBe('make the scarf green');
    await takeScreenshot(page, 'cast-retouch', 'light');
    await dialog.getByRole('button', { name: 'Retouch', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Retouched from take 1:').waitFor();
    await page.getByText('Drawn as it was before: panel 1. Redrawing: free').waitFor();
    expect((await client.plateTakes(id, 'hare'))[1]).toMatchObject({
      selected: true,
      retouch: { instruction: 'make the scarf green', baseTake: 1, box: { x: 0.2, y: 0.1, width: 0.4, height: 0.5 } },
    });
    await page.getByRole('button', { name: 'Compare takes…' }).click();
    const compared = page.getByRole('dialog', { name: 'Compare takes' });
    // The dialog has its focus by then; taking it closes a list that is open.
    await compared.getByRole('img', { name: 'Take 2' }).waitFor();
    await expectAccessible(page);
    await choose(page, 'View', 'Slider');
    await compared.getByRole('slider', { name: 'How far Take 1 covers Take 2' }).waitFor();
    const pictures = compared.getByRole('img', { name: /^Take/ });
    expect(await pictures.evaluateAll((all) => all.map((it) => (it as HTMLImageElement).naturalWidth > 0))).toEqual([
      true,
      true,
    ]);
    await expectAccessible(page);
    await takeScreenshot(page, 'cast-compare', 'light');
    await compared.getByRole('button', { name: 'Select take 1' }).click();
    await page.getByText(/no panel is stale because of them/).waitFor();
    const characters = page.getByRole('region', { name: 'Characters' });
    await characters.getByRole('button', { name: 'Edit description…' }).click();
    const words = page.getByRole('dialog', { name: 'Edit the description of hare' });
    await words.getByLabel('What it looks like').fill('a white hare');
    await words.getByText('To redraw panel 1 afterwards: 1 request, free.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'cast-describe', 'light');
    await words.getByRole('button', { name: 'Save' }).click();
    await words.waitFor({ state: 'detached' });
    await characters.getByText('a white hare').waitFor();
    expect((await client.plates(id)).find((it) => it.id === 'hare')).toMatchObject({
      description: 'a white hare',
      stale: [1],
    });
  });

  test('two takes are drawn and the other one selected; a manually made picture is added', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Retaken', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await open(page, id, '/chain?panel=2');
    await drawer(page, 2).getByRole('button', { name: 'Retake…' }).click();
    await page.getByRole('combobox', { name: 'How many' }).click();
    await page.getByRole('option', { name: '2 new takes' }).click();
    await page.getByText('with 2 requests').waitFor();
    await page.getByRole('button', { name: 'Retake', exact: true }).click();
    await drawer(page, 2).getByRole('button', { name: 'Select take 3' }).waitFor();
    await drawer(page, 2).getByRole('button', { name: 'Compare takes…' }).click();
    const compared = page.getByRole('dialog', { name: 'Compare takes' });
    await compared.getByRole('img', { name: 'Take 3' }).waitFor();
    await expectAccessible(page);
    await choose(page, 'View', 'Slider');
    await compared.getByRole('slider').press('ArrowRight');
    expect(await compared.getByRole('slider').inputValue()).toBe('51');
    await takeScreenshot(page, 'story-compare', 'light');
    await choose(page, 'View', 'Blink');
    await compared.getByRole('button', { name: 'Stop' }).click();
    const hidden = () =>
      compared
        .getByRole('img', { includeHidden: true })
        .evaluateAll((pictures) => pictures.map((it) => getComputedStyle(it).visibility));
    const before = await hidden();
    await compared.getByRole('button', { name: 'Show the other' }).click();
    expect(await hidden()).not.toEqual(before);
    // What costs nothing is done without a question, and can be undone.
    await compared.getByRole('button', { name: 'Select take 3' }).click();
    await drawer(page, 2).getByText('Take 3 of 3, selected').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await drawer(page, 2).getByText('Take 2 of 3, selected').waitFor();
    await drawer(page, 2).getByRole('button', { name: 'Select take 3' }).click();
    await drawer(page, 2).getByText('Take 3 of 3, selected').waitFor();
    await takeScreenshot(page, 'story-takes', 'light');
    const sheet = Buffer.from(await (await client.panelImage(id, 1)).arrayBuffer());
    await drawer(page, 2).getByRole('button', { name: 'Upload a take…' }).click();
    await page.getByLabel('Picture').setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: sheet });
    await page.getByRole('img', { name: 'The chosen file' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await drawer(page, 2).getByText('Take 4, uploaded').waitFor();
    expect((await client.takes(id, 2)).find(({ selected }) => selected)?.number).toBe(3);
  });

  test('a manually made picture is inserted, and the panels that follow from it are drawn again, after showing the price', async () => {
    await using tab = await dashboard.openPage({ expected: [/422 \(Unprocessable/] });
    const { page } = tab;
    const id = await submitStory(client, 'By hand', { panels: 4, render: { batchSize: 2 } });
    await untilStatus(client, id, 'completed');
    const picture = Buffer.from(await (await client.panelImage(id, 1)).arrayBuffer());
    await open(page, id, '/chain?panel=2');
    await drawer(page, 2).getByRole('button', { name: 'Upload a take…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Upload a take of panel 2' });
    await dialog.getByText('No changes yet.').waitFor();
    const mine = dialog.getByLabel('Picture');
    await mine.setInputFiles({ name: 'words.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await dialog.getByRole('alert').waitFor();
    await mine.setInputFiles({ name: 'mine.png', mimeType: 'image/png', buffer: picture });
    await dialog.getByText('Nothing is drawn. Free.').waitFor();
    await dialog.getByRole('checkbox', { name: /Select it/ }).check();
    await dialog.getByText('Panels 3–4 stay and are marked stale').waitFor();
    await dialog.getByRole('checkbox', { name: /Also redraw/ }).check();
    await dialog.getByText('Draws panels 3–4 with 2 requests: free.').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-upload', 'light');
    await dialog.getByRole('button', { name: 'Add and select' }).click();
    await drawer(page, 2).getByText('Take 2 of 2, selected').waitFor();
    await expect.poll(async () => (await client.takes(id, 3)).length, patience).toBe(2);
  });

  test('a story is approved, appended to, paused, resumed and cancelled', async () => {
    using frozen = new DisposableStack();
    await using tab = await dashboard.openPage({
      // The event of its deletion may arrive before the answer.
      expected: [/404 \(Not Found\)/],
    });
    const { page } = tab;
    const id = await submitStory(client, 'Approved', { panels: 8, render: { batchSize: 2, approveAfter: 1 } });
    await open(page, id);
    await page.getByRole('button', { name: 'Review and approve…' }).waitFor();
    // Frozen, so that the story does not end between two clicks.
    dashboard.system.process('worker').kill('SIGSTOP');
    frozen.defer(() => dashboard.system.process('worker').kill('SIGCONT'));
    await page.getByRole('button', { name: 'Review and approve…' }).click();
    const dialog = page.getByRole('dialog', { name: /Approve/ });
    await dialog.getByText('draws the remaining 6 panels').waitFor();
    await page.waitForFunction(() => [...document.images].every((it) => it.complete));
    await expectAccessible(page);
    await takeScreenshot(page, 'story-approve', 'light');
    await dialog.getByRole('button', { name: 'Approve and continue' }).click();
    await page.getByRole('button', { name: 'Pause…' }).click();
    await question(page).getByText('A batch that is being drawn is finished, paid for and kept').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-pause', 'light');
    await question(page).getByRole('button', { name: 'Pause story' }).click();
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    await question(page).waitFor({ state: 'detached' });
    await takeScreenshot(page, 'story-paused', 'light');
    await more(page, 'Add panels…');
    await page.getByLabel('Prompt of panel 9').fill('The hare wakes');
    await page.getByRole('button', { name: 'One more panel' }).click();
    await page.getByLabel('Prompt of panel 10').fill('It runs');
    await page.getByLabel('Texts of panel 10').fill('speech: Wait!');
    await page.getByText('Draws panels 9–10 with 2 requests: free.').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Add 2 panels' }).click();
    await page.getByRole('heading', { name: 'Batch 5' }).waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Resume…' }).click();
    await question(page).getByText('According to the estimate, nothing more is to be paid.').waitFor();
    await question(page).getByRole('button', { name: 'Resume story' }).click();
    await page.getByRole('button', { name: 'Pause…' }).click();
    await question(page).getByRole('button', { name: 'Pause story' }).click();
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    await more(page, 'Cancel…');
    await question(page)
      .getByText(/of 10 panels that are drawn stay/)
      .waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Cancel story' }).click();
    await page.getByText('cancelled', { exact: true }).first().waitFor();
    await more(page, 'Delete…');
    await page.getByRole('button', { name: 'Delete permanently' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    await expect(client.story(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('texts, title and budget are changed', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Lettered', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await open(page, id);
    await more(page, 'Lettering…');
    const texts = (number: number) => page.getByLabel(`Texts of panel ${number}`, { exact: true });
    await texts(1).fill('shout: Hello');
    await page.getByText(/is not a text/).waitFor();
    expect(await page.getByRole('button', { name: 'Save (free)' }).isDisabled()).toBe(true);
    await texts(1).fill('caption: Once upon a time');
    await texts(2).fill('speech: Mine');
    // Another user writes the same texts: both are shown, and nothing is overwritten unseen.
    await client.letter(id, { panels: [{ number: 2, text: [{ kind: 'speech', text: 'Theirs' }] }] });
    await page.getByText('Someone else wrote meanwhile:').waitFor();
    expect(await texts(2).inputValue()).toBe('speech: Mine');
    await expectAccessible(page);
    await takeScreenshot(page, 'story-lettering', 'light');
    await page.getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => texts(2).inputValue()).toBe('speech: Theirs');
    await page.getByRole('button', { name: 'Save (free)' }).click();
    await page.getByText('Texts saved').waitFor();
    expect((await client.panels(id)).map(({ text }) => text)).toMatchObject([
      [{ kind: 'caption', text: 'Once upon a time' }],
      [{ kind: 'speech', text: 'Theirs' }],
    ]);
    await more(page, 'Title and budget…');
    await page.getByRole('textbox', { name: 'Title' }).fill('Another title');
    await page.getByLabel('Budget in US dollars').fill('2.5');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Another title' }).waitFor();
    await page.getByText('$2.50').waitFor();
  });

  test('text typed into a panel is not lost through a stray key, a stray click or the back button', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Typed', { panels: 3 });
    await untilStatus(client, id, 'completed');
    await open(page, id);
    await page.getByRole('link', { name: /^Panel 2,/ }).click();
    await drawer(page, 2).getByRole('button', { name: 'Edit…' }).click();
    await drawer(page, 2).getByRole('button', { name: 'Go back' }).focus();
    await page.keyboard.press('ArrowRight');
    const prompt = drawer(page, 2).getByLabel('Prompt');
    await prompt.fill('The hare yawns');
    await drawer(page, 2)
      .getByRole('checkbox', { name: /later panels/ })
      .focus();
    await page.keyboard.press('ArrowRight');
    await pressBeside(page);
    expect(await question(page).count()).toBe(0);
    const asks = [
      () => page.keyboard.press('Escape'),
      () => drawer(page, 2).getByRole('button', { name: 'Close' }).click(),
      () => drawer(page, 2).getByRole('button', { name: 'Go back' }).click(),
      () => page.evaluate(() => history.back()),
    ];
    for (const ask of asks) {
      await ask();
      await question(page).getByText('Discard what you typed?').waitFor();
      if (ask === asks[0]) {
        await expectAccessible(page);
        await takeScreenshot(page, 'story-discard', 'light');
      }
      await page.keyboard.press('Escape');
      await question(page).waitFor({ state: 'detached' });
      expect(await prompt.inputValue()).toBe('The hare yawns');
      expect(new URL(page.url()).search).toBe('?panel=2');
    }
    // While something is typed, the footer holds what saves it.
    expect(await drawer(page, 2).getByRole('button', { name: 'Next' }).count()).toBe(0);
    await drawer(page, 2).getByRole('button', { name: 'Go back' }).click();
    await question(page).getByRole('button', { name: 'Discard' }).click();
    await drawer(page, 2).getByRole('button', { name: 'Next' }).click();
    await drawer(page, 3).waitFor();
    await page.keyboard.press('ArrowLeft');
    await drawer(page, 2).getByRole('button', { name: 'Edit…' }).click();
    await page.keyboard.press('Escape');
    await drawer(page, 2).waitFor({ state: 'detached' });
    expect((await client.panels(id))[1]?.takes).toBe(1);
  });

  test('neither is text typed into a dialog', async () => {
    await using tab = await dashboard.openPage();
    const { page } = tab;
    const id = await submitStory(client, 'Typed, too', { panels: 2 });
    await untilStatus(client, id, 'completed');
    await open(page, id);
    for (const [item, field] of [
      ['Add panels…', 'Prompt of panel 3'],
      ['Title and budget…', 'Title'],
    ] as const) {
      await more(page, item);
      await page.getByRole('textbox', { name: field }).waitFor();
      await pressBeside(page);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await more(page, item);
      await page.getByRole('textbox', { name: field }).fill('# 1\ncaption: Once');
      await pressBeside(page);
      expect(await question(page).count()).toBe(0);
      await page.keyboard.press('Escape');
      await question(page).getByRole('button', { name: 'Go back' }).click();
      await question(page).waitFor({ state: 'detached' });
      expect(await page.getByRole('textbox', { name: field }).inputValue()).toContain('caption: Once');
      await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
      await question(page).getByRole('button', { name: 'Discard' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  test('a story deleted by another user is reported as deleted, with a way back', async () => {
    await using tab = await dashboard.openPage({ expected: [/404 \(Not Found\)/] });
    const { page } = tab;
    const id = await submitStory(client, 'Deleted', { panels: 1 });
    await untilStatus(client, id, 'completed');
    await open(page, id);
    await page
      .getByRole('status')
      .filter({ hasText: /^live$/ })
      .waitFor();
    await client.delete(id);
    await page.getByText('This story was deleted').waitFor();
    await expectAccessible(page);
    await takeScreenshot(page, 'story-deleted', 'light');
    await page.getByRole('link', { name: 'All stories' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/');
  });
});

/** A PNG of one colour, which no story wants. */
async function greyPicture(page: Page): Promise<Uint8Array<ArrayBuffer>> {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 256, height: 256 });
    const context = canvas.getContext('2d');
    if (context !== null) context.fillStyle = '#808080';
    context?.fillRect(0, 0, 256, 256);
    return canvas.toDataURL();
  });
  return new Uint8Array(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}

/** At the left edge, where neither a dialog nor the drawer is. */
const pressBeside = (page: Page) => page.mouse.click(20, 500);

async function untilPanels(
  client: Client,
  id: string,
  which: (panels: Awaited<ReturnType<Client['panels']>>) => boolean,
): Promise<void> {
  await expect.poll(async () => which(await client.panels(id)), { ...patience, interval: 200 }).toBe(true);
}
