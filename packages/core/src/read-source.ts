import { count } from './quote.ts';
import { readJsonDocument } from './read-json-document.ts';
import { readYamlDocument } from './read-yaml-document.ts';
import { type Reading, sourceLimits, unreadable } from './source-document.ts';

/** Default `auto`: JSON if it begins with a bracket and is JSON, otherwise YAML 1.2. */
export type SourceFormat = 'yaml' | 'json' | 'auto';

/** Editors on Windows begin files with a byte order mark. */
export const withoutByteOrderMark = (source: string): string =>
  source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;

/** Reads a text as a value, with the position of each part. Never throws, whatever the text. */
export function readSource(text: string, format: SourceFormat): Reading {
  if (text.length > sourceLimits.length) {
    return unreadable(
      0,
      `the document has ${count(text.length)} characters; at most ${count(sourceLimits.length)} are read: refer to pictures by asset id or URL`,
    );
  }
  const nul = text.indexOf('\0');
  if (nul !== -1) return unreadable(nul, 'the document contains NUL characters; save it as UTF-8');
  if (format === 'json') return readJsonDocument(text);
  if (format === 'yaml' || !/^\s*[{[]/.test(text)) return readYamlDocument(text);
  const json = readJsonDocument(text);
  if (json.ok) return json;
  // YAML may begin with a bracket too. If the text is neither, the quotes show which one was meant.
  const yaml = readYamlDocument(text);
  return yaml.ok || !/^\s*\{\s*"/.test(text) ? yaml : json;
}
