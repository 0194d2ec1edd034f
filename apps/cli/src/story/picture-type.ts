export interface PictureType {
  readonly mime: string;
  /** Without the dot. */
  readonly extension: string;
}

/** Whether bytes begin as a TTF or OTF font does. */
export const isFontFile = (bytes: Uint8Array): boolean =>
  ['\0\x01\0\0', 'OTTO', 'true'].includes(Buffer.from(bytes.buffer, bytes.byteOffset, 4).toString('latin1'));

/** The type of a picture by its first bytes, whatever its name; null if it is none of the three. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { mime: 'image/png', extension: 'png' };
  if (head.startsWith('\xff\xd8\xff')) return { mime: 'image/jpeg', extension: 'jpg' };
  if (head.startsWith('RIFF') && head.slice(8) === 'WEBP') return { mime: 'image/webp', extension: 'webp' };
  return null;
}
