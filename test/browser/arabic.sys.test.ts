import { type Client, createClient } from '@nextpanel/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible } from './src/expect-accessible.ts';
import { type Look, looks } from './src/looks.ts';
import { type Dashboard, hasChromium, openDashboard } from './src/open-dashboard.ts';
import { submitStory, untilStatus } from './src/submit-story.ts';
import { takeScreenshot } from './src/take-screenshot.ts';

const arabic = { locale: 'ar' } as const;

/**
 * Words of the page in Latin letters, without those that are the same in every language: what the story, the API and the
 * vendors call things, which stands in `bdi`, `code`, `kbd` or in `dir`.
 */
const latinWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const own = 'bdi, code, kbd, pre, [dir=auto], [dir=ltr], [lang=en], textarea, input, .font-mono, h1';
    const names =
      /nextpanel|storyboard|API|PDF|CBZ|ZIP|EPUB|CSV|XLIFF|UTC|YAML|JSON|bull-board|Kindle|Amazon|KDP|HTML|pid|`[^`]*`|«[^»]*»|[a-z0-9]+-[a-z0-9-]+|[A-Z][A-Z_]{2,}/g;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let node = walk.nextNode(); node !== null; node = walk.nextNode()) {
      const holder = node.parentElement;
      if (holder === null || holder.closest(`script, style, noscript, ${own}`) !== null) continue;
      const words = (node.textContent ?? '').replaceAll(/\u2068[^\u2069]*\u2069/g, '').replaceAll(names, '');
      if (/[A-Za-z]{3,}/.test(words)) found.push(words.trim().slice(0, 80));
    }
    return found;
  });

describe.skipIf(!hasChromium())('the dashboard in Arabic', () => {
  let dashboard: Dashboard;
  let client: Client;
  let id: string;
  beforeAll(async () => {
    dashboard = await openDashboard();
    client = createClient({ baseUrl: dashboard.url });
    id = await submitStory(client, 'الأرنب والسلحفاة', {
      panels: Array.from({ length: 12 }, (_, index) => ({
        prompt: `الأرنب يركض عند الشجرة ${index + 1}`,
        text: [{ kind: 'speech', drawnBy: 'overlay', speaker: 'hare', text: `السطر ${index + 1}` }],
      })),
      more: { language: 'ar', characters: [{ id: 'hare', name: 'الأرنب', description: 'أرنب بوشاح أحمر' }] },
    });
    await untilStatus(client, id, 'completed');
    await client.addNote(id, { panel: 2, x: 0.4, y: 0.5, text: 'الوشاح أخضر هنا' });
    await client.putEdition(id, 'en', { type: 'application/json', text: '{"title": "The Hare and the Tortoise"}' });
  });
  afterAll(() => dashboard[Symbol.asyncDispose]());

  const expectArabic = async (page: Page, name: string, { scheme, width }: Look) => {
    await page.locator('[role=status]').filter({ hasText: 'جارٍ جلب' }).waitFor({ state: 'detached' });
    await takeScreenshot(page, `arabic-${name}-${width}`, scheme);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
    expect([name, await latinWords(page)]).toEqual([name, []]);
    await expectAccessible(page);
  };

  test.for(looks)('$scheme on a $width: every page in its words, from right to left', async (look) => {
    await using tab = await dashboard.openPage({ scheme: look.scheme, viewport: look.viewport, context: arabic });
    const { page } = tab;
    for (const [path, name, words] of [
      ['/', 'stories', 'القصص'],
      ['/?view=board', 'board', 'القصص'],
      ['/scripts', 'scripts', 'السيناريوهات'],
      ['/costs', 'costs', 'التكاليف'],
      ['/operations/queues', 'queues', 'الطوابير'],
      ['/operations/workers', 'workers', 'العمّال'],
      ['/operations/providers', 'providers', 'المزوّدون'],
      ['/sign-in', 'sign-in', 'تسجيل الدخول'],
      ['/stories/a/b/c', 'not-found', 'الصفحة غير موجودة'],
    ] as const) {
      await page.goto(`${dashboard.url}${path}`);
      await page.getByRole('heading', { level: 1, name: words }).waitFor();
      expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
        'ar',
        'rtl',
      ]);
      if (name === 'costs' || name === 'providers') await page.locator('canvas').first().waitFor();
      await expectArabic(page, name, look);
    }
    for (const [part, words] of [
      ['/chain', 'الدفعة 1'],
      ['/panels', 'كل اللوحات'],
      ['/cast', 'الشخصيات'],
      ['/book', 'الورقة 1'],
      ['/languages', 'الإنجليزية'],
      ['/notes', 'الوشاح أخضر هنا'],
      ['/timeline', 'رُسمت لوحة'],
      ['/ledger', 'معرّف الطلب لدى المزوّد'],
    ] as const) {
      await page.goto(`${dashboard.url}/stories/${id}${part}`);
      await page.getByText(words).first().waitFor();
      await expectArabic(page, `story${part.replace('/', '-')}`, look);
    }
  });

  test('a panel, its dialogs and a new story are in Arabic; arrow keys go where the language reads', async () => {
    const [look] = looks as readonly [Look];
    await using tab = await dashboard.openPage({ context: arabic });
    const { page } = tab;
    await page.goto(`${dashboard.url}/stories/${id}?panel=2`);
    const drawer = page.getByRole('dialog', { name: 'اللوحة 2' });
    await drawer.getByRole('button', { name: 'لقطة جديدة…' }).waitFor();
    await expectArabic(page, 'panel', look);
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('dialog', { name: 'اللوحة 3' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => new URL(page.url()).search).toBe('?panel=2');
    await drawer.getByRole('button', { name: 'لقطة جديدة…' }).click();
    await page.getByRole('dialog', { name: 'لقطة جديدة: اللوحة 2' }).getByText(/تُرسَم/).waitFor();
    await expectArabic(page, 'retake', look);
    await page.getByRole('button', { name: 'رجوع' }).click();
    await drawer.getByRole('button', { name: 'تنقيح…' }).click();
    await page.getByRole('dialog', { name: 'تنقيح: اللوحة 2' }).waitFor();
    await expectArabic(page, 'retouch', look);
    await page.getByRole('button', { name: 'رجوع' }).click();
    await drawer.getByRole('button', { name: 'تحرير…' }).click();
    await expectArabic(page, 'edit', look);

    await page.goto(dashboard.url);
    await page.getByRole('button', { name: 'قصة جديدة' }).click();
    const dialog = page.getByRole('dialog', { name: 'قصة جديدة' });
    await dialog.getByRole('form', { name: 'ابدأ ببضع كلمات' }).waitFor();
    await expectArabic(page, 'first-words', look);
    await dialog.getByRole('button', { name: 'جرّب المثال' }).click();
    await dialog.getByText('مجانًا.').waitFor();
    await expectArabic(page, 'new-story', look);
  });

  test('what the server says of a story, a book and a script is in Arabic, too', async () => {
    const [look] = looks as readonly [Look];
    const warned = await submitStory(client, 'تنبيهات', {
      panels: [{ prompt: 'تلة فارغة', weight: 'wide' }, { prompt: 'السلحفاة والسلحفاة' }],
      render: { fallback: true, chain: 'scene', blockedTries: 1, extra: { steps: 20 } },
      more: {
        language: 'ar',
        characters: [
          { id: 'one', name: 'السلحفاة', description: 'خضراء' },
          { id: 'two', name: 'السلحفاة', description: 'رمادية' },
        ],
      },
    });
    await untilStatus(client, warned, 'completed');
    expect((await client.story(warned)).warnings.length).toBeGreaterThan(5);
    await using tab = await dashboard.openPage({ context: arabic });
    const { page } = tab;
    await page.goto(`${dashboard.url}/stories/${warned}/book`);
    await page.getByText('لا تذكر أي لوحة').waitFor();
    for (const words of ['أخرى', 'قبل أن تنشر']) await page.locator('summary').filter({ hasText: words }).click();
    await page.getByText('عيّنه بالأمر').first().waitFor();
    await expectArabic(page, 'warnings', look);

    await page.goto(`${dashboard.url}/scripts`);
    await page
      .getByRole('textbox', { name: 'السيناريو', exact: true })
      .fill('PAGE 1\nPanel 1. تلة فارغة.\nHARE: أسرع!\n');
    await page.getByRole('button', { name: 'اكتب المسودة' }).click();
    await page.getByText('لا يذكر السيناريو عنوانًا').waitFor();
    await page.getByText('كيف تبدو الشخصية').waitFor();
    await expectArabic(page, 'script-draft', look);
  });

  test('the language is chosen in the settings, is kept, and loses nothing that was typed', async () => {
    // What was typed is no story yet.
    await using tab = await dashboard.openPage({ expected: [/422 \(Unprocessable Entity\)/] });
    const { page } = tab;
    await page.goto(dashboard.url);
    await page.getByRole('button', { name: 'New story' }).click();
    const field = page.getByRole('textbox', { name: /YAML/ });
    await field.fill('title: Typed in English\npanels: []\n');
    await page.getByRole('dialog', { name: 'New story' }).getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('radio', { name: 'العربية' }).click();
    await page.getByRole('heading', { level: 1, name: 'القصص' }).waitFor();
    await page.getByRole('button', { name: 'قصة جديدة' }).click();
    expect(await field.inputValue()).toContain('Typed in English');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'القصص' }).waitFor();
    await page.getByRole('button', { name: 'الإعدادات' }).click();
    await page.getByRole('radio', { name: 'English' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stories' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('ltr');
  });

  test("a reviewer's link is in the language of the browser", async () => {
    const [look] = looks as readonly [Look];
    const expires = new Date(Date.now() + 86_400_000).toISOString();
    const { secret } = await client.addLink(id, { expires });
    await using tab = await dashboard.openPage({ context: arabic });
    const { page } = tab;
    await page.goto(`${dashboard.url}/review#${secret}`);
    await page.getByText('أُرسلت إليك هذه القصة لتراجعها.').waitFor();
    await page.getByText('ملاحظة واحدة').waitFor();
    expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
    await expectArabic(page, 'review', look);
  });
});
