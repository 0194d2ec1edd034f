import type { Script, ScriptPanel, ScriptText } from './script.ts';

/** A picture shows one moment: about so many characters of narration. */
const charactersPerPanel = 220;

const quoted = /“([^”]+)”|"([^"]+)"|«\s*([^»]+?)\s*»|„([^“”]+)[“”]|「([^」]+)」|『([^』]+)』/gu;
/** A word with a capital inside a sentence. */
const properName = /(?<=[\p{Ll},;:’'”"»]\s+)\p{Lu}[\p{L}’'-]+/gu;

/**
 * Reads plain prose: each sentence, or two short ones, becomes a panel; what stands in quotes is spoken in it. The speaker is the name
 * that stands nearest to the quote. A line of its own with one to eight words and no full stop, in front of everything, is the title.
 */
export function readProse(text: string, language: string): Script {
  const paragraphs = paragraphsOf(text);
  const [first = '', ...rest] = paragraphs;
  const hasTitle = rest.length > 0 && first.length <= 80 && !/[.!?…”"」]$/u.test(first);
  const body = hasTitle ? rest : paragraphs;
  const names = namesIn(body.join('\n'));
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  const panels = body.flatMap((paragraph) => panelsOf(sentencesOf(paragraph, segmenter), names));
  const title = hasTitle ? first.replace(/^#+\s*/, '') : null;
  const named = [...names].filter(([, times]) => times > 1).map(([name]) => name);
  return { format: 'prose', title, author: null, panels, named };
}

/** Paragraphs, each on one line. */
export const paragraphsOf = (text: string): string[] =>
  text
    .split(/\n\s*\n/)
    .map((it) => it.replaceAll(/\s+/g, ' ').trim())
    .filter((it) => it !== '');

/** Sentences; a quote of several sentences is not torn apart. */
export function sentencesOf(paragraph: string, segmenter: Intl.Segmenter): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of segmenter.segment(paragraph)) {
    open += segment;
    if (isOpen(open)) continue;
    // What follows a quote in small letters belongs to it: "Hold on!" cried Pedro.
    const last = sentences.at(-1);
    if (last !== undefined && /^\p{Ll}/u.test(open.trim())) sentences[sentences.length - 1] = `${last} ${open.trim()}`;
    else sentences.push(open.trim());
    open = '';
  }
  if (open.trim() !== '') sentences.push(open.trim());
  return sentences;
}

const count = (text: string, marks: RegExp): number => text.match(marks)?.length ?? 0;
const isOpen = (text: string): boolean =>
  count(text, /"/g) % 2 === 1 ||
  // In German “ closes what „ opens.
  (text.includes('„') ? count(text, /„/g) > count(text, /[“”]/g) : count(text, /“/g) > count(text, /”/g)) ||
  count(text, /«/g) > count(text, /»/g) ||
  count(text, /「/g) > count(text, /」/g);

function panelsOf(sentences: readonly string[], names: ReadonlyMap<string, number>): ScriptPanel[] {
  const panels: { prompt: string; texts: ScriptText[] }[] = [];
  for (const sentence of sentences) {
    const texts = [...sentence.matchAll(quoted)].map((match) => ({
      kind: 'speech' as const,
      style: undefined,
      speaker: speakerOf(sentence, match.index, names),
      text:
        match
          .slice(1)
          .find((it) => it !== undefined)
          ?.replace(/[,;]$/, '')
          .trim() ?? '',
    }));
    const prompt = sentence
      .replaceAll(quoted, '')
      .replaceAll(/\s+([,.;!?])/g, '$1')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const last = panels.at(-1);
    const fits =
      last && last.texts.length + texts.length <= 2 && last.prompt.length + prompt.length <= charactersPerPanel;
    const words = /[\p{L}\p{N}]/u.test(prompt) ? prompt : '';
    if (fits) Object.assign(last, { prompt: `${last.prompt} ${words}`.trim(), texts: [...last.texts, ...texts] });
    else panels.push({ prompt: words, texts });
  }
  return panels.map((panel) => ({ ...panel, scene: null, startsPage: false }));
}

/** What stands in quotes. */
export const quotesIn = (text: string): string[] =>
  [...text.matchAll(quoted)].map(
    (match) =>
      match
        .slice(1)
        .find((it) => it !== undefined)
        ?.trim() ?? '',
  );

/** How often each name is written: a word with a capital inside a sentence, outside quotes. */
function namesIn(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [found] of text.replaceAll(quoted, ' ').matchAll(properName)) {
    const name = found.replace(/[’']s$/, '');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** "He said to Luna": someone speaks of whom only a reader knows who it is. */
const pronounSpeaks = /\b(he|she|they|it|i|we)\s+\p{Ll}+/giu;

function speakerOf(sentence: string, at: number, names: ReadonlyMap<string, number>): string | null {
  let nearest: { name: string; distance: number } | null = null;
  const outside = sentence.replaceAll(quoted, (quote) => ' '.repeat(quote.length));
  for (const name of names.keys()) {
    for (let found = outside.indexOf(name); found >= 0; found = outside.indexOf(name, found + 1)) {
      const distance = Math.abs(found - at);
      if (nearest === null || distance < nearest.distance) nearest = { name, distance };
    }
  }
  if (nearest === null) return null;
  const { name, distance } = nearest;
  const pronouns = [...outside.matchAll(pronounSpeaks)].map((match) => Math.abs(match.index - at));
  return pronouns.some((its) => its < distance) ? null : name;
}
