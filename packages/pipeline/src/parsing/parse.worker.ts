import { type Document, type Parsed, parseDocument } from './parse-document.ts';

/** What a parsing thread runs; piscina calls a module's default export, and this one has a name instead. */
export const parseInThread = (document: Document): Parsed => parseDocument(document);
