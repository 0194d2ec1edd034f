import { CsvError, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { SpecError } from '../list-spec-errors.ts';
import type { EditionChange, Translation } from './edition-change.ts';
import type { EditionUnit } from './edition-units.ts';

/** The columns of the table that translators get, and send back. Only `id` and `translation` are needed then. */
const columns = ['id', 'panel', 'kind', 'speaker', 'original', 'translation'] as const;

/** RFC 4180, in UTF-8 with a byte order mark: without it, spreadsheets take it for another encoding. */
export function writeEditionCsv(units: readonly EditionUnit[]): string {
  const rows = units
    .filter(({ status }) => status !== 'in_picture')
    .map(({ id, panel, kind, speaker, original, translation }) => ({
      id,
      panel,
      kind,
      speaker,
      original,
      translation,
    }));
  return stringify(rows, { header: true, columns: [...columns], record_delimiter: 'windows', bom: true });
}

/** A row or, with the line only, the whole file. */
export interface CsvPlace {
  readonly line: number;
  readonly column: string;
}

interface Row {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** Reads such a table. Spreadsheets of some countries write semicolons or tabs between the cells. */
export function readEditionCsv(
  text: string,
):
  | { readonly ok: true; readonly change: EditionChange<CsvPlace> }
  | { readonly ok: false; readonly kind: 'unparsable' | 'invalid'; readonly errors: SpecError[] } {
  const [head = ''] = text.replace(/^\uFEFF/, '').split(/\r?\n/, 1);
  const delimiter = [',', ';', '\t'].find((it) => namesIn(head, it).includes('id')) ?? ',';
  const missing = ['id', 'translation'].filter((name) => !namesIn(head, delimiter).includes(name));
  if (missing.length > 0) {
    const detail = `the first line has no column ${missing.map((name) => `"${name}"`).join(' and ')}; it must name the columns: ${columns.join(',')}`;
    return { ok: false, kind: 'invalid', errors: [{ pointer: '', detail, line: 1 }] };
  }
  let rows: readonly Row[];
  try {
    rows = parse(text, {
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return { ok: false, kind: 'unparsable', errors: [{ pointer: '', detail: `not CSV: ${error.message}`, line }] };
  }
  // `lines` is where a record ends; words of several lines begin earlier.
  let end = 1;
  const translations = rows.map(({ record, info }): Translation<CsvPlace> => {
    const line = end + 1;
    end = info.lines;
    const { id = '', original, translation = '' } = record;
    return {
      id: id.trim(),
      text: translation,
      original: original === undefined || original.trim() === '' ? undefined : original.replace(/\r\n?/g, '\n'),
      idAt: { line, column: 'id' },
      textAt: { line, column: 'translation' },
    };
  });
  return { ok: true, change: { replaces: false, translations } };
}

const namesIn = (head: string, delimiter: string): string[] =>
  head.split(delimiter).map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim()
      .toLowerCase(),
  );
