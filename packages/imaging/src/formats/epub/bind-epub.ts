import type { BindFormat } from '../book-format.ts';
import { writeEpub } from './write-epub.ts';

/** Binds an EPUB 3.3 in fixed layout. */
export const bindEpub: BindFormat = (input, file) => writeEpub(input, file, { meta: [], css: '', layer: () => '' });
