import type { Script, ScriptPanel, ScriptText } from './script.ts';
import { spokenLine } from './spoken-line.ts';

const pageHeading = /^\s*page\b[^:]{0,60}$/iu;
const panelHeading = /^\s*(?:panel\s+[\p{L}\d]+|\d{1,3})\s*[.:)–—-]?\s*(.*)$/iu;
const onlyPanel = /^\s*panel\s+[\p{L}\d]+/iu;
const titleLine = /^\s*title\s*:\s*(.+)$/iu;
const authorLine = /^\s*(?:written by|script by|author|by)\s*:?\s+(.+)$/iu;
/** `HARE (whispering): words`, with the name in capitals as scripts have it, and the labels in any letters. */
const labelled = /^\s*((?:\p{Lu}[\p{Lu}\p{M}\p{N} .'’&/-]{0,48}|sfx|caption|cap)\s*(?:\([^)]*\))?)\s*:\s*(.*)$/u;

/** Whether a text is a comic script: it has headings of pages or panels. */
export const isComicScript = (text: string): boolean => /^\s*(panel|page)\s+([\d]+|one|two|three)\b/imu.test(text);

/**
 * Reads a full comic script: `PAGE` and `PANEL` headings, the description of each picture, and `NAME: words`, `CAPTION:` and `SFX:`
 * lines. A line that continues is joined to the one before it.
 */
export function readComicScript(text: string): Script {
  let title: string | null = null;
  let author: string | null = null;
  let startsPage = false;
  const panels: (Omit<ScriptPanel, 'prompt' | 'texts'> & { prompt: string[]; texts: ScriptText[] })[] = [];
  for (const line of text.split(/\r\n?|\n/)) {
    const panel = panels.at(-1);
    if (line.trim() === '') continue;
    if (panel === undefined) {
      const found = { title: titleLine.exec(line)?.[1], author: authorLine.exec(line)?.[1] };
      title ??= found.title?.trim() ?? null;
      author ??= found.author?.trim() ?? null;
      if (found.title !== undefined || found.author !== undefined) continue;
    }
    if (pageHeading.test(line)) {
      startsPage = panels.length > 0;
      continue;
    }
    const heading = panelHeading.exec(line);
    if (heading && (onlyPanel.test(line) || panel !== undefined || /^\s*1\b/.test(line))) {
      panels.push({ prompt: heading[1] ? [heading[1].trim()] : [], texts: [], scene: null, startsPage });
      startsPage = false;
      continue;
    }
    if (panel === undefined) continue;
    const spoken = labelled.exec(line);
    if (spoken) panel.texts.push(spokenLine(spoken[1] ?? '', (spoken[2] ?? '').trim()));
    else addLine(panel, line.trim());
  }
  return {
    format: 'comic',
    title,
    author,
    panels: panels.map((panel) => ({
      ...panel,
      prompt: panel.prompt.join(' '),
      texts: panel.texts.filter((it) => it.text !== ''),
    })),
  };
}

/** A line without a label continues what is spoken, or the description while nothing is spoken yet. */
function addLine(panel: { prompt: string[]; texts: ScriptText[] }, line: string): void {
  const last = panel.texts.at(-1);
  if (last === undefined) panel.prompt.push(line);
  else panel.texts[panel.texts.length - 1] = { ...last, text: `${last.text} ${line}`.trim() };
}
