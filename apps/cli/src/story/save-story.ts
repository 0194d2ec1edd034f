import { createWriteStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { BookLayout, Client } from '@nextpanel/client';
import type { EditionSummary, StoryView } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { describeFormat, formatOf } from '@nextpanel/core/formats';
import { makeDir } from '@nextpanel/local/make-dir';
import { nameOfServer, numberOfServer } from './names-of-server.ts';
import { pictureType } from './picture-type.ts';
import { isSystemError, removeLostParts, replaceBytes, replaceFile } from './replace-file.ts';

/** Pictures fetched at the same time. */
const fetchesAtOnce = 4;
/** Names that we write, and therefore may remove. */
const ownPicture = /^\d{3,}\.(png|jpg|webp)$/;

/** The name of a book, or pictures. */
export type Part = string;

export interface SaveOptions {
  readonly client: Pick<Client, 'book' | 'panels' | 'sheets' | 'panelImage' | 'sheetImage' | 'editions'>;
  readonly story: StoryView;
  /** Absolute. */
  readonly dir: string;
  /** Default: everything that exists, and `story.json`. */
  readonly parts?: readonly Part[];
  /** Of an edition in this language, in a folder of its own. Default: of the original, and without `parts` of every edition. */
  readonly language?: string | undefined;
  /** Only sheets, or a book, in another layout or page size; their names say so. */
  readonly layout?: BookLayout | undefined;
  readonly page?: string | undefined;
  /** Until a book is bound, what is drawn of it; without `parts` and without any book, a PDF. Its name says that it is partial. */
  readonly partial?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes the folder and proves that it is writable, before hours of drawing.
 *
 * @throws NextpanelError `out_unwritable`
 */
export async function prepareOutDir(dir: string): Promise<void> {
  try {
    const probe = join(dir, '.write-test');
    await replaceBytes(probe, new Uint8Array());
    await rm(probe, { force: true });
  } catch (error) {
    throw unwritable(dir, error);
  }
}

/**
 * Writes everything drawn, composed and bound of a story. Each file is written under a temporary name and renamed, so an
 * existing file is complete. Pictures of an earlier, longer run are removed.
 *
 * @returns the paths below `dir`, in the order of the parts
 * @throws NextpanelError `out_unwritable`, `server_answer_invalid`; ApiError `not_bound` for a requested part that does not exist
 */
export async function saveStory(options: SaveOptions): Promise<string[]> {
  const { client, story, dir, parts, language, partial = false } = options;
  const books = (bound: readonly string[]) => (partial && bound.length === 0 ? ['pdf'] : bound);
  try {
    if (language !== undefined) {
      const edition = (await client.editions(story.id)).find((it) => it.language === language);
      return await saveParts(options, parts ?? [...books(edition?.books ?? []), 'sheets'], language);
    }
    const files = await saveParts(options, parts ?? [...books(story.books), 'sheets', 'panels']);
    if (parts !== undefined) return files;
    const editions = await client.editions(story.id);
    for (const edition of editions)
      files.push(...(await saveParts(options, [...books(edition.books), 'sheets'], edition.language)));
    const content = storyJson(story, files, editions);
    await replaceBytes(join(dir, 'story.json'), Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
    return [...files, 'story.json'];
  } catch (error) {
    throw isSystemError(error) ? unwritable(dir, error) : error;
  }
}

/** The content of `story.json` and of `--json`. */
export function storyJson(
  { id, title, status, cost, warnings }: StoryView,
  files: readonly string[],
  editions: readonly Pick<EditionSummary, 'language' | 'counts' | 'warnings'>[] = [],
) {
  const inLanguages = editions.map(({ language, counts, warnings: own }) => ({ language, counts, warnings: own }));
  return { id, title, status, cost, warnings, ...(editions.length > 0 && { editions: inLanguages }), files };
}

/** @param language of an edition, which has a folder of its own */
async function saveParts(options: SaveOptions, parts: readonly Part[], language?: string): Promise<string[]> {
  const dir =
    language === undefined ? options.dir : join(options.dir, nameOfServer('language of an edition', language));
  await makeDir(dir);
  await removeLostParts(dir);
  const files: string[] = [];
  for (const part of parts) {
    options.signal.throwIfAborted();
    files.push(...(await savePart({ ...options, dir, language }, part)));
  }
  return language === undefined ? files : files.map((file) => `${language}/${file}`);
}

async function savePart(options: SaveOptions, part: Part): Promise<string[]> {
  const { client, story, dir, language, layout, page, partial = false, signal } = options;
  const inPages = { language, layout, page };
  const pages = [layout, page].filter((name) => name !== undefined).map((name) => `.${name}`);
  if (part === 'sheets') {
    const composed = (await client.sheets(story.id, inPages)).filter(({ status }) => status === 'composed');
    const folder = ['sheets', ...pages].join('');
    return savePictures(options, folder, composed, (number) => client.sheetImage(story.id, number, inPages));
  }
  if (part === 'panels') {
    const drawn = (await client.panels(story.id)).filter(({ frame }) => frame !== null);
    return savePictures(options, part, drawn, (number) => client.panelImage(story.id, number));
  }
  const ending = `${pages.join('')}${fileEnding(nameOfServer('name of a book', part))}`;
  const { body, headers } = await client.book(story.id, part, { ...inPages, partial });
  const isPartial = partial && /\.partial\./.test(headers.get('content-disposition') ?? '');
  const file = `book${isPartial ? '.partial' : ''}${ending}`;
  await replaceFile(join(dir, file), (temporary) =>
    pipeline(
      Readable.fromWeb((body ?? new Blob([]).stream()) as ReadableStream),
      createWriteStream(temporary, { flush: true }),
      {
        signal,
      },
    ),
  );
  if (!isPartial) await rm(join(dir, `book.partial${ending}`), { force: true });
  return [file];
}

/** `.pdf`, `.kdp-6x9.print.zip`. A server that is newer than this program may have formats it does not know. */
function fileEnding(name: string): string {
  const [format = name, ...pages] = name.split('@');
  const known = formatOf(name);
  return [...pages, known === null ? format : describeFormat(known).extension].map((part) => `.${part}`).join('');
}

async function savePictures(
  { dir, signal }: SaveOptions,
  folder: string,
  items: readonly { readonly number: number }[],
  fetchOne: (number: number) => Promise<Response>,
): Promise<string[]> {
  const place = join(dir, folder);
  await makeDir(place);
  await removeLostParts(place);
  const digits = Math.max(3, String(items.at(-1)?.number ?? 0).length);
  const names = await runSideBySide(items, fetchesAtOnce, async (item) => {
    signal.throwIfAborted();
    const number = numberOfServer(item.number);
    const bytes = new Uint8Array(await (await fetchOne(number)).arrayBuffer());
    const name = `${String(number).padStart(digits, '0')}.${pictureType(bytes)?.extension ?? 'png'}`;
    await replaceBytes(join(place, name), bytes);
    return name;
  });
  for (const name of await readdir(place)) {
    if (ownPicture.test(name) && !names.includes(name)) await rm(join(place, name));
  }
  return names.map((name) => `${folder}/${name}`);
}

/** Runs `act` for every item, at most `atOnce` at a time; results keep the order of the items. */
async function runSideBySide<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  const runner = async () => {
    for (const [index, item] of entries) results[index] = await act(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, runner));
  return results;
}

function unwritable(dir: string, error: unknown): NextpanelError {
  const why = error instanceof Error ? error.message : String(error);
  return new NextpanelError(
    'out_unwritable',
    `the folder ${dir} cannot be written: ${why}; choose another with --out DIR`,
    {
      cause: error,
    },
  );
}
