/** Raised when pages of one release do not work in the reader of another: books are joined only when they agree. */
const readerVersion = 2;

/**
 * How a book begins in its file, and how it ends: between them stands all of it, in one language. No article: only outside of one is a header the
 * banner of the page.
 */
export const bookStart = `<div class="book" data-reader="${readerVersion}"`;
export const bookEnd = '</div><!-- end of the book -->\n';
