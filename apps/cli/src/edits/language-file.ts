import { extname } from 'node:path';
import { ApiError, type EditionSource } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core/error';
import type { Io } from '../io.ts';
import { withoutUnset } from '../report-error.ts';
import { InvalidStoryFile } from '../story/invalid-story-file.ts';
import { readSourceFile } from '../story/read-source-file.ts';
import { fromUser } from '../user-paths.ts';

/** Media types by the ending of a file. */
const types: Readonly<Record<string, string>> = {
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.xlf': 'application/x-xliff+xml',
  '.xliff': 'application/x-xliff+xml',
};

/** Media type of a file with words in a language; undefined for an unknown ending. */
export const languageFileType = (file: string): string | undefined => types[extname(file).toLowerCase()];

/** What a file for translators is written as, by its ending. Throws `usage`. */
export function tableFormat(file: string): 'csv' | 'xliff' {
  const type = languageFileType(file) ?? '';
  if (!/csv|xliff/.test(type))
    throw new NextpanelError('usage', `texts are exported to a .csv or .xlf file, not to ${file}`);
  return type === 'text/csv' ? 'csv' : 'xliff';
}

/** Sends such a file; its mistakes are reported with its name. Throws `usage` for an unknown ending, InvalidStoryFile. */
export async function readLanguageFile<Answer>(
  io: Io,
  file: string,
  send: (source: EditionSource) => Promise<Answer>,
): Promise<Answer> {
  const type = languageFileType(file);
  if (type === undefined)
    throw new NextpanelError(
      'usage',
      `${file} is no edition by its name; use a file ending in ${Object.keys(types).join(', ')}`,
    );
  const path = fromUser(io, file);
  return send({ type, text: await readSourceFile(path) }).catch((error: unknown) => {
    // The server names the lines; here the file is known, too.
    if (error instanceof ApiError && error.problem.errors)
      throw new InvalidStoryFile(path, error.problem.errors.map(withoutUnset));
    throw error;
  });
}
