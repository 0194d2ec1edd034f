import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/**
 * Absolute paths of the folders with the bundled fonts. They must be TTF files (Pango draws boxes with the woff slices of
 * @fontsource). Fontconfig sees only the folders of the weights in use, so that lettering looks the same on every machine,
 * whatever fonts are installed. All are under the SIL Open Font License.
 *
 * To letter another script: add its package here, its family in `font-of-language.ts` and a sample in `check-fonts.ts`.
 */
export function bundledFontFolders(): string[] {
  const require = createRequire(import.meta.url);
  return [
    // Latin
    require.resolve('@expo-google-fonts/comic-neue/700Bold/ComicNeue_700Bold.ttf'),
    require.resolve('@expo-google-fonts/comic-neue/700Bold_Italic/ComicNeue_700Bold_Italic.ttf'),
    // Cyrillic, Greek, more Latin
    require.resolve('@expo-google-fonts/comic-relief/700Bold/ComicRelief_700Bold.ttf'),
    // Vietnamese
    require.resolve('@expo-google-fonts/patrick-hand/400Regular/PatrickHand_400Regular.ttf'),
    // Sound effects in Latin letters
    require.resolve('@expo-google-fonts/bangers/400Regular/Bangers_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-thai/700Bold/NotoSansThai_700Bold.ttf'),
    // Japanese, traditional Chinese, symbols
    require.resolve('@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf'),
    // Korean
    require.resolve('@expo-google-fonts/jua/400Regular/Jua_400Regular.ttf'),
    // Simplified Chinese
    require.resolve('@expo-google-fonts/zcool-kuaile/400Regular/ZCOOLKuaiLe_400Regular.ttf'),
  ].map(dirname);
}
