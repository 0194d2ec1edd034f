import { stringify } from 'csv-stringify/sync';

/** A table as CSV with a head, as spreadsheets read it. A value that begins like a formula is not run as one, and one with another delimiter is quoted. */
export const writeCsv = (columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string =>
  stringify([...rows], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    escape_formulas: true,
    quoted_match: /[;\t]/,
  });
