import type { Locator, Page } from 'playwright-core';

/** A story's row in the list. */
export const row = (page: Page, title: string): Locator => page.locator('[data-story]').filter({ hasText: title });

/** The visible titles, in order. */
export const titles = (page: Page): Promise<string[]> => page.locator('[data-story] bdi').allTextContents();

/** Waits until the page receives changes live. */
export const live = (page: Page): Promise<void> =>
  page
    .getByRole('status')
    .filter({ hasText: /^live$/ })
    .waitFor();

/** Chooses an option of a select. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: true }).click();
}
