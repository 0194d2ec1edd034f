import {
  canonicalJson,
  countTexts,
  type EditionFormat,
  type EditionSummary,
  type EditionView,
  fittingLength,
  judgeText,
  letterEdition,
  listUnits,
  NextpanelError,
  type OriginalWords,
  ownValue,
  say,
  wantedBooks,
  writeEditionCsv,
  writeEditionXliff,
} from '@nextpanel/core';
import type { ChangedPages, Read, StoredEdition, StoryHead } from '@nextpanel/store';
import { learnFonts } from '../book-fonts.ts';
import type { Context } from '../context.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { editionNamed, noEdition, readLanguage } from './edition-language.ts';
import { readOriginal } from './read-original.ts';
import { type Scope, signaturesOf, storyHead, warningsOfBook } from './read-story.ts';
import { refuseEdition } from './refuse-edition.ts';
import { warnOfLetters } from './warn-of-letters.ts';

type ReadContext = Pick<Context, 'state'>;
type InLanguage = Scope & { readonly language: string };

/** Editions of one story. */
const editionsMax = 100;

/**
 * Adds an edition, or replaces its words: as JSON, YAML, a story in that language, CSV or XLIFF. Nothing is drawn, and only the sheets
 * that show other words are composed again. The same words again change nothing.
 *
 * Throws `not_found`, `unparsable`, `invalid` with every mistake, `original_language`, `script_unsupported`, `invalid_state`.
 */
export async function putEdition(
  context: ChangeContext & Pick<Context, 'imaging' | 'parsing'>,
  { language: tag, ...scope }: InLanguage,
  source: { readonly format: EditionFormat; readonly text: string },
): Promise<{ readonly edition: EditionView; readonly isNew: boolean }> {
  const language = readLanguage(tag);
  const { state } = context;
  let isNew = false;
  await changeStory<{ readonly kind: 'put' | 'unchanged' }>(context, scope, async (head, story) => {
    requireOther(head, language);
    const [original, before, others] = await Promise.all([
      readOriginal(context, head),
      state.editions.one(scope.id, language),
      state.editions.languages(scope.id),
    ]);
    isNew = before === null;
    if (isNew && others.length >= editionsMax)
      throw new NextpanelError('invalid', `a story has at most ${editionsMax} editions; delete one first`);
    const parsed = await context.parsing.edition(scope.tenant, source.text, source.format, {
      language,
      original,
      before: before?.value ?? null,
    });
    if (!parsed.ok) throw refuseEdition(parsed);
    const next: StoredEdition = {
      ...parsed.edition,
      warnings: await warnOfEditionLetters(context, head, original, parsed.edition),
    };
    if (before && canonicalJson(before.value) === canonicalJson(next)) {
      await state.editions.retry(scope.id, language);
      return { outcome: { kind: 'unchanged' } };
    }
    return {
      outcome: await state.edits.putEdition(
        story,
        next,
        changedPages(original, before, next, await state.read.pages(scope.id)),
      ),
    };
  });
  context.log.info({ story: scope.id, language, isNew }, 'edition put');
  return { edition: await readEdition(context, { ...scope, language }), isNew };
}

/** Deletes an edition with its sheets and books; the original stays. Throws `not_found`, `original_language`. */
export async function deleteEdition(context: ChangeContext, { language: tag, ...scope }: InLanguage): Promise<void> {
  const language = readLanguage(tag);
  await changeStory(context, scope, async (head, story) => {
    await requireEdition(context, head, language);
    return { outcome: await context.state.edits.deleteEdition(story, language) };
  });
  await context.queues.ensureSweep();
}

/** All editions of a story but the original, by language. Throws `not_found`. */
export async function listEditions(context: ReadContext, scope: Scope): Promise<EditionSummary[]> {
  const head = await storyHead(context, scope);
  const editions = await context.state.editions.all(scope.id);
  if (editions.length === 0) return [];
  const original = await readOriginal(context, head);
  return Promise.all(editions.map(({ value }) => summarize(context, head, original, value)));
}

/** One edition with its texts. Throws `not_found`, `original_language`. */
export async function readEdition(context: ReadContext, { language: tag, ...scope }: InLanguage): Promise<EditionView> {
  const language = readLanguage(tag);
  const head = await storyHead(context, scope);
  const { value } = await requireEdition(context, head, language);
  const original = await readOriginal(context, head);
  return {
    ...(await summarize(context, head, original, value)),
    summary: value.summary ?? original.summary,
    translator: value.translator ?? null,
    originalLanguage: original.language,
    texts: original.panels.flatMap((panel) =>
      panel.text.map((text) => ({
        id: text.id,
        panel: panel.number,
        panelId: panel.id,
        kind: text.kind,
        speaker: text.speaker ?? null,
        original: text.text,
        translation: ownValue(value.texts, text.id)?.text ?? null,
        status: judgeText(text, value),
        fits: fittingLength(text, panel.text, language),
      })),
    ),
    alts: { ...value.alts },
    names: { ...value.names },
  };
}

/**
 * What translators work on, as a table or XLIFF; of a language without an edition, everything is empty. Throws `not_found`,
 * `original_language`.
 */
export async function exportEdition(
  context: ReadContext,
  { language: tag, format, ...scope }: InLanguage & { readonly format: 'csv' | 'xliff' },
): Promise<{ readonly text: string; readonly fileName: string }> {
  const language = readLanguage(tag);
  const head = await storyHead(context, scope);
  requireOther(head, language);
  const [original, edition] = await Promise.all([
    readOriginal(context, head),
    context.state.editions.one(scope.id, language),
  ]);
  const units = listUnits(original, edition?.value ?? { language, texts: {}, alts: {}, names: {} });
  const text =
    format === 'csv'
      ? writeEditionCsv(units)
      : writeEditionXliff(units, { story: scope.id, sourceLanguage: original.language, targetLanguage: language });
  return { text, fileName: `${head.title}.${language}.${format === 'csv' ? 'csv' : 'xlf'}` };
}

function requireOther(head: Pick<StoryHead, 'spec'>, language: string): void {
  if (editionNamed(head, language) !== undefined) return;
  throw new NextpanelError(
    'original_language',
    `the story itself is in "${language}": edit its own texts, with PATCH …/lettering for example`,
  );
}

/** One that was made before the story itself got its language is still there, to be read and deleted. */
async function requireEdition(
  { state }: ReadContext,
  head: Pick<StoryHead, 'id' | 'spec'>,
  language: string,
): Promise<Read<StoredEdition>> {
  const edition = await state.editions.one(head.id, language);
  if (edition) return edition;
  requireOther(head, language);
  throw noEdition(language, await state.editions.languages(head.id));
}

/** Which pages show other words. Names and direction are everywhere; the title is on none. */
function changedPages(
  original: OriginalWords,
  before: Read<StoredEdition> | null,
  next: StoredEdition,
  pages: readonly (readonly string[])[],
): ChangedPages {
  if (before === null) return 'every';
  const was = before.value;
  const about = ({ readingDirection, names }: StoredEdition) => canonicalJson({ readingDirection, names });
  if (about(was) !== about(next)) return 'every';
  const changed = new Set(
    original.panels
      .filter(
        ({ text }) =>
          canonicalJson(letterEdition(text, was, original)) !== canonicalJson(letterEdition(text, next, original)),
      )
      .map(({ id }) => id),
  );
  return pages.flatMap((panels, index) => (panels.some((panel) => changed.has(panel)) ? [index + 1] : []));
}

async function warnOfEditionLetters(
  context: Pick<Context, 'imaging' | 'artifacts'>,
  { tenant, spec }: Pick<StoryHead, 'tenant' | 'spec'>,
  original: OriginalWords,
  edition: Pick<StoredEdition, 'language' | 'texts'>,
): Promise<StoredEdition['warnings']> {
  const fonts = await learnFonts(context, tenant, spec.book.fonts, 'leave');
  const panels = original.panels.map(({ text }) => ({
    text: text.flatMap((it) => {
      const translation = ownValue(edition.texts, it.id)?.text;
      return translation === undefined ? [] : [{ ...it, text: translation }];
    }),
  }));
  return warnOfLetters(context, { panels, language: edition.language, fonts });
}

async function summarize(
  { state }: ReadContext,
  head: StoryHead,
  original: OriginalWords,
  edition: StoredEdition,
): Promise<EditionSummary> {
  const { language } = edition;
  const [sheets, books, failures] = await Promise.all([
    state.editions.sheets(head.id, language),
    state.editions.books(head.id, language),
    state.editions.failures(head.id),
  ]);
  const counts = countTexts(original.panels, edition);
  const self = `/v1/stories/${head.id}/editions/${language}`;
  const bound = wantedBooks(head.spec.book).flatMap(({ name }) => (books.has(name) ? [name] : []));
  const onSheets = [...sheets].sort(([a], [b]) => a - b).flatMap(([, { value }]) => value.warnings);
  return {
    language,
    readingDirection: edition.readingDirection,
    title: edition.title ?? original.title,
    counts,
    sheets: { composed: sheets.size, total: head.sheets },
    books: bound,
    ...signaturesOf(books),
    failure: failures.get(language) ?? null,
    warnings: [
      ...warnOfMissing(counts),
      ...edition.warnings,
      ...onSheets
        .filter(({ code }) => code !== 'letters_missing' || edition.warnings.length === 0)
        .map(({ code, detail }) => ({ code, detail })),
      ...[...books].flatMap(([name, { value }]) => warningsOfBook(name, value)),
    ],
    links: {
      self,
      sheets: `/v1/stories/${head.id}/sheets?language=${language}`,
      books: Object.fromEntries(
        bound.map((format) => [format, `/v1/stories/${head.id}/books/${format}?language=${language}`]),
      ),
    },
  };
}

function warnOfMissing({ texts, untranslated, outdated, inThePicture }: EditionSummary['counts']) {
  const total = texts - inThePicture;
  return [
    ...(untranslated > 0
      ? [
          {
            code: 'texts_untranslated',
            detail: say('edition.untranslated', { some: untranslated, total }),
          },
        ]
      : []),
    ...(outdated > 0
      ? [
          {
            code: 'texts_outdated',
            detail: say('edition.outdated', { some: outdated, total }),
          },
        ]
      : []),
  ];
}
