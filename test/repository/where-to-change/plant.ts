import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** One edit of a change: a new file, text put in place of a line that is there, or a file that a script writes. */
export type Edit =
  | { readonly file: string; readonly add: string }
  | { readonly file: string; readonly find: RegExp; readonly put: string }
  | { readonly file: string; readonly script: readonly [command: string, ...args: string[]] };

/** A change made for the test, as someone would make it who follows the table. */
export interface Plant {
  /** The row of the table. */
  readonly change: string;
  readonly edits: readonly Edit[];
  /** A script for `node --input-type=module` in the root of the copy; it throws unless the change works. */
  readonly proof?: string;
}

/** Makes an edit in the copy. Throws if the line it is about is not there, or is there twice. */
export async function makeEdit(root: string, edit: Edit): Promise<void> {
  const path = join(root, edit.file);
  if ('script' in edit) return;
  if ('add' in edit) {
    await mkdir(dirname(path), { recursive: true });
    return writeFile(path, edit.add, { flag: 'wx' });
  }
  const text = await readFile(path, 'utf8');
  const found = [...text.matchAll(new RegExp(edit.find.source, `${edit.find.flags.replace('g', '')}g`))];
  if (found.length !== 1) throw new Error(`${edit.file} has ${found.length} places like ${edit.find}`);
  await writeFile(path, text.replace(edit.find, edit.put));
}
