import { nearestWord } from '../nearest-word.ts';
import { quote } from '../quote.ts';
import { panelTextSchema, type ReadingDirection, storyLimits, storySpecSchema } from '../story-spec.ts';
import { type EditionWords, hashWords, type OriginalWords, ownValue } from './edition.ts';
import { directionOf } from './edition-language.ts';

/** One translation as a file has it. */
export interface Translation<Place> {
  /** As in `EditionUnit`. */
  readonly id: string;
  /** Empty: not translated. */
  readonly text: string;
  /** The words it translates, if the file says them; otherwise the present ones. */
  readonly original?: string | undefined;
  /** The file says that the translation is right for those words, though it did not change. */
  readonly confirmed?: boolean;
  /** Where its id and its words stand in the file. */
  readonly idAt: Place;
  readonly textAt: Place;
}

/** What a file says about an edition. */
export interface EditionChange<Place> {
  readonly readingDirection?: ReadingDirection | undefined;
  /** Whether what it does not mention is removed. A table of translations may be a part of them. */
  readonly replaces: boolean;
  readonly translations: readonly Translation<Place>[];
}

export interface Mistake<Place> {
  readonly at: Place;
  readonly detail: string;
}

/** A translation's id, apart: what it is of, and whose. */
function readId(id: string): { readonly of: 'text' | 'story' | 'name' | 'alt'; readonly name: string } | null {
  const colon = id.indexOf(':');
  if (colon === -1) return { of: 'text', name: id };
  const of = id.slice(0, colon);
  return of === 'story' || of === 'name' || of === 'alt' ? { of, name: id.slice(colon + 1) } : null;
}

const words = {
  text: { schema: panelTextSchema.shape.text, most: storyLimits.text },
  title: { schema: storySpecSchema.shape.title, most: storyLimits.title },
  summary: {
    schema: storySpecSchema.shape.book.unwrap().shape.summary.unwrap().unwrap(),
    most: storyLimits.description,
  },
} as const;

/**
 * The edition as a change leaves it, or every mistake of the change: ids that the story does not have, ids that come twice, words that
 * cannot be lettered. The same change made twice is the same edition: a translation whose words stay the same keeps the source it was
 * made from, unless the file confirms it. Otherwise sending an old file again would hide that the original has changed.
 */
export function changeEdition<Place>(
  language: string,
  original: OriginalWords,
  before: EditionWords | null,
  { readingDirection, replaces, translations }: EditionChange<Place>,
): { readonly edition: EditionWords; readonly mistakes: readonly Mistake<Place>[] } {
  const texts = new Map(original.panels.flatMap(({ text }) => text.map((it) => [it.id, it] as const)));
  const panels = new Set(original.panels.map(({ id }) => id));
  const characters = new Set(original.characters.map(({ id }) => id));
  const kept = replaces ? null : before;
  const next = {
    title: kept?.title,
    summary: kept?.summary,
    texts: new Map(Object.entries(kept?.texts ?? {})),
    alts: new Map(Object.entries(kept?.alts ?? {})),
    names: new Map(Object.entries(kept?.names ?? {})),
  };
  const mistakes: Mistake<Place>[] = [];
  const seen = new Set<string>();
  const say = (at: Place, detail: string) => void mistakes.push({ at, detail });
  const unknown = (what: string, name: string, known: Iterable<string>) => {
    const meant = nearestWord(name, [...known]);
    return `the story has no ${what} with the id ${quote(name)}${meant === null ? '' : `; did you mean ${quote(meant)}?`}`;
  };

  for (const { id, text: written, original: source, confirmed = false, idAt, textAt } of translations) {
    const it = readId(id);
    if (it === null) {
      say(
        idAt,
        `${quote(id)} is not an id of an edition; it has ids of texts, story:title, story:summary, name:… and alt:…`,
      );
      continue;
    }
    if (seen.has(id)) {
      say(idAt, `${quote(id)} is there twice; remove one`);
      continue;
    }
    seen.add(id);
    const { of } = it;
    const isTitle = of === 'name' || (of === 'story' && it.name === 'title');
    const isField = it.of === 'story' && (it.name === 'title' || it.name === 'summary');
    if (it.of === 'story' && !isField) say(idAt, `${quote(id)} is unknown; use story:title or story:summary`);
    if (it.of === 'text' && !texts.has(it.name)) say(idAt, unknown('text', it.name, texts.keys()));
    if (it.of === 'name' && !characters.has(it.name)) say(idAt, unknown('character', it.name, characters));
    if (it.of === 'alt' && !panels.has(it.name)) say(idAt, unknown('panel', it.name, panels));
    const { schema, most } = of === 'text' ? words.text : isTitle ? words.title : words.summary;
    const parsed = written.trim() === '' ? null : schema.safeParse(written);
    if (parsed !== null && !parsed.success) {
      const long = written.length > most ? `has ${written.length} characters; at most ${most} are allowed` : null;
      say(textAt, long ?? parsed.error.issues[0]?.message ?? 'cannot be lettered');
      continue;
    }
    const value = parsed?.data;
    if (it.of === 'story') next[it.name === 'title' ? 'title' : 'summary'] = value;
    else if (it.of === 'text') {
      const own = texts.get(it.name);
      const earlier = before === null ? undefined : ownValue(before.texts, it.name);
      const present = hashWords(own?.text ?? '');
      const same = earlier !== undefined && earlier.text === value;
      const from = same && !confirmed ? earlier.source : source === undefined ? present : hashWords(source);
      if (value === undefined) next.texts.delete(it.name);
      else next.texts.set(it.name, { text: value, source: from });
    } else {
      const map = it.of === 'name' ? next.names : next.alts;
      if (value === undefined) map.delete(it.name);
      else map.set(it.name, value);
    }
  }
  const edition: EditionWords = {
    language,
    readingDirection: readingDirection ?? before?.readingDirection ?? directionOf(language, original),
    ...(next.title !== undefined && { title: next.title }),
    ...(next.summary !== undefined && { summary: next.summary }),
    texts: sorted(next.texts),
    alts: sorted(next.alts),
    names: sorted(next.names),
  };
  return { edition, mistakes };
}

/** In one order, so that equal editions have equal text. */
const sorted = <Value>(map: ReadonlyMap<string, Value>): Record<string, Value> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
