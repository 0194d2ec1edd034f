import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The fonts that come with the program: `[package, folders of the weights used]`. Real TTF files are needed (Pango draws
 * boxes with the woff slices of @fontsource), and only these folders are shown to fontconfig, so that lettering looks the
 * same on every machine, whatever fonts it has. All are under the SIL Open Font License.
 *
 * To letter another script: add its package here, its family in `font-of-language.ts` and a sample in `check-fonts.ts`.
 */
const bundledFonts = [
  ['comic-neue', ['700Bold', '700Bold_Italic']], // Latin
  ['comic-relief', ['700Bold']], // Cyrillic, Greek, more Latin
  ['patrick-hand', ['400Regular']], // Vietnamese
  ['bangers', ['400Regular']], // sound effects in Latin letters
  ['noto-sans-arabic', ['700Bold']],
  ['noto-sans-hebrew', ['700Bold']],
  ['noto-sans-devanagari', ['700Bold']],
  ['noto-sans-thai', ['700Bold']],
  ['noto-sans-jp', ['700Bold']], // Japanese, traditional Chinese, symbols
  ['jua', ['400Regular']], // Korean
  ['zcool-kuaile', ['400Regular']], // simplified Chinese
] as const;

/** Absolute folders that hold the bundled TTF files. */
export function bundledFontFolders(): string[] {
  const require = createRequire(import.meta.url);
  return bundledFonts.flatMap(([name, weights]) => {
    const root = dirname(require.resolve(`@expo-google-fonts/${name}/package.json`));
    return weights.map((weight) => join(root, weight));
  });
}
