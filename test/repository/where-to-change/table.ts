import { readText } from '../repository.ts';

/** Rows of the README's table "Where do I change …": the change → the files and folders (ending with `/`) it names. */
export function readTable(): ReadonlyMap<string, readonly string[]> {
  const [, part = ''] = readText('README.md').split('### Where do I change');
  const rows = [...part.matchAll(/^\| (?!-|change )([^|]+?) *\| (.+?) *\|$/gm)];
  return new Map(
    rows.map(([, change = '', files = '']) => [
      change,
      [...files.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span).filter((span) => /[/.]/.test(span)),
    ]),
  );
}

/** Whether a row names this file, or a folder it is in. */
export const names = (row: readonly string[], file: string): boolean =>
  row.some((place) => (place.endsWith('/') ? file.startsWith(place) : file === place));
