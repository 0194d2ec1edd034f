import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BookFormat } from '@nextpanel/core';
import type { JoinedPart } from '@nextpanel/imaging';
import type { StoredFile, StoryFacts } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { isLoss } from '../frames.ts';

interface OriginalBook {
  readonly name: string;
  readonly format: BookFormat;
  readonly file: StoredFile;
  readonly sha256: string;
}

/**
 * The book of the original with those of all editions that are bound, as one file that is put together while it is read; null: there is nothing to
 * add. An edition that is still being made, or whose stored book is damaged, is left out.
 */
export async function joinLanguages(
  { state, artifacts, imaging }: Pick<Context, 'state' | 'artifacts' | 'imaging'>,
  { id, spec }: Pick<StoryFacts, 'id' | 'spec'>,
  { name, format, file, sha256 }: OriginalBook,
): Promise<{ readonly file: StoredFile; readonly etag: string } | null> {
  const editions = await Promise.all(
    (await state.editions.languages(id)).map(async (language) => {
      const hash = (await state.editions.books(id, language)).get(name)?.value.sha256;
      const found = hash === undefined ? null : await openUnlessLost(artifacts, hash);
      return found && hash !== undefined ? [{ language, file: found, sha256: hash }] : [];
    }),
  );
  const books = [{ language: spec.language, file, sha256 }, ...editions.flat()];
  const joined = await imaging.joinBooks(format, books);
  if (!joined) return null;
  const hashes = books.map((book) => book.sha256).join(' ');
  return { file: fileOf(joined.parts), etag: createHash('sha256').update(hashes).digest('hex') };
}

async function openUnlessLost(artifacts: Context['artifacts'], sha256: string): Promise<StoredFile | null> {
  try {
    return await artifacts.open(sha256);
  } catch (error) {
    if (isLoss(error)) return null;
    throw error;
  }
}

const sizeOf = (part: JoinedPart): number => (part instanceof Uint8Array ? part.length : part.last - part.first + 1);

function fileOf(parts: readonly JoinedPart[]): StoredFile {
  const bytes = parts.reduce((sum, part) => sum + sizeOf(part), 0);
  return { bytes, stream: async (range) => Readable.from(piecesOf(parts, range ?? { first: 0, last: bytes - 1 })) };
}

async function* piecesOf(
  parts: readonly JoinedPart[],
  { first, last }: { readonly first: number; readonly last: number },
): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const part of parts) {
    const [from, to] = [Math.max(first - start, 0), Math.min(last - start, sizeOf(part) - 1)];
    start += sizeOf(part);
    if (from > to) continue;
    if (part instanceof Uint8Array) yield part.subarray(from, to + 1);
    else
      for await (const chunk of await part.file.stream({ first: part.first + from, last: part.first + to }))
        yield chunk;
  }
}
