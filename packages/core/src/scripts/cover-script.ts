import type { DraftStory } from './draft-story.ts';
import { normalWords as normal } from './normal-words.ts';
import { isKnownNote } from './spoken-line.ts';

/** What of a script is not in the story that was made of it, and what in the story is not in the script. */
export interface ScriptCoverage {
  /** Words of the script that are in no panel. Lines count from 1. */
  readonly leftOut: readonly { readonly line: number; readonly text: string }[];
  /** Texts of the story that do not stand in the script word by word. Panels count from 1. */
  readonly notVerbatim: readonly { readonly panel: number; readonly text: string }[];
  /** Names in the script that no character of the story has. */
  readonly unknownNames: readonly string[];
  /** Panels whose words stand in the script before those of the panel in front of them. */
  readonly outOfOrder: readonly number[];
}

interface StoryWords {
  readonly title?: string;
  readonly book?: { readonly author?: string };
  readonly characters?: readonly { readonly name: string }[];
  readonly locations?: readonly { readonly description: string }[];
  readonly scenes?: readonly { readonly time?: string }[];
  readonly panels: readonly { readonly prompt: string; readonly text?: readonly { readonly text: string }[] }[];
}

/** Words that give a script its form. */
const structure =
  /^(\s*(page|panel)\b[^:]{0,60}|\s*\d{1,3}\s*[.:)–—-]?\s*|\s*(title|written by|script by|author|credit|source|draft date|contact|by)\b.*|.*\bto:\s*|\s*>.*<?|\s*[=#].*|[\s*_=~-]+)$/iu;
const labels =
  /^((panel|page) ([\p{N}]+|[a-z]+)|cap|caption|narrator|narration|sfx|sound|fx|int|ext|est|cont ?d|o ?s|o ?p|v ?o|off)$/u;
const fragmentEnds = /[“”"«»„「」『』()[\]:]|\s+[-–—]\s+|(?<=[.!?…])\s+/u;

/** @param script the script as it was given */
export function coverScript(script: string, { story }: Pick<DraftStory, 'story'>): ScriptCoverage {
  const words = story as unknown as StoryWords;
  const names = (words.characters ?? []).map(({ name }) => normal(name));
  const whole = ` ${normal(script)} `;
  const kept = ` ${[
    words.title ?? '',
    words.book?.author ?? '',
    ...names,
    ...(words.locations ?? []).map(({ description }) => description),
    ...(words.scenes ?? []).map(({ time }) => time ?? ''),
    ...words.panels.flatMap(({ prompt, text = [] }) => [prompt, ...text.map((it) => it.text)]),
  ]
    .map(normal)
    .join(' ')} `;
  return {
    leftOut: script.split(/\r\n?|\n/).flatMap((line, index) =>
      structure.test(line)
        ? []
        : line
            .split(fragmentEnds)
            .filter((fragment) => isMissing(normal(fragment), kept))
            .map((fragment) => ({ line: index + 1, text: fragment.trim().slice(0, 200) })),
    ),
    notVerbatim: words.panels.flatMap(({ text = [] }, index) =>
      text
        .filter((it) => normal(it.text) !== '' && !whole.includes(` ${normal(it.text)} `))
        .map((it) => ({ panel: index + 1, text: it.text })),
    ),
    unknownNames: unknownNames(script, names),
    outOfOrder: outOfOrder(words.panels, whole),
  };
}

/** A note in brackets has a word or two; a sentence with the same word is none. */
const isNote = (fragment: string): boolean => fragment.split(' ').length <= 3 && isKnownNote(fragment);

const isMissing = (fragment: string, kept: string): boolean =>
  fragment !== '' && !labels.test(fragment) && !isNote(fragment) && !kept.includes(` ${fragment} `);

/** Capitalised inside sentences, twice or more, or in front of a colon. */
function unknownNames(script: string, names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const [name] of script.matchAll(/(?<=[\p{Ll},;]\s)\p{Lu}[\p{Ll}’'-]{2,}/gu)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const known = (name: string) => names.some((it) => ` ${it} `.includes(` ${normal(name)} `));
  return [...counts].filter(([name, times]) => times > 1 && !known(name)).map(([name]) => name);
}

/** What a panel says may come twice: it is out of order only when nothing of it comes after what was reached. */
function outOfOrder(panels: StoryWords['panels'], whole: string): number[] {
  const found: number[] = [];
  let reached = 0;
  for (const [index, { prompt, text = [] }] of panels.entries()) {
    const sayings = [prompt, ...text.map((it) => it.text)].map(normal).filter((it) => whole.includes(` ${it} `));
    if (sayings.length === 0) continue;
    const places = sayings.map((it) => whole.indexOf(` ${it} `, reached)).filter((at) => at >= 0);
    if (places.length === 0) found.push(index + 1);
    else reached = Math.min(...places);
  }
  return found;
}
