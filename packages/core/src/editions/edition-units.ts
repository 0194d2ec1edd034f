import { type EditionWords, judgeText, type OriginalWords, ownValue, type TranslationStatus } from './edition.ts';
import { fittingLength } from './fitting-length.ts';

/** One thing to translate, as translators get it. */
export interface EditionUnit {
  /** The id of a text, or `story:title`, `story:summary`, `name:CHARACTER`, `alt:PANEL`: ids of texts have no colon. */
  readonly id: string;
  /** Number of its panel; null for what is no part of one. */
  readonly panel: number | null;
  readonly kind: string;
  /** The speaker's name. */
  readonly speaker: string | null;
  readonly original: string;
  /** Empty: not translated. */
  readonly translation: string;
  readonly status: TranslationStatus;
  /** How many letters surely fit; null where any number does. */
  readonly fits: number | null;
}

const whole = (
  id: string,
  kind: string,
  original: string,
  translation: string | undefined,
  panel: number | null = null,
) => ({
  id,
  panel,
  kind,
  speaker: null,
  original,
  translation: translation ?? '',
  status: translation === undefined ? ('untranslated' as const) : ('translated' as const),
  fits: null,
});

/** Everything of a story that can be translated, in reading order, with what an edition has of it. */
export function listUnits(
  { title, summary, characters, panels }: OriginalWords,
  edition: Pick<EditionWords, 'language' | 'texts' | 'alts' | 'names' | 'title' | 'summary'>,
): EditionUnit[] {
  const nameOf = new Map(characters.map(({ id, name }) => [id, name]));
  return [
    whole('story:title', 'title', title, edition.title),
    ...(summary ? [whole('story:summary', 'summary', summary, edition.summary)] : []),
    ...characters.map(({ id, name }) => whole(`name:${id}`, 'name', name, ownValue(edition.names, id))),
    ...panels.flatMap((panel): EditionUnit[] => [
      ...panel.text.map((text) => ({
        id: text.id,
        panel: panel.number,
        kind: text.kind,
        speaker: text.speaker === undefined ? null : (nameOf.get(text.speaker) ?? text.speaker),
        original: text.text,
        translation: ownValue(edition.texts, text.id)?.text ?? '',
        status: judgeText(text, edition),
        fits: fittingLength(text, panel.text, edition.language),
      })),
      ...(panel.alt === undefined
        ? []
        : [whole(`alt:${panel.id}`, 'alt', panel.alt, ownValue(edition.alts, panel.id), panel.number)]),
    ]),
  ];
}
