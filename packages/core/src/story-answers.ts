import type { ReadingDirection } from './story-spec.ts';

/** What a new story is made from, as people say it. */
export interface StoryAnswers {
  readonly title: string;
  readonly language?: string;
  readonly readingDirection?: ReadingDirection;
  readonly style?: string;
  /** Page layout; the default of a story file where it is left out. */
  readonly layout?: string;
  /** `Name: description`, with `@picture.png` behind it for each picture of the character. */
  readonly characters: readonly string[];
  /** What each picture shows, in order; after it, `Name: words` is what a character says in it. */
  readonly panels: readonly string[];
}

interface Cast {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly references?: readonly string[];
}

interface SpokenPanel {
  readonly prompt: string;
  readonly characters?: readonly string[];
  readonly text?: readonly { readonly kind: 'speech'; readonly speaker: string; readonly text: string }[];
}

/** A line that is no character, or a name that comes twice. */
export type WrongCharacter =
  | { readonly kind: 'no_character'; readonly line: string }
  | { readonly kind: 'twice'; readonly name: string };

/** The content of a story file. A panel lists the characters whose names are in its words, or who speak in it. Pure. */
export function storyOfAnswers({
  title,
  language,
  readingDirection,
  style,
  layout,
  characters,
  panels,
}: StoryAnswers):
  | { readonly ok: true; readonly story: object; readonly cast: readonly Pick<Cast, 'id' | 'name'>[] }
  | { readonly ok: false; readonly wrong: WrongCharacter } {
  const cast: Cast[] = [];
  for (const line of characters) {
    const character = readCharacter(line);
    if (character === null) return { ok: false, wrong: { kind: 'no_character', line } };
    if (cast.some(({ id }) => id === character.id))
      return { ok: false, wrong: { kind: 'twice', name: character.name } };
    cast.push(character);
  }
  const story = {
    title,
    ...(language !== undefined && { language }),
    ...(readingDirection !== undefined && { readingDirection }),
    ...(style !== undefined && { style }),
    ...(cast.length > 0 && { characters: cast }),
    panels: readPanels(panels, cast),
    ...(layout !== undefined && { book: { layout } }),
  };
  return { ok: true, story, cast };
}

function readPanels(lines: readonly string[], cast: readonly Cast[]): SpokenPanel[] {
  const panels: SpokenPanel[] = [];
  for (const line of lines) {
    const said = readSpeech(line, cast);
    const before = panels.at(-1);
    if (said !== null && before !== undefined) {
      const characters = [...new Set([...(before.characters ?? []), said.speaker])];
      panels[panels.length - 1] = {
        ...before,
        characters,
        text: [...(before.text ?? []), { kind: 'speech', ...said }],
      };
      continue;
    }
    const present = cast.filter(({ name }) => isNamedIn(line, name)).map(({ id }) => id);
    panels.push({ prompt: line, ...(present.length > 0 && { characters: present }) });
  }
  return panels;
}

function readSpeech(line: string, cast: readonly Cast[]): { readonly speaker: string; readonly text: string } | null {
  const [, name = '', text = ''] = /^\s*([^:：]+?)\s*[:：]\s*(.+?)\s*$/su.exec(line) ?? [];
  const speaker = cast.find((it) => it.name.toLowerCase() === name.toLowerCase());
  return speaker === undefined ? null : { speaker: speaker.id, text };
}

/** A character of a line; null: it has no name or no looks. */
function readCharacter(line: string): Cast | null {
  const [, name = '', words = ''] = /^\s*([^:：]+?)\s*[:：]\s*(.+)$/su.exec(line) ?? [];
  const references = [...words.matchAll(/(?:^|\s)@(\S+)/g)].map(([, path = '']) =>
    /^(\.{0,2}\/|https?:)/.test(path) ? path : `./${path}`,
  );
  const description = words.replaceAll(/(?:^|\s)@\S+/g, '').trim();
  if (name === '' || description === '') return null;
  return { id: idOf(name), name, description, ...(references.length > 0 && { references }) };
}

/** Ids are letters, digits and hyphens; a name in another script gets its letters' code points. */
function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (plain !== '') return plain;
  return `c-${Array.from(name, (letter) => letter.codePointAt(0)?.toString(16)).join('-')}`.slice(0, 40);
}

/** Scripts that are written without spaces: a name is looked for anywhere. */
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Whether a prompt names a character, in capitals or not: "The hare boasts" names Hare. */
function isNamedIn(prompt: string, name: string): boolean {
  const words = name.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  if (spaceless.test(name)) return prompt.includes(name);
  return new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}])${words}(?![\p{L}\p{M}\p{N}])`, 'iu').test(prompt);
}
