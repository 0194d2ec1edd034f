import { referenceKind } from '@nextpanel/core/references';
import { isMap, isScalar, isSeq } from 'yaml';
import { appendToSource, readSource, type SourcePath, setInSource } from './edit-source.ts';

/** Someone or something of a story file that can have pictures. */
export interface CastEntry {
  /** Of its map in the file. */
  readonly path: SourcePath;
  /** As people read it: "Hare", "Hare, winter", "The mill". */
  readonly name: string;
  readonly kind: 'character' | 'outfit' | 'location' | 'prop';
  /** What a picture's file may be called, in lower case. */
  readonly fileNames: readonly string[];
  readonly references: readonly CastReference[];
}

export interface CastReference {
  readonly path: SourcePath;
  readonly value: string;
  readonly kind: ReturnType<typeof referenceKind>;
}

const sections = [
  ['characters', 'character'],
  ['locations', 'location'],
  ['props', 'prop'],
] as const;

/** Everybody and everything in a story file that can have pictures, in its order; empty if the file cannot be read. */
export function findCast(text: string): readonly CastEntry[] {
  const source = readSource(text);
  if (source === null) return [];
  return sections.flatMap(([section, kind]) =>
    entriesOf(source.getIn([section], true), [section]).flatMap(({ map, path }) => {
      const id = wordOf(map.get('id', true));
      const name = wordOf(map.get('name', true)) || id;
      const entry = { path, kind, name, fileNames: namesOf(id, name), references: referencesOf(map, path) };
      const outfits = entriesOf(map.get('outfits', true), [...path, 'outfits']).map((outfit): CastEntry => {
        const worn = wordOf(outfit.map.get('id', true));
        return {
          path: outfit.path,
          kind: 'outfit',
          name: `${name}, ${worn}`,
          fileNames: namesOf(`${id}-${worn}`, `${id} ${worn}`, `${name} ${worn}`),
          references: referencesOf(outfit.map, outfit.path),
        };
      });
      return [entry, ...outfits];
    }),
  );
}

/** Names of the files that the story refers to by a path, each once. */
export const missingPictures = (cast: readonly CastEntry[]): readonly string[] => [
  ...new Set(
    cast.flatMap(({ references }) =>
      references.filter(({ kind }) => kind === 'local').map(({ value }) => baseOf(value)),
    ),
  ),
];

/**
 * The text with an uploaded picture where its file name says it belongs: in place of every path that ends in that name, or
 * else with whom the file is named after. null: it matches no one.
 */
export function placePicture(text: string, fileName: string, asset: string): string | null {
  const cast = findCast(text);
  const paths = cast.flatMap(({ references }) =>
    references
      .filter(({ kind, value }) => kind === 'local' && sameName(baseOf(value), fileName))
      .map(({ path }) => path),
  );
  if (paths.length > 0) return paths.reduce((edited, path) => setInSource(edited, path, asset), text);
  const stem = fileName.replace(/\.\w+$/, '').toLowerCase();
  const owner = cast.find(({ fileNames }) => fileNames.includes(stem));
  return owner === undefined ? null : addPicture(text, owner, asset);
}

export const addPicture = (text: string, { path }: CastEntry, asset: string): string =>
  appendToSource(text, [...path, 'references'], asset);

function entriesOf(list: unknown, path: SourcePath) {
  if (!isSeq(list)) return [];
  return list.items.flatMap((map, index) => (isMap(map) ? [{ map, path: [...path, index] }] : []));
}

function referencesOf(map: { get(key: string, keep: true): unknown }, path: SourcePath): CastReference[] {
  const list = map.get('references', true);
  if (!isSeq(list)) return [];
  return list.items.flatMap((item, index) => {
    const value = wordOf(item);
    return value === '' ? [] : [{ path: [...path, 'references', index], value, kind: referenceKind(value) }];
  });
}

const wordOf = (node: unknown): string => (isScalar(node) && typeof node.value === 'string' ? node.value : '');

/** Lower case, with the separators people use in file names. */
const namesOf = (...names: readonly string[]): readonly string[] =>
  [
    ...new Set(
      names.flatMap((name) => ['-', '_', ' ', ''].map((mark) => name.toLowerCase().replaceAll(/[\s_-]+/g, mark))),
    ),
  ].filter((name) => name !== '');

const baseOf = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;
const sameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
