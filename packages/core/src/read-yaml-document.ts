import { Composer, type CST, type Document, isNode, Lexer, Parser, type YAMLParseError } from 'yaml';
import { describeYamlError } from './describe-yaml-error.ts';
import { count } from './quote.ts';
import { resolveYamlNode } from './resolve-yaml-node.ts';
import { type Finding, type Reading, sourceLimits, unreadable } from './source-document.ts';

/** A story with every list full has about 1.5 million. Reading that many takes about 2 seconds and 600 MB. */
const maxLexemes = 2_000_000;

/**
 * For one text with line breaks or escapes: the library takes these apart line by line or character by character, 50 bytes
 * or more for each. The longest text of a story has 8,000 characters, and data URLs have neither.
 */
const maxTextLength = 1_000_000;

/**
 * Reads one YAML 1.2 document with the core schema (so `yes`, `on` and dates are text), with the position of every value.
 * Tags, merge keys, keys that are not plain words and duplicate keys are findings. Broken syntax, a second document and
 * documents made to exhaust memory stop the reading.
 */
export function readYamlDocument(source: string): Reading {
  const read = tokenize(source);
  if (!('tokens' in read)) return read;
  const documents = compose(read.tokens, source.length);
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) return { ok: false, findings: describeErrors(errors, source, read.unclosed) };
  const [first, second] = documents;
  if (second) return unreadable(second.range[0], 'a second document begins here; keep one story per file');
  return resolveYamlNode(isNode(first?.contents) ? first.contents : null);
}

interface Tokens {
  readonly tokens: CST.Token[];
  /** Where an unclosed quoted text ends → where it begins. The library reports the end; people need the beginning. */
  readonly unclosed: ReadonlyMap<number, number>;
}

/** The loop of the library's `Parser.parse`, with bounds that hold before memory is used. */
function tokenize(source: string): Tokens | Reading {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  const unclosed = new Map<number, number>();
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(source)) {
    if (++lexemes > maxLexemes) {
      return unreadable(
        parser.offset,
        `the document has more than ${count(maxLexemes)} words and symbols, more than any story needs`,
      );
    }
    if (lexeme.length > maxTextLength && /[\\\n]/.test(lexeme)) {
      const size = `${count(lexeme.length)} characters`;
      return unreadable(parser.offset, `text of ${size} with line breaks or "\\" in it; write it on one line`);
    }
    if (isUnclosed(lexeme)) unclosed.set(parser.offset + lexeme.length, parser.offset);
    for (const token of parser.next(withCheapQuotes(lexeme))) tokens.push(token);
    // The stack holds the open collections, the document and the scalar being read. Composing recurses as deep.
    if (parser.stack.length > sourceLimits.depth + 2) {
      return unreadable(parser.offset, `nested more than ${sourceLimits.depth} levels deep; a story needs only 6`);
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens, unclosed };
}

const isUnclosed = (lexeme: string) =>
  (lexeme[0] === '"' || lexeme[0] === "'") && (lexeme.length === 1 || !lexeme.endsWith(lexeme[0]));

/**
 * A long text in double quotes (a data URL) becomes the same text in single quotes, where that has the same length and
 * meaning: a picture of 15 MB takes 11 ms and 15 MB instead of 2,800 ms and 700 MB.
 */
function withCheapQuotes(lexeme: string): string {
  const long = lexeme.length > 10_000 && lexeme[0] === '"' && lexeme.endsWith('"');
  return long && !/[\\'\n]/.test(lexeme) ? `'${lexeme.slice(1, -1)}'` : lexeme;
}

function compose(tokens: CST.Token[], length: number): Document.Parsed[] {
  // Unique keys are checked in resolveYamlNode: the library compares each key of a mapping with all before it.
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
  });
  return [...composer.compose(tokens, true, length)] as Document.Parsed[];
}

/** One error confuses the parser for the rest of the line, so only the first error of a line is reported. */
function describeErrors(errors: readonly YAMLParseError[], source: string, unclosed: Tokens['unclosed']): Finding[] {
  let lineEnd = -1;
  return errors
    .map((error) => ({ error, at: unclosed.get(error.pos[0]) ?? error.pos[0] }))
    .sort((a, b) => a.at - b.at)
    .filter(({ at }) => {
      if (at <= lineEnd) return false;
      const end = source.indexOf('\n', at);
      lineEnd = end === -1 ? source.length : end;
      return true;
    })
    .map(({ error, at }) => ({ path: [], at, detail: () => describeYamlError(error, source) }));
}
