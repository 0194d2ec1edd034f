import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NextpanelError } from '@nextpanel/core';
import { create, type Font } from 'fontkit';
import { loadSharp } from '../load-sharp.ts';
import { renameFont } from './rename-font.ts';
import { cacheHome } from './write-font-config.ts';

/** A font of a user's that this process knows. */
export interface UserFont {
  /** Unique; no font file has this name. */
  readonly family: string;
  /** As its file calls it. */
  readonly name: string;
  readonly letters: ReadonlySet<number>;
  readonly font: Font;
  readonly bytes: Uint8Array;
}

// Like sharp and fontconfig, of which a process has one each, so that fonts are known to all of it.
const known = new Map<string, UserFont>();
const installed = new Map<string, Promise<void>>();

/** Only its hash decides what a font is called here. */
const familyOf = (sha256: string): string => `user-${sha256.slice(0, 32)}`;

/** The font of this family, if it is one of a user's that was learned. */
export const userFont = (family: string): UserFont | undefined => known.get(family);

/** Reads a TTF or OTF font. Throws `font_unreadable` for anything else, collections and WOFF included. */
export function readFont(bytes: Uint8Array): Pick<UserFont, 'name' | 'letters' | 'font'> {
  const kind = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength)).toString('latin1');
  if (!isFont(bytes)) {
    const what = { ttcf: 'a collection of fonts', wOFF: 'a WOFF font', wOF2: 'a WOFF2 font' }[kind];
    throw unreadable(what === undefined ? 'it is not a TTF or OTF font' : `it is ${what}; save one font as TTF or OTF`);
  }
  try {
    const font = create(Buffer.from(bytes));
    if ('fonts' in font) throw unreadable('it is a collection of fonts; save one of them as TTF or OTF');
    const letters = new Set(font.characterSet);
    if (letters.size === 0) throw unreadable('it says of no letter which glyph it is');
    return { name: font.familyName ?? 'a font without a name', letters, font };
  } catch (cause) {
    if (cause instanceof NextpanelError) throw cause;
    throw unreadable('its file is damaged', cause);
  }
}

const unreadable = (why: string, cause?: unknown) =>
  new NextpanelError('font_unreadable', `the font cannot be used: ${why}`, { cause });

/** Whether bytes begin as a TTF or OTF font does. */
export const isFont = (bytes: Uint8Array): boolean =>
  ['\0\x01\0\0', 'OTTO', 'true'].includes(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength)).toString('latin1'),
  );

/**
 * Makes the letters of a font known, so that texts are measured and checked by it. It can be drawn with after `installFont`.
 *
 * @param read is called unless the font is known
 */
export async function learnFont(sha256: string, read: () => Promise<Uint8Array>): Promise<UserFont> {
  const family = familyOf(sha256);
  const before = known.get(family);
  if (before) return before;
  const bytes = await read();
  const font = { family, bytes, ...readFont(bytes) };
  known.set(family, font);
  return font;
}

/** Makes a font that was learned known to Pango, for the life of the process, under its own family. */
export function installFont(font: UserFont): Promise<void> {
  let installing = installed.get(font.family);
  if (!installing) {
    installing = install(font);
    installed.set(font.family, installing);
    installing.catch(() => installed.delete(font.family));
  }
  return installing;
}

async function install({ family, bytes }: UserFont): Promise<void> {
  const folder = join(await cacheHome(), 'fonts');
  const path = join(folder, `${family}.ttf`);
  const content = renameFont(bytes, family);
  await mkdir(folder, { recursive: true });
  if ((await stat(path).catch(() => null))?.size !== content.length) {
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, content);
    await rename(draft, path);
  }
  const sharp = await loadSharp();
  // Naming the file once adds it to the fonts of the process.
  await sharp({ text: { text: 'a', font: `${family} 10`, fontfile: path, dpi: 72 } }).toBuffer();
}
