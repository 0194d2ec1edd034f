import { editForms } from '../edit-forms.ts';
import { listSpecErrors, pointerOf, type SpecError } from '../list-spec-errors.ts';
import { looksLikeStory, parseEdit } from '../parse-edit-source.ts';
import { parseStorySpec } from '../parse-story-spec.ts';
import { readSource, withoutByteOrderMark } from '../read-source.ts';
import type { Path } from '../source-document.ts';
import type { ReadingDirection, StorySpec } from '../story-spec.ts';
import type { EditionWords, OriginalWords } from './edition.ts';
import { changeEdition, type EditionChange, type Mistake, type Translation } from './edition-change.ts';
import { readEditionCsv } from './edition-csv.ts';
import { canonicalLanguage, refuseDirection } from './edition-language.ts';
import { readEditionXliff } from './edition-xliff.ts';
import { matchTexts } from './text-ids.ts';

export const editionFormats = ['json', 'yaml', 'csv', 'xliff'] as const;
export type EditionFormat = (typeof editionFormats)[number];

/** An edition, or every error of its source. `unparsable`: the text is broken and could not be read. */
export type EditionResult =
  | { readonly ok: true; readonly edition: EditionWords }
  | { readonly ok: false; readonly kind: 'unparsable' | 'invalid'; readonly errors: readonly SpecError[] };

export interface EditionContext {
  /** In canonical form. */
  readonly language: string;
  readonly original: OriginalWords;
  /** The edition as it is; null: there is none yet. */
  readonly before: EditionWords | null;
}

/** Longest CSV or XLIFF that is read, in UTF-16 code units; all texts of the longest story are a quarter of it. */
const lengthMax = 16 * 1024 * 1024;

/**
 * Reads an edition from what users send: an edition as JSON or YAML, a whole story in the other language, a CSV table or XLIFF 1.2.
 * Never throws, whatever the text.
 */
export function parseEdition(text: string, format: EditionFormat, context: EditionContext): EditionResult {
  if (text.length > lengthMax) return refuse('unparsable', 'the file is too long for an edition');
  if (format === 'csv') {
    const reading = readEditionCsv(text);
    if (!reading.ok) return reading;
    return finish(context, reading.change, ({ at, detail }) => ({ pointer: `/${at.column}`, detail, line: at.line }));
  }
  if (format === 'xliff') {
    const reading = readEditionXliff(withoutByteOrderMark(text), context.language);
    if (!reading.ok) return reading;
    return finish(context, reading.change, ({ at, detail }) => ({
      pointer: pointerOf([at.id]),
      detail,
      line: at.line,
    }));
  }
  return looksLikeStory(text) ? readStory(text, format, context) : readForm(text, format, context);
}

const refuse = (kind: 'unparsable' | 'invalid', detail: string): EditionResult => ({
  ok: false,
  kind,
  errors: [{ pointer: '', detail }],
});

function finish<Place>(
  { language, original, before }: EditionContext,
  change: EditionChange<Place>,
  place: (mistake: Mistake<Place>) => SpecError,
): EditionResult {
  const { edition, mistakes } = changeEdition(language, original, before, change);
  if (mistakes.length === 0) return { ok: true, edition };
  return { ok: false, kind: 'invalid', errors: mistakes.slice(0, 200).map(place) };
}

/** The same for a document whose parts have paths: mistakes are reported with pointer, line and column. */
function finishDocument(
  text: string,
  format: 'json' | 'yaml',
  context: EditionContext,
  change: EditionChange<Path>,
  more: readonly Mistake<Path>[],
): EditionResult {
  const { edition, mistakes } = changeEdition(context.language, context.original, context.before, change);
  const found = [...more, ...mistakes];
  if (found.length === 0) return { ok: true, edition };
  const plain = withoutByteOrderMark(text);
  const reading = readSource(plain, format);
  const findings = found.map(({ at, detail }) => ({ path: at, detail: () => detail }));
  const source = reading.ok ? { text: plain, root: reading.root } : undefined;
  return { ok: false, kind: 'invalid', errors: listSpecErrors(findings, source) };
}

const otherLanguage = (found: string, { language }: EditionContext): Mistake<Path>[] =>
  canonicalLanguage(found) === language
    ? []
    : [
        {
          at: ['language'],
          detail: `the file is in "${found}", not in "${language}"; write "language: ${language}" in it`,
        },
      ];

function wrongDirection(direction: ReadingDirection | undefined, { original }: EditionContext): Mistake<Path>[] {
  const detail = refuseDirection(direction, original);
  return detail === null ? [] : [{ at: ['readingDirection'], detail }];
}

function readForm(text: string, format: 'json' | 'yaml', context: EditionContext): EditionResult {
  const parsed = parseEdit(text, editForms.edition, format);
  if (!parsed.ok) return parsed;
  const { language, title, summary, translator, readingDirection, texts, alts, names } = parsed.value;
  const entry = (id: string, words: string, ...at: Path): Translation<Path> => ({
    id,
    text: words,
    idAt: at,
    textAt: at,
  });
  const translations = [
    ...(title === undefined ? [] : [entry('story:title', title, 'title')]),
    ...(summary === undefined ? [] : [entry('story:summary', summary, 'summary')]),
    ...Object.entries(texts).map(([id, it]): Translation<Path> => {
      if (typeof it === 'string') return entry(id, it, 'texts', id);
      const { text: words, original, balloon } = it;
      return { ...entry(id, words, 'texts', id), original, balloon, confirmed: original !== undefined };
    }),
    ...Object.entries(alts).map(([id, words]) => entry(`alt:${id}`, words, 'alts', id)),
    ...Object.entries(names).map(([id, words]) => entry(`name:${id}`, words, 'names', id)),
  ];
  const wrong = [
    ...(language === undefined ? [] : otherLanguage(language, context)),
    ...wrongDirection(readingDirection, context),
  ];
  return finishDocument(text, format, context, { readingDirection, translator, replaces: true, translations }, wrong);
}

/** A story file with the same panels: they are matched by id, else by number, and their texts by id, else by kind, speaker and place. */
function readStory(text: string, format: 'json' | 'yaml', context: EditionContext): EditionResult {
  const parsed = parseStorySpec(text, { references: 'local-allowed', format });
  if (!parsed.ok) return parsed;
  const { spec } = parsed;
  const { original } = context;
  const mistakes: Mistake<Path>[] = otherLanguage(spec.language, context);
  const cast = new Set(original.characters.map(({ id }) => id));
  const at = (id: string, words: string, ...path: Path): Translation<Path> => ({
    id,
    text: words,
    idAt: path,
    textAt: path,
  });
  const translations: Translation<Path>[] = [
    at('story:title', spec.title, 'title'),
    ...(spec.book.summary ? [at('story:summary', spec.book.summary, 'book', 'summary')] : []),
    // A translation may call people otherwise; it need not repeat those it does not rename.
    ...spec.characters.flatMap(({ id, name }, index) =>
      cast.has(id) ? [at(`name:${id}`, name, 'characters', index, 'name')] : [],
    ),
  ];
  for (const [index, panel] of spec.panels.entries()) {
    const own = findPanel(original, panel.id, index);
    if (own === undefined) {
      const detail = `the story has ${original.panels.length} panels; there is no panel ${index + 1} to translate`;
      mistakes.push({ at: ['panels', index], detail });
      continue;
    }
    const found = matchTexts(own.text, panel.text);
    for (const [n, it] of panel.text.entries()) {
      const matched = found[n];
      const name = matched == null ? undefined : own.text[matched]?.id;
      if (name === undefined) {
        const detail = `panel ${own.number} has ${own.text.length} texts in the original, and none that this one translates`;
        mistakes.push({ at: ['panels', index, 'text', n], detail });
        continue;
      }
      translations.push(at(name, it.text, 'panels', index, 'text', n, 'text'));
    }
    if (panel.alt !== undefined) translations.push(at(`alt:${own.id}`, panel.alt, 'panels', index, 'alt'));
  }
  const readingDirection = saysDirection(text, format) ? spec.readingDirection : undefined;
  mistakes.push(...wrongDirection(readingDirection, context));
  return finishDocument(text, format, context, { readingDirection, replaces: true, translations }, mistakes);
}

const findPanel = ({ panels }: OriginalWords, id: string | undefined, index: number) =>
  (id === undefined ? undefined : panels.find((panel) => panel.id === id)) ?? panels[index];

/** A story file that says nothing about its direction is read from left to right; an edition has a better default. */
function saysDirection(text: string, format: 'json' | 'yaml'): boolean {
  const reading = readSource(withoutByteOrderMark(text), format);
  return reading.ok && Object.hasOwn(reading.value as StorySpec, 'readingDirection');
}
