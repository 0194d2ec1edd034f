import type { PictureToSign } from '../signing/describe-claim.ts';
import type { BindInput, BookPage, PageEncoding } from './book-format.ts';
import { encodedPage } from './encode-page.ts';
import { pageLabel } from './readable-parts.ts';

type Signs = Pick<BindInput, 'signer'>;

/** A picture of a page after its last encoding: signed where this installation signs, and as it is elsewhere. */
export async function signPicture(
  { signer }: Signs,
  page: Pick<BookPage, 'number' | 'matter'>,
  picture: Pick<PictureToSign, 'mime' | 'panels'> & { readonly bytes: Buffer },
): Promise<Buffer> {
  if (!signer) return picture.bytes;
  return signer.sign({ ...picture, title: page.matter ? pageLabel(page) : `Page ${page.number}` });
}

/**
 * A page as books for reading have it: as it was encoded and signed when its sheet was composed, or made now. One that was signed with another
 * certificate is signed again, and one that was signed when nothing is signed any more comes without.
 */
export async function signedPage(signs: Signs, page: BookPage, as: PageEncoding): Promise<Buffer> {
  const known = (await page.encoded?.(as)) ?? null;
  if (known && page.signedWith === signs.signer?.facts.certificate)
    return Buffer.from(known.buffer, known.byteOffset, known.byteLength);
  const bytes = await encodedPage({ ...page, encoded: async () => known }, as);
  return signPicture(signs, page, { bytes, mime: `image/${as}`, panels: page.panels });
}
