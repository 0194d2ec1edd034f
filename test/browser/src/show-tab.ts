import type { Page } from 'playwright-core';

/** Makes a tab visible or hidden for its page: a headless Chromium reports all of its tabs as visible. */
export async function showTab(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, 'visibilityState', { value, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}
