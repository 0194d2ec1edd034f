import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from './src/launch-browser.ts';
import { unpackChromium } from './src/unpack-chromium.ts';

const hasBuild = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(hasBuild)('a machine without a browser', () => {
  let cacheDir: string;
  const cached = () => readdirSync(join(cacheDir, 'nextpanel'));

  beforeAll(() => {
    cacheDir = mkdtempSync(join(tmpdir(), 'nextpanel-chromium-'));
  });
  afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));

  it('gets one from the npm registry, once, even when two runs start together', async () => {
    const [path, same] = await Promise.all([unpackChromium(cacheDir), unpackChromium(cacheDir)]);
    expect(same).toBe(path);
    expect(cached()).toHaveLength(1);

    await using launched = await launchBrowser(path);
    const page = await launched.browser.newPage();
    await page.setContent('<p style="display: inline-block">The hare runs.</p>');
    expect((await page.locator('p').boundingBox())?.width).toBeGreaterThan(40);
  });

  it('gets another copy when the one in the cache does not start', async () => {
    const path = await unpackChromium(cacheDir);
    writeFileSync(join(path, '..', 'chromium'), 'damaged');
    expect(await unpackChromium(cacheDir)).toBe(path);
    expect(cached()).toHaveLength(1);
  });
});
