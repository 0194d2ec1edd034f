import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFonts } from '../../src/fonts/check-fonts.ts';
import { familiesFor, lettersWithoutFont, scriptsWithoutFont } from '../../src/fonts/choose-font.ts';
import { fontFaces } from '../../src/fonts/font-faces.ts';
import { openFont } from '../../src/fonts/read-letters.ts';
import { fontFolders, writeFontConfig } from '../../src/fonts/write-font-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nextpanel-fonts-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('fonts', () => {
  it('cover every script they should', async () => {
    await expect(checkFonts()).resolves.toBeUndefined();
  });

  it('leave nothing of their files in memory once their letters are known', async () => {
    // In another process, which has read none of them.
    const script = `
      const { hasLetter } = await import('./src/fonts/read-letters.ts');
      const before = process.memoryUsage().arrayBuffers;
      for (const family of ['Noto Sans JP', 'Noto Sans KR', 'Noto Sans SC', 'Noto Sans TC']) hasLetter(family, 0x4E00);
      process.stdout.write(String(process.memoryUsage().arrayBuffers - before));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: join(import.meta.dirname, '../..'),
    });
    expect(Number(stdout)).toBeLessThan(2_000_000);
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
    expect(lettersWithoutFont('Ну, “hello” — مرحبا שלום नमस्ते ไทย 日本語 ひらカタ 한글 ễ ♥ 123!', 'en')).toEqual([]);
    expect(lettersWithoutFont('ok ગ \u{1F9E9} \uE000 ગ', 'en')).toEqual(['ગ', '\uE000']);
    // Decorated letters are set in their plain form.
    // cspell:disable-next-line
    expect(lettersWithoutFont('𝔉𝔯𝔞𝔨𝔱𝔲𝔯', 'en')).toEqual([]);
  });
});

describe('the font of a text', () => {
  it.each([
    ['en', 'I ❤ you ½', 'Comic Neue'],
    ['vi', 'Phở ngon quá', 'Patrick Hand'],
    ['en', 'Mr Nguyễn', 'Shantell Sans'],
    ['ru', 'Я люблю ключи', 'Shantell Sans'],
    ['kk', 'Қазақ тілі', 'Shantell Sans'],
    ['el', 'Πάμε τώρα', 'Playpen Sans'],
    ['el', 'ᾧ Ζεῦ', 'Noto Sans'],
    ['ur', 'کیا حال ہے', 'Noto Nastaliq Urdu'],
    ['ko', '안녕하세요', 'Jua'],
    ['ko', '똠방각하', 'Noto Sans KR'],
    ['zh-Hans', '没有人比我跑得更快', 'ZCOOL KuaiLe'],
    ['zh-Hans', '朱镕基', 'Noto Sans SC'],
    ['zh-Hant', '夠了！我們去鄉下吧。', 'Noto Sans TC'],
    ['zh-HK', '佢哋喺嗰度食咗嘢', 'Noto Sans HK'],
    ['yue', '冇啲好食', 'Noto Sans HK'],
    ['ja', '足の速さ', 'Noto Sans JP'],
  ])('in %s of “%s” is one that has all its letters: %s', (language, text, family) => {
    expect(familiesFor(text, language)[0]).toBe(family);
    expect(lettersWithoutFont(text, language)).toEqual([]);
  });

  it('of every script in the list of scripts is there, and others are named', () => {
    expect(scriptsWithoutFont('আমি தமிழ் తెలుగు ភាសា မြန်မာ ქართული հայերեն', 'en')).toEqual([]);
    expect(scriptsWithoutFont('હું ਪੰਜਾਬੀ ok', 'gu')).toEqual(['Gujarati', 'Gurmukhi']);
  });

  it('has all 11,172 syllables of Hangul', () => {
    const syllables = Array.from({ length: 11_172 }, (_, index) => String.fromCodePoint(0xac00 + index)).join('');
    expect(lettersWithoutFont(syllables, 'ko')).toEqual([]);
  });
});

describe('the ink of a letter', () => {
  /** Slanted designs lean over the next letter. */
  const slanted = (path: string) => /Italic|Bangers/.test(path);
  /** Drawn to lean over what follows: the carons of Czech and Slovak, stacked Vietnamese accents, an open fraction, the Arabic elongation, a Burmese letter with a long foot. */
  const leaning = new Set('ďľťĽế⅟ـဉ');

  /** Arabic letters with their joints, which texts do not contain. */
  const presentation = /[\uFB50-\uFDFF\uFE70-\uFEFF]/u;

  it.each(fontFaces.map(({ family, path }) => [`${family} ${path.slice(-12)}`, path] as const))(
    'of %s ends within its advance and a tenth of an em',
    (_name, path) => {
      const font = openFont(path);
      const most = (slanted(path) ? 0.4 : 0.1) * font.unitsPerEm;
      const late = font.characterSet.flatMap((codePoint) => {
        const letter = String.fromCodePoint(codePoint);
        if (!/[\p{L}\p{Nd}]/u.test(letter) || leaning.has(letter) || presentation.test(letter)) return [];
        // Ideographs and syllables stand in a square; every 50th is looked at.
        if (codePoint > 0x2e80 && codePoint % 50 > 0) return [];
        const { bbox, advanceWidth } = font.glyphForCodePoint(codePoint);
        return bbox.maxX > advanceWidth + most ? [letter] : [];
      });
      expect(late).toEqual([]);
    },
  );
});

describe('the font configuration', () => {
  it('lists the bundled folders and none of the machine, and is written once', async () => {
    const path = await writeFontConfig({ XDG_CACHE_HOME: folder });
    const config = await readFile(path, 'utf8');
    expect(config.match(/<dir>.*<\/dir>/g)).toEqual(fontFolders.map((dir) => `<dir>${dir}</dir>`));
    expect(config).not.toContain('<include');
    expect(await writeFontConfig({ XDG_CACHE_HOME: folder })).toBe(path);
  });

  it('goes to the temporary directory when the cache directory cannot be used', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, 'not a directory');
    expect((await writeFontConfig({ XDG_CACHE_HOME: blocked })).startsWith(tmpdir())).toBe(true);
  });
});
