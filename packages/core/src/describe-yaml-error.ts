import type { YAMLParseError } from 'yaml';
import { quote } from './quote.ts';

/**
 * A syntax error of the YAML library in words of ours: what is wrong and what to do. The library's own text is the
 * fallback, since it is plain English and names the sign it stumbled over; it never carries more than that sign.
 */
export function describeYamlError(error: YAMLParseError, source: string): string {
  const advice = adviceByCode[error.code];
  if (advice !== undefined && error.code !== 'MISSING_CHAR') return advice;
  if (error.code === 'MISSING_CHAR') {
    if (error.message.startsWith('Missing closing')) return 'a text in quotes is never closed; add the closing quote';
    if (error.message.startsWith('Implicit map keys')) {
      return `expected "key: value", got ${quote(wordAt(source, error.pos[0]))}; add ":" and a space after the key, or indent it as part of the value above`;
    }
  }
  if (error.message.includes('at node end')) {
    return `unexpected ${quote(wordAt(source, error.pos[0]))} after the value; put the whole value in quotes, and write \\" for a quote inside it`;
  }
  return `not valid YAML: ${quote(error.message.split('\n')[0] ?? '').slice(1, -1)}; put texts with special signs in quotes`;
}

const adviceByCode: Partial<Record<YAMLParseError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'a value with ": " in it, or a list on the line of its key; put a text that contains ": " in quotes',
  MULTILINE_IMPLICIT_KEY:
    'a line without ":", or a key over several lines; write "key: value", and put a text that contains ":" in quotes',
  KEY_OVER_1024_CHARS: 'a key of more than 1,024 characters; put a text that contains ":" in quotes',
  TAB_AS_INDENT: 'indented with a tab; indent with spaces',
  BAD_INDENT: 'the indentation does not fit; keys of one mapping, and the "-" of one list, stand in the same column',
  BAD_SCALAR_START: 'a text cannot begin with this sign; put it in quotes',
  BAD_DQ_ESCAPE: 'a "\\" that YAML does not know, in double quotes; write \\\\ for a backslash',
  BAD_ALIAS: 'a lone "*" or "&" starts an alias; put the text in quotes',
  MULTIPLE_TAGS: 'a text that begins with "!" must be put in quotes',
  MULTIPLE_ANCHORS: 'a text that begins with "&" must be put in quotes',
  TAG_RESOLVE_FAILED: 'a text that begins with "!" is read as a tag; put it in quotes',
  ALIAS_PROPS: 'a text that begins with "!", "&" or "*" must be put in quotes',
};

/** The word or sign that stands at an offset, for a message. */
function wordAt(source: string, at: number): string {
  return /^[^\s:,[\]{}"']+|^./su.exec(source.slice(at, at + 100))?.[0] ?? 'the end of the document';
}
