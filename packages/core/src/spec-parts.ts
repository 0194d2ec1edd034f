import { z } from 'zod';

/**
 * Characters that cannot be drawn or stored as text: controls except tab and line feed, lone surrogates, the noncharacters
 * that XML refuses (they would break ComicInfo.xml and the SVG of the lettering), and U+FFFD, the sign of bytes that were not
 * UTF-8: nobody wants to pay for a book full of "�".
 */
// oxlint-disable-next-line no-control-regex -- it looks for them
const unprintable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFD-\uFFFF]|\p{Surrogate}/u;

/** Says which character of a text cannot be drawn, and its position. */
function describeUnprintable(text: unknown): string {
  const found = typeof text === 'string' ? unprintable.exec(text) : null;
  if (found === null) return 'contains a character that cannot be drawn';
  const code = (found[0].codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0');
  if (code === 'FFFD') return 'contains U+FFFD, so the file was probably not UTF-8; save it as UTF-8';
  return `contains U+${code} as character ${found.index + 1}, which cannot be drawn; remove it`;
}

/** Windows line ends become line feeds, so that a story is the same story on every machine. */
export const text = (max: number) =>
  z
    .string()
    .overwrite((value) => value.replace(/\r\n?/g, '\n'))
    .max(max)
    .refine((value) => !unprintable.test(value), { error: ({ input }) => describeUnprintable(input) })
    .refine((value) => value.trim() !== '', 'is empty; write some text');

export const id = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
    'is not an id; use 1–64 letters (a–z), digits, "-" and "_", starting with a letter or digit',
  );

/** `https` URL, `data:image/…` URL, asset id, or (resolved by the CLI before submitting) a local path. */
export const reference = z
  .string()
  .min(1)
  .max(15_000_000)
  .refine((value) => !unprintable.test(value), { error: ({ input }) => describeUnprintable(input) })
  .describe('A picture: asset id, https URL, data URL, or a path that the CLI uploads');
