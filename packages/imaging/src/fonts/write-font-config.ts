import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fontFaces } from './font-faces.ts';

/** The folders of the bundled weights, each once. */
export const fontFolders: readonly string[] = [...new Set(fontFaces.map(({ path }) => dirname(path)))];

/**
 * Writes a fontconfig file that lists only the bundled fonts, and returns its path. The file and the font cache beside it
 * (which saves about 0.3 s at every later start) go to the user's cache directory, or, if that is not writable, to a private
 * folder in the temporary directory. The name contains a hash of the content, so that several versions and checkouts do not
 * interfere.
 */
export async function writeFontConfig(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const home = await cacheHome(environment);
  const config = fontConfig(fontFolders, join(home, 'fontconfig'));
  const path = join(home, `fonts-${createHash('sha256').update(config).digest('hex').slice(0, 16)}.conf`);
  if ((await readFile(path, 'utf8').catch(() => '')) === config) return path;
  // Several processes may start at once: each writes its own file, and the rename is atomic.
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, config);
  await rename(draft, path);
  return path;
}

/** The folder for what can be made again: in the user's cache folder, or, if that is not writable, a private one in the temporary directory. */
export const cacheHome = (environment: NodeJS.ProcessEnv = process.env): Promise<string> =>
  firstWritable([
    join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'nextpanel'),
    join(tmpdir(), `nextpanel-${process.getuid?.() ?? 'user'}`),
  ]);

async function firstWritable(places: string[]): Promise<string> {
  for (const place of places) {
    try {
      await mkdir(place, { recursive: true, mode: 0o700 });
      const owner = (await stat(place)).uid;
      if (process.getuid !== undefined && owner !== process.getuid()) continue; // made by someone else in a shared /tmp
      await writeFile(join(place, '.writable'), '');
      return place;
    } catch {
      // read-only or not ours: try the next one
    }
  }
  return mkdtemp(join(tmpdir(), 'nextpanel-'));
}

function fontConfig(folders: readonly string[], cache: string): string {
  const escapeXml = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    ...folders.map((folder) => `  <dir>${escapeXml(folder)}</dir>`),
    `  <cachedir>${escapeXml(cache)}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}
