import { t } from '@lingui/core/macro';
import { foreign } from '../../../language/foreign.ts';

/** Far more than any story needs without embedded pictures. Larger text is slow to edit on a page. */
const mostBytes = 2 * 1024 * 1024;

export type StoryText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string };

const wayOut = 'npm run -s nextpanel -- submit FILE';

/** The text of a chosen, dropped or pasted file, or why it cannot be a story. Never throws. */
export async function readStoryText(file: Blob & { readonly name: string }): Promise<StoryText> {
  const name = foreign(file.name);
  const no = (words: string): StoryText => ({ ok: false, words });
  if (file.size === 0) return no(t`${name} is empty.`);
  if (file.size > mostBytes) {
    const size = (file.size / 1024 / 1024).toFixed(1);
    return no(
      t`${name} has ${size} MB; this page accepts stories up to 2 MB. Refer to pictures by asset id or URL instead of embedding them. The command line accepts larger files: ${foreign(wayOut)}`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (thrown) {
    if (thrown instanceof TypeError)
      return no(t`${name} is not UTF-8 text; perhaps it is a picture. A story is a YAML or JSON file.`);
    return no(t`${name} could not be read. Folders cannot be read, nor files that were moved in the meantime.`);
  }
  if (text.includes('\0'))
    return no(t`${name} is not text; perhaps it is a picture or a program. A story is a YAML or JSON file.`);
  if (text.trim() === '') return no(t`${name} contains only blank lines.`);
  return { ok: true, text };
}
