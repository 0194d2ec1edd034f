import { t } from '@lingui/core/macro';
import type { EditionView, StoryView } from '@nextpanel/core';
import { textKind } from '../words/text-kind.ts';

/** One thing that is translated. `id` is its id in files for translators. */
export interface TranslationRow {
  readonly id: string;
  /** Permanent id of the panel it stands on; null: it is not of a panel. */
  readonly panel: string | null;
  readonly number: number | null;
  /** What it is: "speech of hare", "Title". */
  readonly what: string;
  readonly original: string;
  readonly translation: string;
  readonly status: EditionView['texts'][number]['status'];
  /** About how many letters surely fit; null: any number. */
  readonly fits: number | null;
}

/** What there is to translate, in reading order: the title and names first. */
export function rowsOf({ title, characters }: StoryView, edition: EditionView): readonly TranslationRow[] {
  const ownTitle = edition.title === title ? '' : edition.title;
  const plain = (id: string, what: string, original: string, translation: string): TranslationRow => ({
    id,
    panel: null,
    number: null,
    what,
    original,
    translation,
    status: translation === '' ? 'untranslated' : 'translated',
    fits: null,
  });
  return [
    plain('story:title', t`Title`, title, ownTitle),
    ...characters.map(({ id, name }) => plain(`name:${id}`, t`Name`, name, edition.names[id] ?? '')),
    ...edition.texts.map(({ id, panel, panelId, kind, speaker, original, translation, status, fits }) => ({
      id,
      panel: panelId,
      number: panel,
      what: textKind(kind, speaker),
      original,
      translation: translation ?? '',
      status,
      fits,
    })),
  ];
}

/**
 * What was typed, as a table that the API takes: texts that are not in it stay as they are, so two people may translate at the same time.
 * An empty translation takes one back. The original stands beside it as it was shown: when it has changed since, the translation is outdated.
 */
export function writeDrafts(rows: readonly TranslationRow[], drafts: ReadonlyMap<string, string>): string {
  const lines = rows.flatMap(({ id, original }) => {
    const draft = drafts.get(id);
    return draft === undefined ? [] : [[id, original, draft.trim()]];
  });
  return [['id', 'original', 'translation'], ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** A cell as RFC 4180 has it. */
const quoted = (words: string): string => `"${words.replaceAll('"', '""')}"`;
