import { t } from '@lingui/core/macro';
import { foreign } from '../language/foreign.ts';

export type FileText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string };

/**
 * The text of a chosen, dropped or pasted file, or why it has none. Never throws.
 *
 * @param wanted one sentence that says what kind of file is wanted
 */
export async function readFileText(file: Blob & { readonly name: string }, wanted: string): Promise<FileText> {
  const name = foreign(file.name);
  const no = (words: string): FileText => ({ ok: false, words });
  if (file.size === 0) return no(t`${name} is empty.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (thrown) {
    if (thrown instanceof TypeError) return no(`${t`${name} is not UTF-8 text; perhaps it is a picture.`} ${wanted}`);
    return no(t`${name} could not be read. Folders cannot be read, nor files that were moved in the meantime.`);
  }
  if (text.includes('\0')) return no(`${t`${name} is not text; perhaps it is a picture or a program.`} ${wanted}`);
  if (text.trim() === '') return no(t`${name} contains only blank lines.`);
  return { ok: true, text };
}
