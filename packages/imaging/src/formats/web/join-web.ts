import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { JoinedBook, JoinedPart, ReadableBook } from '../book-format.ts';
import { escapeXml } from '../escape-xml.ts';
import { bookEnd, bookStart } from './book-marks.ts';
import { wordsOf } from './reader-words.ts';

/** Where a book begins in its file: behind style and title. */
const headMax = 64_000;
/** What follows it: the script. */
const tailMax = 64_000;

interface FoundBook extends ReadableBook {
  /** Places in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * One file of the books in several languages, the first one first: its head and script, links to the languages, then each book as it stands in its own
 * file. Nothing is read but the ends of the files. Null: there are fewer than two, or the first is of another release.
 */
export async function joinWeb(books: readonly ReadableBook[]): Promise<JoinedBook | null> {
  const found = (await Promise.all(books.map(findBook))).filter((book) => book !== null);
  const [first] = found;
  if (found.length < 2 || first?.language !== books[0]?.language || first === undefined) return null;
  const links = found.map(({ language }) => {
    const tag = escapeXml(language);
    return `<a href="#${tag}" lang="${tag}" hreflang="${tag}">${escapeXml(nameOf(language))}</a>`;
  });
  const switcher = Buffer.from(
    `<nav class="languages" aria-label="${escapeXml(wordsOf(first.language).languages)}">\n${links.join('\n')}\n</nav>\n`,
  );
  const parts: JoinedPart[] = [
    { file: first.file, first: 0, last: first.start - 1 },
    switcher,
    ...found.map(({ file, start, end }) => ({ file, first: start, last: end - 1 })),
    { file: first.file, first: first.end, last: first.file.bytes - 1 },
  ];
  return { parts, languages: found.map(({ language }) => language) };
}

async function findBook(book: ReadableBook): Promise<FoundBook | null> {
  const { file } = book;
  const from = Math.max(0, file.bytes - tailMax);
  const [head, tail] = await Promise.all([
    read(file.stream({ first: 0, last: Math.min(headMax, file.bytes) - 1 })),
    read(file.stream({ first: from, last: file.bytes - 1 })),
  ]);
  const [start, end] = [head.indexOf(bookStart), tail.lastIndexOf(bookEnd)];
  return start === -1 || end === -1 ? null : { ...book, start, end: from + end + bookEnd.length };
}

const read = async (stream: Promise<Readable>): Promise<Buffer> => buffer(await stream);

/** A language by its own name: Deutsch, العربية. */
function nameOf(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}
