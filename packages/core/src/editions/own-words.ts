import type { Lettering } from '../edits.ts';
import type { SpecError } from '../list-spec-errors.ts';
import { pointerOf } from '../list-spec-errors.ts';
import { quote } from '../quote.ts';
import { type EditionWords, hashWords, type OriginalWords, ownValue } from './edition.ts';
import { type EditionUnit, listUnits } from './edition-units.ts';
import type { NamedText } from './text-ids.ts';

/** A story as if it were an edition in its own language. */
export function ownEdition({ language, readingDirection, title, summary, panels }: OriginalWords): EditionWords {
  const texts = panels.flatMap(({ text }) =>
    text.map((it) => [it.id, { text: it.text, source: hashWords(it.text) }] as const),
  );
  return {
    language,
    readingDirection,
    title,
    ...(summary !== null && { summary }),
    texts: Object.fromEntries(texts),
    alts: {},
    names: {},
  };
}

/** The texts of a story, to be changed in a table or XLIFF: `translation` is what is set now. Only ids of other words have a colon. */
export const listOwnUnits = (original: OriginalWords): EditionUnit[] =>
  listUnits(original, ownEdition(original)).filter(({ id }) => !id.includes(':'));

/** The lettering that a table of a story's own words asks for, or every mistake of it. */
export type OwnWordsResult =
  | { readonly ok: true; readonly lettering: Lettering }
  | { readonly ok: false; readonly errors: readonly SpecError[] };

/**
 * The panels whose words a file changed. A row that was not changed in the file leaves what others changed meanwhile; one that was
 * changed on both sides is a mistake. Empty words leave the text: a table removes none.
 *
 * @param changed the story's own words as the file has them, read as an edition of `ownEdition`
 */
export function letterOwnWords(original: OriginalWords, changed: EditionWords): OwnWordsResult {
  const errors: SpecError[] = [];
  const wrong = (id: string, detail: string) => errors.push({ pointer: pointerOf([id]), detail });
  const others = [
    ...(changed.title === original.title ? [] : ['story:title']),
    ...((changed.summary ?? null) === original.summary ? [] : ['story:summary']),
    ...Object.keys(changed.names).map((id) => `name:${id}`),
    ...Object.keys(changed.alts).map((id) => `alt:${id}`),
  ];
  for (const id of others) wrong(id, 'only texts of panels are changed by such a file; remove this row');
  const words = (text: NamedText): string => {
    const { text: now, source } = ownValue(changed.texts, text.id) ?? { text: text.text, source: '' };
    if (now === text.text || source === hashWords(now)) return text.text;
    if (source !== hashWords(text.text))
      wrong(text.id, `${text.id} was changed to ${quote(text.text)} since the file was exported; export it again`);
    return now;
  };
  const panels = original.panels.flatMap(({ number, text }) => {
    const next = text.map((it) => ({ ...it, text: words(it) }));
    return next.some((it, index) => it.text !== text[index]?.text) ? [{ number, text: next }] : [];
  });
  return errors.length > 0 ? { ok: false, errors } : { ok: true, lettering: { panels } };
}
