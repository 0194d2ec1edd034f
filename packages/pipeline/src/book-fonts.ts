import { type BookFont, NextpanelError } from '@nextpanel/core';
import type { LetteringFont, UserFont } from '@nextpanel/imaging';
import type { Context } from './context.ts';
import { isLoss } from './frames.ts';
import { assetKey, readFontAsset } from './store-asset.ts';

type FontContext = Pick<Context, 'artifacts' | 'imaging'>;

/** A font of a book whose letters this process knows. */
export interface KnownFont extends LetteringFont {
  readonly font: UserFont;
}

/**
 * The fonts of a new story or a change, so that its texts can be checked by them. Throws `unknown_asset`, and `font_unreadable` for a
 * picture.
 *
 * @param unknown `leave`: those that are not there are left out, as in an estimate before anything is uploaded
 */
export async function learnFonts(
  context: FontContext,
  tenant: string,
  fonts: readonly BookFont[] = [],
  unknown: 'throw' | 'leave' = 'throw',
): Promise<KnownFont[]> {
  const learned = await Promise.all(
    fonts.map(async ({ file, ...choice }, index) => {
      const asset = await readFontAsset(context, tenant, file);
      if (asset === null && unknown === 'leave') return [];
      const detail = { pointer: `/book/fonts/${index}/file` };
      if (asset === null)
        throw new NextpanelError('unknown_asset', `there is no font ${file}; upload it with POST /v1/assets first`, {
          detail,
        });
      if (!asset.font)
        throw new NextpanelError('font_unreadable', `the font cannot be used: ${file} is a picture`, { detail });
      const font = await context.imaging.learnFont(asset.sha256, () => context.artifacts.get(asset.sha256));
      return [{ ...choice, family: font.family, name: font.name, font }];
    }),
  );
  return learned.flat();
}

/**
 * The fonts of a stored story, ready to be drawn with in this process. Throws `reference_lost` for one whose stored file is gone.
 */
export async function installFonts(
  { artifacts, imaging }: FontContext,
  fonts: readonly BookFont[] = [],
): Promise<LetteringFont[]> {
  return Promise.all(
    fonts.map(async ({ file, ...choice }) => {
      const sha256 = assetKey(file)?.slice('asset-'.length) ?? '';
      const font = await imaging
        .learnFont(sha256, () => artifacts.get(sha256))
        .catch((cause: unknown) => {
          if (!isLoss(cause)) throw cause;
          throw new NextpanelError(
            'reference_lost',
            `the stored font ${file} is missing or damaged; upload the same font again`,
            { cause },
          );
        });
      await imaging.installFont(font);
      return { ...choice, family: font.family, name: font.name };
    }),
  );
}
