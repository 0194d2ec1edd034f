import { t } from '@lingui/core/macro';
import { foreign } from '../../../language/foreign.ts';
import { type FileText, readFileText } from '../../../parts/read-file-text.ts';

/** Far more than any story needs without embedded pictures. Larger text is slow to edit on a page. */
const mostBytes = 2 * 1024 * 1024;

const wayOut = 'npm run -s nextpanel -- submit FILE';

/** The text of a chosen, dropped or pasted file, or why it cannot be a story. Never throws. */
export async function readStoryText(file: Blob & { readonly name: string }): Promise<FileText> {
  const name = foreign(file.name);
  if (file.size > mostBytes) {
    const size = (file.size / 1024 / 1024).toFixed(1);
    return {
      ok: false,
      words: t`${name} has ${size} MB; this page accepts stories up to 2 MB. Refer to pictures by asset id or URL instead of embedding them. The command line accepts larger files: ${foreign(wayOut)}`,
    };
  }
  return readFileText(file, t`A story is a YAML or JSON file.`);
}
