/** Far more than any story has; pictures do not belong into it. More than this is slow to edit on a page. */
const mostBytes = 2 * 1024 * 1024;

export type StoryText = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string };

const wayOut = 'npm run -s nextpanel -- submit FILE';

/** The text of a file that somebody chose, dropped or pasted, or in words why it cannot be a story. Never throws. */
export async function readStoryText(file: Blob & { readonly name: string }): Promise<StoryText> {
  const no = (words: string): StoryText => ({ ok: false, words: `${file.name} ${words}` });
  if (file.size === 0) return no('is empty.');
  if (file.size > mostBytes) {
    const size = (file.size / 1024 / 1024).toFixed(1);
    return no(
      `has ${size} MB; this page takes stories of up to 2 MB. A story names its pictures by asset id or URL, it does not hold them. The command line takes larger ones: ${wayOut}`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch (thrown) {
    if (thrown instanceof TypeError)
      return no('is no text in UTF-8, but a picture perhaps; a story is a YAML or JSON file.');
    return no('could not be read; a folder cannot be, nor a file that was moved meanwhile.');
  }
  if (text.includes('\0')) return no('is no text, but a picture or a program perhaps; a story is a YAML or JSON file.');
  if (text.trim() === '') return no('has nothing in it but blank lines.');
  return { ok: true, text };
}
