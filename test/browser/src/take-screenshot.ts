import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { Scheme } from './open-dashboard.ts';

const folder = fileURLToPath(new URL('../../../out/screenshots/', import.meta.url));

/** Writes `out/screenshots/<name>-<scheme>.png`, for inspection. */
export async function takeScreenshot(page: Page, name: string, scheme: Scheme): Promise<void> {
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}-${scheme}.png`), fullPage: true });
}
