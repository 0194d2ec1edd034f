import type { Page } from 'playwright-core';

/** Shows or hides a tab, as its page sees it: a Chromium without windows calls every one of its tabs visible. */
export async function showTab(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
