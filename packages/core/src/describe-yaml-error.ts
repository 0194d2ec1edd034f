import type { YAMLParseError } from 'yaml';
import { quote } from './quote.ts';

/**
 * Describes a syntax error of the YAML library: what is wrong and what to do. The library's own message is the fallback: it
 * is plain English, names the offending character, and quotes no more than that character.
 */
export function describeYamlError(error: YAMLParseError, source: string): string {
  const advice = adviceByCode[error.code];
  if (advice !== undefined && error.code !== 'MISSING_CHAR') return advice;
  if (error.code === 'MISSING_CHAR') {
    if (error.message.startsWith('Missing closing')) return 'quoted text is never closed; add the closing quote';
    if (error.message.startsWith('Implicit map keys')) {
      return `expected "key: value", got ${quote(wordAt(source, error.pos[0]))}; add ":" and a space after the key, or indent it as part of the value above`;
    }
  }
  if (error.message.includes('at node end')) {
    return `unexpected ${quote(wordAt(source, error.pos[0]))} after the value; put the whole value in quotes, and write \\" for a quote inside it`;
  }
  return `not valid YAML: ${quote(error.message.split('\n')[0] ?? '').slice(1, -1)}; put text with special characters in quotes`;
}

const adviceByCode: Partial<Record<YAMLParseError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'a value that contains ": ", or a list on the same line as its key; put text that contains ": " in quotes',
  MULTILINE_IMPLICIT_KEY:
    'a line without ":", or a key over several lines; write "key: value", and put text that contains ":" in quotes',
  KEY_OVER_1024_CHARS: 'a key of more than 1,024 characters; put text that contains ":" in quotes',
  TAB_AS_INDENT: 'indented with a tab; indent with spaces',
  BAD_INDENT: 'wrong indentation; keys of one mapping, and the "-" of one list, must start in the same column',
  BAD_SCALAR_START: 'text cannot begin with this character; put it in quotes',
  BAD_DQ_ESCAPE: 'an unknown "\\" escape in double quotes; write \\\\ for a backslash',
  BAD_ALIAS: 'a single "*" or "&" starts an alias; put the text in quotes',
  MULTIPLE_TAGS: 'text that begins with "!" needs quotes',
  MULTIPLE_ANCHORS: 'text that begins with "&" needs quotes',
  TAG_RESOLVE_FAILED: 'text that begins with "!" is read as a tag; put it in quotes',
  ALIAS_PROPS: 'text that begins with "!", "&" or "*" needs quotes',
};

/** The word or character at an offset, for a message. */
function wordAt(source: string, at: number): string {
  return /^[^\s:,[\]{}"']+|^./su.exec(source.slice(at, at + 100))?.[0] ?? 'the end of the document';
}
