import type { PanelText } from '../story-spec.ts';
import { writeCsv } from '../write-csv.ts';

/** Kinds of script that are written. */
export const writtenFormats = ['comic', 'csv'] as const;
export type WrittenFormat = (typeof writtenFormats)[number];

/** What of a story stands in its script. */
export interface ScriptedStory {
  readonly title: string;
  readonly book?: { readonly author?: string | null | undefined } | undefined;
  readonly characters: readonly { readonly id: string; readonly name: string }[];
  readonly scenes?:
    | readonly { readonly id: string; readonly location?: string | undefined; readonly time?: string | undefined }[]
    | undefined;
  readonly panels: readonly ScriptedPanel[];
}

interface ScriptedPanel {
  readonly prompt: string;
  readonly scene?: string | undefined;
  readonly page?: string | undefined;
  readonly text: readonly Pick<PanelText, 'kind' | 'speaker' | 'style' | 'text'>[];
}

/**
 * A story as a script that `readScript` reads again: a full comic script for people who write and draw, or a table with a row for each text.
 * Line breaks within a description or a text become spaces.
 */
export const writeScript = (story: ScriptedStory, format: WrittenFormat): string =>
  format === 'csv' ? writeTable(story) : writeComicScript(story);

function writeComicScript(story: ScriptedStory): string {
  const { title, book, panels } = story;
  const lines = [`TITLE: ${oneLine(title)}`, ...(book?.author ? [`BY: ${oneLine(book.author)}`] : [])];
  let page = 0;
  for (const [index, panel] of panels.entries()) {
    if (index === 0 || startsPage(panel)) {
      page += 1;
      lines.push('', `PAGE ${page}`);
    }
    lines.push('', `PANEL ${index + 1}`, oneLine(panel.prompt));
    if (panel.text.length > 0) lines.push('');
    for (const it of panel.text) lines.push(`${labelOf(story, it)}: ${oneLine(it.text)}`);
  }
  return `${lines.join('\n')}\n`;
}

function writeTable(story: ScriptedStory): string {
  const scenes = new Map(story.scenes?.map((scene) => [scene.id, scene]));
  let page = 0;
  const rows = story.panels.flatMap((panel, index) => {
    if (index === 0 || startsPage(panel)) page += 1;
    const scene = panel.scene === undefined ? undefined : scenes.get(panel.scene);
    const first = {
      page: String(page),
      panel: String(index + 1),
      scene: scene?.location ?? panel.scene ?? '',
      time: scene?.time ?? '',
      prompt: oneLine(panel.prompt),
    };
    const texts = panel.text.map((it) => ({ speaker: labelOf(story, it), text: oneLine(it.text) }));
    const [own = { speaker: '', text: '' }, ...others] = texts;
    const blank = { ...first, scene: '', time: '', prompt: '' };
    return [{ ...first, ...own }, ...others.map((it) => ({ ...blank, ...it }))];
  });
  return writeCsv(['page', 'panel', 'scene', 'time', 'prompt', 'speaker', 'text'], rows);
}

const startsPage = ({ page }: ScriptedPanel): boolean => page?.startsWith('new') === true;

/** What `spokenLine` understands; a style of another name is the speaker's own way and stays out. */
const notes: Readonly<Record<string, string>> = {
  whisper: ' (whispering)',
  shout: ' (shouting)',
  radio: ' (radio)',
  off: ' (off)',
};

/** What stands in front of a text: `CAPTION`, `SFX`, or the name of who speaks, in capitals, with the style in brackets. */
function labelOf({ characters }: ScriptedStory, { kind, speaker, style }: ScriptedPanel['text'][number]): string {
  if (kind === 'sfx') return 'SFX';
  if (kind === 'caption' || kind === 'narration') return kind === 'caption' ? 'CAPTION' : 'NARRATION';
  const name = nameOf(characters.find(({ id }) => id === speaker)?.name ?? '', speaker);
  return `${name}${kind === 'thought' ? ' (thinking)' : (notes[style ?? ''] ?? '')}`;
}

/** Names with letters that have no capitals would be read as a description, so the id stands for them. */
function nameOf(name: string, id: string | undefined): string {
  const upper = name.toLocaleUpperCase();
  if (/^\p{Lu}[\p{Lu}\p{M}\p{N} .'’&/-]{0,48}$/u.test(upper)) return upper;
  return (id ?? 'voice').toLocaleUpperCase();
}

const oneLine = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim();
