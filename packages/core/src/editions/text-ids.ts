import type { PanelText } from '../story-spec.ts';

/** A text that has its permanent id. */
export type NamedText = PanelText & { readonly id: string };

/** The texts of a panel, and the highest number given to a generated id of theirs; it never goes back. */
export interface PanelLettering {
  readonly text: readonly PanelText[];
  readonly textIds?: number | undefined;
}

/** A generated id is the panel's id, a dot and a number. Ids that users choose have no dot, so the two never meet. */
const generated = (panel: string, number: number): string => `${panel}.${number}`;

function numberOf(panel: string, id: string | undefined): number {
  const prefix = `${panel}.`;
  return id?.startsWith(prefix) ? Number(id.slice(prefix.length)) || 0 : 0;
}

/**
 * The texts of a panel with their ids. Those without one get it from their place: the same each time it is read, so nothing has to be
 * stored for them until they are edited.
 */
export function nameTexts(panel: string, texts: readonly PanelText[]): NamedText[] {
  const taken = new Set(texts.flatMap(({ id }) => id ?? []));
  return texts.map((text, index) => {
    if (text.id !== undefined) return { ...text, id: text.id };
    let number = index + 1;
    while (taken.has(generated(panel, number))) number += 1;
    const id = generated(panel, number);
    taken.add(id);
    return { ...text, id };
  });
}

type Match = (after: PanelText, before: PanelText, places: readonly [after: number, before: number]) => boolean;
const sameVoice: Match = (after, before) => after.kind === before.kind && after.speaker === before.speaker;

/** What makes an edited text the one that was there before, surest first. */
const matches: readonly Match[] = [
  (after, before, places) => sameVoice(after, before, places) && after.text === before.text,
  (after, before, places) => sameVoice(after, before, places) && places[0] === places[1],
  sameVoice,
  (after, before, [at, was]) => at === was && (after.kind === before.kind || after.speaker === before.speaker),
];

/** For each text the index of the one before that it is, or null: by its id, else by words, kind, speaker and place. */
export function matchTexts(before: readonly NamedText[], after: readonly PanelText[]): (number | null)[] {
  const found: (number | null)[] = after.map(({ id }) => {
    const at = id === undefined ? -1 : before.findIndex((text) => text.id === id);
    return at === -1 ? null : at;
  });
  const free = new Set(before.keys());
  for (const at of found) if (at !== null) free.delete(at);
  for (const isMatch of matches) {
    for (const [at, text] of after.entries()) {
      if (found[at] !== null || text.id !== undefined) continue;
      const was = [...free].find((index) => isMatch(text, before[index] as NamedText, [at, index]));
      if (was === undefined) continue;
      found[at] = was;
      free.delete(was);
    }
  }
  return found;
}

/**
 * Edited texts of a panel with their ids: a text that is still there keeps its own, whatever its words are now, and a new one gets an
 * id that no text of the panel ever had.
 */
export function keepTextIds(
  panel: string,
  before: PanelLettering,
  after: readonly PanelText[],
): { readonly text: NamedText[]; readonly textIds: number } {
  const named = nameTexts(panel, before.text);
  let last = Math.max(before.textIds ?? 0, ...[...named, ...after].map(({ id }) => numberOf(panel, id)));
  const found = matchTexts(named, after);
  const text = after.map((it, index): NamedText => {
    const was = found[index];
    const id = it.id ?? (was == null ? undefined : named[was]?.id);
    const placed = keepPlaces(it, was == null ? undefined : named[was]);
    if (id !== undefined) return { ...placed, id };
    last += 1;
    return { ...placed, id: generated(panel, last) };
  });
  return { text, textIds: last };
}

/** What was placed by hand stays, unless the edit places it elsewhere or, by null, gives it up. */
function keepPlaces({ balloon, mouth, ...text }: PanelText, was: PanelText | undefined): PanelText {
  const place = balloon === undefined ? was?.balloon : balloon;
  const speaker = mouth === undefined ? was?.mouth : mouth;
  return { ...text, ...(place && { balloon: place }), ...(speaker && { mouth: speaker }) };
}

/** Texts as they are drawn, lettered and compared: their ids change nothing about them. */
export const withoutTextIds = <Text extends { readonly id?: string | undefined }>(
  texts: readonly Text[],
): Omit<Text, 'id'>[] => texts.map(({ id: _id, ...text }) => text);

/** The texts that the model paints, as far as they decide the picture. */
export const paintedTexts = (texts: readonly PanelText[]): PanelText[] =>
  texts
    .filter(({ drawnBy }) => drawnBy === 'model')
    .map(({ id: _id, balloon: _balloon, mouth: _mouth, ...text }) => text);

/** Whether an id is one that only the system gives. */
export const isGeneratedTextId = (id: string): boolean => id.includes('.');
