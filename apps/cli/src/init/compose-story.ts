import type { ReferencePolicy } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { parseStorySpec } from '@nextpanel/core/parse-story-spec';
import { stringify } from 'yaml';

/** What `init` asks for. */
export interface StoryAnswers {
  readonly title: string;
  readonly style?: string;
  /** Page layout; the default of a story file where it is left out. */
  readonly layout?: string;
  /** `Name: description`, with `@picture.png` behind it for each picture of the character. */
  readonly characters: readonly string[];
  /** What each picture shows, in order. */
  readonly panels: readonly string[];
}

const lettering = `
# Give a panel words with, for example:
#   text:
#     - { kind: speech, speaker: SPEAKER, text: "Nobody is *faster* than me!" }
# docs/story-file.md shows every field.
`;

/**
 * A story file, as YAML, that `submit` accepts. A panel lists the characters whose names are in its words.
 *
 * @param pictures what the paths of pictures may be
 * Throws `usage` for a character without a name or a description, and for anything else a story may not have.
 */
export function composeStory(
  { title, style, layout, characters, panels }: StoryAnswers,
  pictures: ReferencePolicy,
): string {
  const cast = characters.map((line) => readCharacter(line));
  const twice = cast.find(({ id }, index) => cast.findIndex((other) => other.id === id) < index);
  if (twice) throw new NextpanelError('usage', `there are two characters called ${twice.name}; give one another name`);
  const story = {
    title,
    ...(style !== undefined && { style }),
    ...(cast.length > 0 && { characters: cast }),
    panels: panels.map((prompt) => {
      const present = cast.filter(({ name }) => isNamedIn(prompt, name)).map(({ id }) => id);
      return { prompt, ...(present.length > 0 && { characters: present }) };
    }),
    ...(layout !== undefined && { book: { layout } }),
  };
  const text = stringify(story, { lineWidth: 110 }) + lettering.replace('SPEAKER', cast[0]?.id ?? 'hare');
  const parsed = parseStorySpec(text, { references: pictures });
  if (parsed.ok) return text;
  const [first] = parsed.errors;
  throw new NextpanelError('usage', `${first?.pointer ?? ''}: ${first?.detail ?? 'is no story'}`);
}

function readCharacter(line: string) {
  const [, name = '', words = ''] = /^\s*([^:]+?)\s*:\s*(.+)$/su.exec(line) ?? [];
  const references = [...words.matchAll(/(?:^|\s)@(\S+)/g)].map(([, path = '']) =>
    /^(\.{0,2}\/|https?:)/.test(path) ? path : `./${path}`,
  );
  const description = words.replaceAll(/(?:^|\s)@\S+/g, '').trim();
  if (name === '' || description === '') {
    throw new NextpanelError(
      'usage',
      `"${line}" is no character; write a name, a colon and the looks, such as "Hare: a lean brown hare in a red scarf"`,
    );
  }
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
