import { nearestWord } from '../nearest-word.ts';
import { quote } from '../quote.ts';
import { panelTextSchema, type ReadingDirection, storyLimits, storySpecSchema } from '../story-spec.ts';
import { type EditionTranslation, type EditionWords, hashWords, type OriginalWords, ownValue } from './edition.ts';
import { directionOf } from './edition-language.ts';
import type { NamedText } from './text-ids.ts';

/** One translation as a file has it. */
export interface Translation<Place> {
  /** As in `EditionUnit`. */
  readonly id: string;
  /** Empty: not translated. */
  readonly text: string;
  /** The words it translates, if the file says them; otherwise the present ones. */
  readonly original?: string | undefined;
  /** Where its balloon stands; null: as in the original; absent: as it was. */
  readonly balloon?: EditionTranslation['balloon'] | null | undefined;
  /** The file says that the translation is right for those words, though it did not change. */
  readonly confirmed?: boolean;
  /** Where its id and its words stand in the file. */
  readonly idAt: Place;
  readonly textAt: Place;
}

/** What a file says about an edition. */
export interface EditionChange<Place> {
  readonly readingDirection?: ReadingDirection | undefined;
  /** Absent: as it is, since most files cannot say it; null: not said any more. */
  readonly translator?: string | null | undefined;
  /** Whether what it does not mention is removed. A table of translations may be a part of them. */
  readonly replaces: boolean;
  readonly translations: readonly Translation<Place>[];
}

export interface Mistake<Place> {
  readonly at: Place;
  readonly detail: string;
}

/** A translation's id, apart: what it is of, and whose. */
interface Target {
  readonly of: 'text' | 'story' | 'name' | 'alt';
  readonly name: string;
}

function readTarget(id: string): Target | null {
  const colon = id.indexOf(':');
  if (colon === -1) return { of: 'text', name: id };
  const of = id.slice(0, colon);
  return of === 'story' || of === 'name' || of === 'alt' ? { of, name: id.slice(colon + 1) } : null;
}

const fields = {
  text: { schema: panelTextSchema.shape.text, most: storyLimits.text },
  title: { schema: storySpecSchema.shape.title, most: storyLimits.title },
  summary: {
    schema: storySpecSchema.shape.book.unwrap().shape.summary.unwrap().unwrap(),
    most: storyLimits.description,
  },
} as const;

function fieldOf({ of, name }: Target): (typeof fields)[keyof typeof fields] {
  if (of === 'text') return fields.text;
  return of === 'name' || (of === 'story' && name === 'title') ? fields.title : fields.summary;
}

/** The words as they are stored, `undefined` for none; or what is wrong with them. */
function readWords(
  written: string,
  target: Target,
): { readonly words: string | undefined } | { readonly wrong: string } {
  if (written.trim() === '') return { words: undefined };
  const { schema, most } = fieldOf(target);
  const parsed = schema.safeParse(written);
  if (parsed.success) return { words: parsed.data };
  if (written.length > most) return { wrong: `has ${written.length} characters; at most ${most} are allowed` };
  return { wrong: parsed.error.issues[0]?.message ?? 'cannot be lettered' };
}

/** Whether the story has what a translation is of; or what is wrong with its id. */
function findTarget(id: string, original: OriginalWords): { readonly target: Target } | { readonly wrong: string } {
  const target = readTarget(id);
  if (target === null)
    return {
      wrong: `${quote(id)} is not an id of an edition; it has ids of texts, story:title, story:summary, name:… and alt:…`,
    };
  const { of, name } = target;
  const has = of === 'story' ? name === 'title' || name === 'summary' : knownIds(original)[of].has(name);
  if (has) return { target };
  if (of === 'story') return { wrong: `${quote(id)} is unknown; use story:title or story:summary` };
  const meant = nearestWord(name, knownIds(original)[of].keys());
  const what = { text: 'text', name: 'character', alt: 'panel' }[of];
  const hint = meant === null ? '' : `; did you mean ${quote(meant)}?`;
  return { wrong: `the story has no ${what} with the id ${quote(name)}${hint}` };
}

interface KnownIds {
  readonly text: ReadonlyMap<string, NamedText>;
  readonly name: ReadonlySet<string>;
  readonly alt: ReadonlySet<string>;
}

/** Built once for a story: an edition of the longest one has 24,000 texts. */
const known = new WeakMap<OriginalWords, KnownIds>();

function knownIds(original: OriginalWords): KnownIds {
  const ids = known.get(original) ?? {
    text: new Map(original.panels.flatMap(({ text }) => text.map((it) => [it.id, it] as const))),
    name: new Set(original.characters.map(({ id }) => id)),
    alt: new Set(original.panels.map(({ id }) => id)),
  };
  known.set(original, ids);
  return ids;
}

/**
 * The edition as a change leaves it, or every mistake of the change: ids that the story does not have, ids that come twice, words that
 * cannot be lettered. The same change made twice is the same edition: a translation whose words stay the same keeps the source it was
 * made from, unless the file confirms it. Otherwise sending an old file again would hide that the original has changed.
 */
export function changeEdition<Place>(
  language: string,
  original: OriginalWords,
  before: EditionWords | null,
  { readingDirection, translator = before?.translator, replaces, translations }: EditionChange<Place>,
): { readonly edition: EditionWords; readonly mistakes: readonly Mistake<Place>[] } {
  const kept = replaces ? null : before;
  const next = {
    story: new Map(Object.entries({ title: kept?.title, summary: kept?.summary })),
    text: new Map(Object.entries(kept?.texts ?? {})),
    alt: new Map(Object.entries(kept?.alts ?? {})),
    name: new Map(Object.entries(kept?.names ?? {})),
  };
  const mistakes: Mistake<Place>[] = [];
  const seen = new Set<string>();
  for (const translation of translations) {
    const { id, idAt, textAt } = translation;
    const found = seen.has(id) ? { wrong: `${quote(id)} is there twice; remove one` } : findTarget(id, original);
    seen.add(id);
    if ('wrong' in found) {
      mistakes.push({ at: idAt, detail: found.wrong });
      continue;
    }
    const { of, name } = found.target;
    const read = readWords(translation.text, found.target);
    if ('wrong' in read) {
      mistakes.push({ at: textAt, detail: read.wrong });
      continue;
    }
    const { words } = read;
    if (words === undefined) next[of].delete(name);
    else if (of === 'text') {
      const earlier = before === null ? undefined : ownValue(before.texts, name);
      const present = knownIds(original).text.get(name)?.text ?? '';
      const balloon = translation.balloon === undefined ? earlier?.balloon : translation.balloon;
      const source = sourceOf(words, earlier, present, translation);
      next.text.set(name, { text: words, source, ...(balloon && { balloon }) });
    } else next[of].set(name, words);
  }
  const { title, summary } = Object.fromEntries(next.story);
  const edition: EditionWords = {
    language,
    readingDirection: readingDirection ?? before?.readingDirection ?? directionOf(language, original),
    ...(title !== undefined && { title }),
    ...(summary !== undefined && { summary }),
    ...(translator != null && { translator }),
    texts: sorted(next.text),
    alts: sorted(next.alt),
    names: sorted(next.name),
  };
  return { edition, mistakes };
}

/** The words that a translation was made from, hashed. */
function sourceOf(
  words: string,
  earlier: EditionWords['texts'][string] | undefined,
  present: string,
  { original, confirmed = false }: Pick<Translation<unknown>, 'original' | 'confirmed'>,
): string {
  if (earlier?.text === words && !confirmed) return earlier.source;
  return hashWords(original ?? present);
}

/** In one order, so that equal editions have equal text. */
const sorted = <Value>(map: ReadonlyMap<string, Value>): Record<string, Value> =>
  Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
