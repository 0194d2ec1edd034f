import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { NextpanelError } from '@nextpanel/core/error';
import { isSystemError } from '../story/replace-file.ts';

/** Writes a file that must not exist yet, unless `force`. Throws `usage` with the reason. */
export async function writeNewFile(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    if (cause.code === 'EEXIST') throw exists(file);
    throw new NextpanelError('usage', `${file} cannot be written: ${cause.message}`, { cause });
  }
}

/** Throws as `writeNewFile` would, before something is paid for the file. */
export function requireNewFile(file: string, force: boolean): void {
  if (!force && existsSync(file)) throw exists(file);
}

const exists = (file: string): NextpanelError =>
  new NextpanelError('usage', `${file} exists already; name another file, or add --force to replace it`);
