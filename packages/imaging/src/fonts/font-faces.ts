import { createRequire } from 'node:module';

/** One font file of the lettering. */
export interface FontFace {
  /** As Pango and SVG name it. */
  readonly family: string;
  /** Absolute path of the TTF file. */
  readonly path: string;
}

const resolve = createRequire(import.meta.url).resolve;

const google = (family: string, weight = '700Bold'): FontFace => {
  const slug = family.toLowerCase().replaceAll(' ', '-');
  const file = `${family.replaceAll(' ', '')}_${weight}.ttf`;
  return { family, path: resolve(`@expo-google-fonts/${slug}/${weight}/${file}`) };
};

/**
 * The bundled fonts. They must be TTF files (Pango draws boxes with the woff slices of @fontsource). Fontconfig sees only the
 * folders of the weights in use, so that lettering looks the same on every machine, whatever fonts are installed. All are under the
 * SIL Open Font License.
 *
 * To letter another script: add its face here and its family to `familiesOfScript` in `choose-font.ts`.
 */
export const fontFaces: readonly FontFace[] = [
  // Latin
  google('Comic Neue'),
  google('Comic Neue', '700Bold_Italic'),
  // Sound effects in Latin letters
  google('Bangers', '400Regular'),
  // Vietnamese
  google('Patrick Hand', '400Regular'),
  // Cyrillic, more Latin
  google('Shantell Sans'),
  // Greek
  google('Playpen Sans'),
  // Polytonic Greek, rare Latin and Cyrillic, fractions, currencies
  google('Noto Sans'),
  google('Noto Sans Arabic'),
  google('Noto Nastaliq Urdu'),
  google('Noto Sans Hebrew'),
  google('Noto Sans Devanagari'),
  google('Noto Sans Bengali'),
  google('Noto Sans Tamil'),
  google('Noto Sans Telugu'),
  google('Noto Sans Thai'),
  google('Noto Sans Khmer'),
  google('Noto Sans Myanmar'),
  google('Noto Sans Georgian'),
  google('Noto Sans Armenian'),
  google('Noto Sans JP'),
  // Korean: Jua has the 2,350 syllables of everyday texts, Noto Sans KR all 11,172
  google('Jua', '400Regular'),
  google('Noto Sans KR'),
  // Simplified Chinese: ZCOOL KuaiLe has the 6,763 characters of GB 2312
  google('ZCOOL KuaiLe', '400Regular'),
  google('Noto Sans SC'),
  // Traditional Chinese; Hong Kong and Cantonese
  google('Noto Sans TC'),
  google('Noto Sans HK'),
  // Pictographs in one colour, symbols
  google('Noto Emoji'),
  google('Noto Sans Symbols 2', '400Regular'),
  google('Noto Sans Symbols'),
];
