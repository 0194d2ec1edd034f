import { Fountain } from 'fountain-js';
import type { Script, ScriptPanel, ScriptScene, ScriptText } from './script.ts';
import { spokenLine } from './spoken-line.ts';

/** Whether a text is a screenplay: it has scene headings. */
export const isFountain = (text: string): boolean => /^\s*(int|ext|est|int\.?\/ext|i\/e)[. ]\s*\S/imu.test(text);

/** So many lines of dialogue stand in one panel. */
const textsAtOnce = 3;

/**
 * Reads a screenplay in Fountain (fountain.io). A paragraph of action becomes a panel, and what is spoken after it stands in that panel;
 * scene headings become scenes. Notes, boneyard and transitions are left out.
 */
export function readFountain(text: string): Script {
  const { tokens } = new Fountain().parse(withoutNotes(text), true);
  const panels: (Omit<ScriptPanel, 'texts'> & { texts: ScriptText[] })[] = [];
  let scene: ScriptScene | null = null;
  let label = '';
  const facts = new Map<string, string>();
  const begin = (prompt: string) => panels.push({ prompt, texts: [], scene, startsPage: false });
  for (const { type, text: words = '', is_title: isTitle } of tokens) {
    if (isTitle) facts.set(type, words);
    else if (type === 'scene_heading') scene = readHeading(words);
    else if (type === 'action') for (const paragraph of paragraphs(words)) begin(paragraph);
    else if (type === 'character') label = words;
    else if (type === 'parenthetical') label = `${label} ${words}`;
    else if (type === 'dialogue') {
      const last = panels.at(-1);
      if (!last || last.scene !== scene || last.texts.length >= textsAtOnce) begin('');
      panels.at(-1)?.texts.push(spokenLine(oneNote(label), plain(words)));
    }
  }
  return { format: 'fountain', title: facts.get('title') ?? null, author: facts.get('author') ?? null, panels };
}

const withoutNotes = (text: string): string => text.replaceAll(/\[\[[\s\S]*?\]\]|\/\*[\s\S]*?\*\//g, '');

/** Sections and synopses are for the writer. Marks of emphasis mean nothing to a picture. */
const paragraphs = (words: string): string[] =>
  words
    .split(/\n{2,}/)
    .map((it) =>
      plain(
        it
          .split('\n')
          .filter((line) => !/^\s*[#=]/.test(line))
          .join(' '),
      ),
    )
    .filter((it) => it !== '');

const plain = (words: string): string =>
  words
    .replaceAll(/\*{1,3}|_/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** `HARE (O.S.) (whispering)` has two notes: the later one says more about how it sounds. */
function oneNote(label: string): string {
  const [name = ''] = label.split('(');
  const notes = [...label.matchAll(/\(([^)]*)\)/g)].map(([, note = '']) => note).filter((note) => !/^cont/i.test(note));
  return notes.length === 0 ? name : `${name.trim()} (${notes.toReversed().join(', ')})`;
}

function readHeading(heading: string): ScriptScene {
  const words = heading.replace(/^\s*\.?(int|ext|est|int\.?\/ext|i\/e)[. ]+/iu, '').replace(/#[^#]*#\s*$/, '');
  const [place = heading, ...rest] = words.split(/\s+[-–—]\s+/);
  const time = rest.at(-1)?.trim();
  return { place: place.trim() || heading.trim(), time: time ? time.toLowerCase() : null };
}
