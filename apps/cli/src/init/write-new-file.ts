import { writeFile } from 'node:fs/promises';
import { NextpanelError } from '@nextpanel/core/error';
import { isSystemError } from '../story/replace-file.ts';

/** Writes a file that must not exist yet, unless `force`. Throws `usage` with the reason. */
export async function writeNewFile(file: string, text: string, force: boolean): Promise<void> {
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    if (!isSystemError(cause)) throw cause;
    const why =
      cause.code === 'EEXIST'
        ? 'exists already; name another file, or add --force to replace it'
        : `cannot be written: ${cause.message}`;
    throw new NextpanelError('usage', `${file} ${why}`, { cause });
  }
}
