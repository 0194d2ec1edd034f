import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledFontFolders } from '../../src/fonts/bundled-fonts.ts';
import { checkFonts } from '../../src/fonts/check-fonts.ts';
import { lettersWithoutFont } from '../../src/fonts/font-of-language.ts';
import { writeFontConfig } from '../../src/fonts/write-font-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-fonts-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('fonts', () => {
  it('cover every script they should', async () => {
    await expect(checkFonts()).resolves.toBeUndefined();
  });

  it('that cannot be found are reported as fonts_missing, script by script, instead of drawing boxes', async () => {
    // In another process, whose fontconfig reads an empty machine before ours is configured.
    const empty = join(folder, 'empty.conf');
    await writeFile(empty, `<fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>`);
    const script = `
      const { default: sharp } = await import('sharp');
      await sharp({ text: { text: 'x' } }).raw().toBuffer();
      const { checkFonts } = await import('./src/fonts/check-fonts.ts');
      const error = await checkFonts().catch((thrown) => thrown);
      console.log(JSON.stringify({ code: error?.code, scripts: error?.detail?.scripts }));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, FONTCONFIG_FILE: empty },
    });
    const { code, scripts } = JSON.parse(stdout);
    expect(code).toBe('fonts_missing');
    expect(scripts).toContain('Latin');
    expect(scripts).toContain('Japanese');
  });

  it('that the story needs and no font has are named', () => {
    expect(lettersWithoutFont('Ну, “hello” — مرحبا שלום नमस्ते ไทย 日本語 ひらカタ 한글 ễ ♥ 123!')).toEqual([]);
    expect(lettersWithoutFont('ok ক 😀 ক')).toEqual(['ক', '😀']);
  });
});

describe('the font configuration', () => {
  it('lists the bundled folders and none of the machine, and is written once', async () => {
    const path = await writeFontConfig({ XDG_CACHE_HOME: folder });
    const config = await readFile(path, 'utf8');
    expect(config.match(/<dir>.*<\/dir>/g)).toEqual(bundledFontFolders().map((dir) => `<dir>${dir}</dir>`));
    expect(config).not.toContain('<include');
    expect(await writeFontConfig({ XDG_CACHE_HOME: folder })).toBe(path);
  });

  it('goes to the temporary directory when the cache directory cannot be used', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, 'not a directory');
    expect((await writeFontConfig({ XDG_CACHE_HOME: blocked })).startsWith(tmpdir())).toBe(true);
  });
});
