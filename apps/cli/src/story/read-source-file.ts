import { readFile, stat } from 'node:fs/promises';
import { InvalidStoryFile } from './invalid-story-file.ts';

/** Far above the parser's limit (16 Mi characters): keeps a wrong file, such as a film, out of memory. */
const largestFileBytes = 64 * 1024 * 1024;

/**
 * Reads a file written by the user.
 *
 * @param file absolute path
 * @param found what to do where there is no such file
 * @throws InvalidStoryFile if it is missing or is not text
 */
export async function readSourceFile(file: string, found = 'check its path'): Promise<string> {
  const bytes = await readBytes(file, found);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidStoryFile(file, [{ pointer: '', detail: 'is not UTF-8 text; save it in UTF-8' }]);
  }
}

async function readBytes(file: string, found: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > largestFileBytes) {
      const detail = `is ${Math.round(size / 1024 / 1024)} MiB large; such a file is text, and refers to its pictures`;
      throw new InvalidStoryFile(file, [{ pointer: '', detail }]);
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof InvalidStoryFile) throw error;
    throw new InvalidStoryFile(file, [{ pointer: '', detail: describeUnreadable(error, found) }]);
  }
}

function describeUnreadable(error: unknown, found: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `does not exist; ${found}`;
    case 'EISDIR':
      return 'is a folder; give the path of a file in it';
    case 'EACCES':
      return 'cannot be read: permission denied; change its permissions';
    default:
      return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
