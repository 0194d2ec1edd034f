import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { layOutPage, layoutSettings } from '@nextpanel/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkLetters } from '../../src/check-letters.ts';
import { fontFaces } from '../../src/fonts/font-faces.ts';
import { installFont, learnFont, readFont, type UserFont } from '../../src/fonts/user-fonts.ts';
import { drawLetters } from '../../src/lettering/draw-letters.ts';
import { letterSheet } from '../../src/lettering/letter-sheet.ts';
import { loadSharp } from '../../src/load-sharp.ts';

const fileOf = (family: string) => readFileSync(fontFaces.find((face) => face.family === family)?.path ?? '');
/** A font of Latin capitals, as a user would bring it. */
const bytes = fileOf('Bangers');
const sha256 = createHash('sha256').update(bytes).digest('hex');

const settings = layoutSettings({
  readingDirection: 'ltr',
  book: { layout: 'grid' },
  render: { size: '1024x1024', batchSize: 1 },
});
const laid = { id: 'p1', weight: 'normal', page: 'auto', pause: 'short' } as const;
const plan = layOutPage([{ ...laid, number: 1 }], settings, { number: 1, last: true });

const letter = (text: string, kind: 'speech' | 'caption' | 'sfx', fonts: Parameters<typeof letterSheet>[0]['fonts']) =>
  letterSheet({
    plan,
    panels: [{ number: 1, text: [{ kind, text, drawnBy: 'overlay' }] }],
    speakers: {},
    language: 'en',
    readingDirection: 'ltr',
    fonts: fonts ?? [],
  });

describe("a font of the user's", () => {
  let font: UserFont;
  beforeAll(async () => {
    // SVG and Pango have drawn before: they must see it still.
    const sharp = await loadSharp();
    await sharp(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9">a</text></svg>'),
    ).toBuffer();
    font = await learnFont(sha256, async () => bytes);
    await installFont(font);
  });

  it('is called by a family of its own, sets the texts it is for, and looks like itself', async () => {
    const [panel] = (await letter('Hello there', 'speech', [{ ...font, for: ['speech'] }])).panels;
    expect(panel?.texts[0]?.font).toBe(font.family);
    expect((await letter('Hello', 'caption', [{ ...font, for: ['speech'] }])).panels[0]?.texts[0]?.font).toBe(
      'Comic Neue',
    );
    expect((await letter('Hello', 'speech', [{ ...font, languages: ['de'] }])).panels[0]?.texts[0]?.font).toBe(
      'Comic Neue',
    );
    const sharp = await loadSharp();
    const draw = (family: string) =>
      drawLetters(sharp, {
        kind: 'speech',
        language: 'en',
        font: family,
        size: 40,
        vertical: false,
        align: 'middle',
        italic: false,
        lines: [[{ text: 'Hello', emphasised: false }]],
      });
    const [own, bundled, other] = [await draw(font.family), await draw('Bangers'), await draw('Comic Neue')];
    expect(own.data.equals(bundled.data)).toBe(true);
    expect(own.data.equals(other.data)).toBe(false);
  });

  it('is helped out letter by letter, which is reported before and with the sheet', async () => {
    expect(checkLetters('A жук', 'en', [font.family])).toEqual({ letters: [], scripts: [], lacking: ['ж', 'у', 'к'] });
    const [panel] = (await letter('A жук', 'speech', [font])).panels;
    expect(panel?.warnings).toEqual([
      {
        panel: 1,
        code: 'font_lacks_letters',
        detail: 'A speech in panel 1 has letters that “Bangers” lacks: ж у к. A bundled font has them.',
      },
    ]);
    expect(panel?.texts[0]?.font).toBe(font.family);
  });

  it('draws sounds by its outlines; a sound with a letter it lacks is set in a bundled font', async () => {
    const set = await letter('BOOM', 'sfx', [font]);
    expect(set.panels[0]?.texts[0]?.font).toBe(font.family);
    const sharp = await loadSharp();
    const sound = { kind: 'sfx', language: 'en', size: 60, vertical: false, align: 'middle', italic: false } as const;
    const lines = [[{ text: 'BOOM', emphasised: false }]];
    const own = await drawLetters(sharp, { ...sound, font: font.family, lines });
    const bundled = await drawLetters(sharp, { ...sound, font: 'Bangers', lines });
    // The same letters by another renderer: as large within two pixels.
    expect(Math.abs(own.width - bundled.width)).toBeLessThanOrEqual(2);
    expect(Math.abs(own.height - bundled.height)).toBeLessThanOrEqual(2);
    expect((await letter('БУМ', 'sfx', [font])).panels[0]?.texts[0]?.font).not.toBe(font.family);
  });

  it.each([
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'it is not a TTF or OTF font'],
    ['WOFF', Buffer.from('wOF2....'), 'it is a WOFF2 font; save one font as TTF or OTF'],
    ['a cut-off file', bytes.subarray(0, 300), 'its file is damaged'],
    ['nothing', Buffer.alloc(0), 'it is not a TTF or OTF font'],
  ])('is refused: %s', (_, file, why) => {
    expect(() => readFont(file)).toThrow(`the font cannot be used: ${why}`);
  });
});
