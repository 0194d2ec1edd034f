import { NextpanelError } from '@nextpanel/core';
import { loadSharp, type Sharp } from '../load-sharp.ts';
import { chooseFont } from './choose-font.ts';

/** One letter per script, and the language that asks for it. */
const samples: Readonly<Record<string, readonly [language: string, letter: string]>> = {
  Latin: ['en', 'g'],
  'Latin (Vietnamese)': ['vi', 'ễ'],
  Cyrillic: ['ru', 'Ж'],
  Greek: ['el', 'Ω'],
  'Greek (polytonic)': ['el', 'ᾧ'],
  Arabic: ['ar', 'ع'],
  Urdu: ['ur', 'ے'],
  Hebrew: ['he', 'ש'],
  Devanagari: ['hi', 'क'],
  Bengali: ['bn', 'ক'],
  Tamil: ['ta', 'க'],
  Telugu: ['te', 'క'],
  Thai: ['th', 'ม'],
  Khmer: ['km', 'ក'],
  Burmese: ['my', 'က'],
  Georgian: ['ka', 'ქ'],
  Armenian: ['hy', 'Ք'],
  Japanese: ['ja', 'あ'],
  Korean: ['ko', '한'],
  'Chinese (simplified)': ['zh-Hans', '们'],
  'Chinese (traditional)': ['zh-Hant', '們'],
  'Chinese (Hong Kong)': ['zh-HK', '嘅'],
  Pictographs: ['en', '😀'],
};

/** A noncharacter: no font has it, so it is drawn as the box for missing letters. */
const missingLetter = '\uFDD0';

/**
 * Draws one letter of every script that the bundled fonts cover and compares it with the box for a missing letter. Throws
 * `fonts_missing`, naming the scripts, if any would be lettered as boxes: Pango reports nothing.
 */
export async function checkFonts(): Promise<void> {
  const sharp = await loadSharp();
  const scripts: string[] = [];
  for (const [script, [language, letter]] of Object.entries(samples)) {
    const box = await drawLetter(sharp, language, missingLetter);
    const drawn = await drawLetter(sharp, language, letter);
    if (looksLike(drawn, box)) scripts.push(script);
  }
  if (scripts.length > 0) {
    throw new NextpanelError(
      'fonts_missing',
      `The bundled fonts cannot be used for: ${scripts.join(', ')}. Install the dependencies again, and make sure that the cache directory or the temporary directory is writable.`,
      { detail: { scripts, fontConfig: process.env.FONTCONFIG_FILE } },
    );
  }
}

interface Letter {
  readonly width: number;
  readonly height: number;
  /** Ink of the outermost pixels, clockwise: the only part that is the same in the boxes of different letters. */
  readonly edge: string;
}

async function drawLetter(sharp: Sharp, language: string, letter: string): Promise<Letter> {
  const { data, info } = await sharp({ text: { text: letter, font: `${chooseFont(letter, language)} 40`, dpi: 72 } })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const edge: number[] = [];
  for (let x = 0; x < width; x++) edge.push(data[x] ?? 0, data[(height - 1) * width + x] ?? 0);
  for (let y = 0; y < height; y++) edge.push(data[y * width] ?? 0, data[y * width + width - 1] ?? 0);
  return { width, height, edge: edge.join() };
}

function looksLike(letter: Letter, box: Letter): boolean {
  return letter.width === box.width && letter.height === box.height && letter.edge === box.edge;
}
