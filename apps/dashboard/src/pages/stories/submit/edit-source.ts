import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';

/** Where something stands in a story file: keys of maps and indexes of lists, from the root. */
export type SourcePath = readonly (string | number)[];

type Value = string | number | readonly string[];

/** A story file that can be edited in place; null if its text cannot be read. JSON is YAML here. */
export function readSource(text: string): Document.Parsed | null {
  const source = parseDocument(text);
  return source.errors.length === 0 && isMap(source.contents) ? source : null;
}

/**
 * The text with another value at a path, or, with undefined, without its key. Only the characters of that value change:
 * comments, quotes and line breaks of the rest stay as they are. Maps that lie on the way there are added.
 */
export function setInSource(text: string, path: SourcePath, value: string | number | undefined): string {
  const source = readSource(text);
  if (source === null) return text;
  if (value === undefined) {
    const found = pairAt(source, path);
    return found === undefined ? text : removePair(text, found);
  }
  const old = source.getIn(path, true);
  return isNode(old) ? replaceNode(text, old, asScalar(value, isJson(text))) : addAtPath(text, source, path, value);
}

/** The text with one more value at the end of a list, which is added if it is missing. */
export function appendToSource(text: string, path: SourcePath, value: string): string {
  const source = readSource(text);
  if (source === null) return text;
  const list = source.getIn(path, true);
  const words = asScalar(value, isJson(text));
  if (!isSeq(list))
    return isNode(list) ? replaceNode(text, list, `[${words}]`) : addAtPath(text, source, path, [value]);
  const last = list.items.at(-1) as Node | undefined;
  if (!last?.range) {
    const start = (list.range?.[0] ?? 0) + 1;
    return splice(text, start, start, words);
  }
  const end = last.range[1];
  if (list.flow === true) return splice(text, end, end, `, ${words}`);
  const indent = ' '.repeat(Math.max(0, columnOf(text, last.range[0]) - '- '.length));
  return splice(text, end, end, `\n${indent}- ${words}`);
}

/** The text with a value at a path that does not exist yet: a new entry of the deepest map that does. */
function addAtPath(text: string, source: Document.Parsed, path: SourcePath, value: Value): string {
  let map = source.contents as unknown as YAMLMap;
  for (const [depth, key] of path.entries()) {
    const next = map.get(key, true) as unknown;
    const rest = path.slice(depth);
    if (next === undefined) return isMap(map) ? addEntry(text, map, writeEntry(rest, value, isJson(text))) : text;
    if (isCollection(next) && next.items.length > 0) map = next as YAMLMap;
    else if (isMap(next) || (isScalar(next) && next.value === null))
      return replaceNode(text, next, `{ ${writeEntry(rest.slice(1), value, isJson(text))} }`);
    else return text;
  }
  return text;
}

function replaceNode(text: string, node: Node, words: string): string {
  const start = node.range?.[0] ?? 0;
  const end = Math.max(start, endOfNode(node));
  // An empty value stands right behind its colon.
  return splice(text, start, end, start === end && text[start - 1] === ':' ? ` ${words}` : words);
}

interface Found {
  readonly parent: { readonly flow?: boolean | undefined };
  readonly pair: Pair;
}

function pairAt(source: Document.Parsed, path: SourcePath): Found | undefined {
  const parent = path.length === 1 ? source.contents : source.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1));
  return pair && { parent, pair };
}

/** One more entry behind the last one of a map, where its neighbours stand. */
function addEntry(text: string, map: YAMLMap, entry: string): string {
  const last = map.items.at(-1);
  const lastKey = last?.key as Node | undefined;
  if (last === undefined || !lastKey?.range) return text;
  const end = endOf(last);
  if (map.flow === true) return splice(text, end, end, `, ${entry}`);
  const indent = ' '.repeat(columnOf(text, lastKey.range[0]));
  // Behind the line on which the last entry ends, and behind the comment that may stand there.
  const lineEnd = text.indexOf('\n', end);
  if (lineEnd === -1) return `${text}\n${indent}${entry}\n`;
  return splice(text, lineEnd, lineEnd, `\n${indent}${entry}`);
}

/** `key: value`; further keys open maps below the first. */
function writeEntry(path: SourcePath, value: Value, json: boolean): string {
  const scalar =
    typeof value === 'object' ? `[${value.map((one) => asScalar(one, json)).join(', ')}]` : asScalar(value, json);
  const entry = path.reduceRight<string | undefined>((inner, key) => {
    const name = json ? JSON.stringify(key) : String(key);
    return inner === undefined ? `${name}: ${scalar}` : `${name}: { ${inner} }`;
  }, undefined);
  return entry ?? scalar;
}

function removePair(text: string, { parent, pair }: Found): string {
  const start = (pair.key as Node).range?.[0] ?? 0;
  const end = endOf(pair);
  if (parent.flow === true) {
    const after = /^\s*,\s*/.exec(text.slice(end));
    if (after !== null) return splice(text, start, end + after[0].length, '');
    const before = /,\s*$/.exec(text.slice(0, start));
    return splice(text, start - (before?.[0].length ?? 0), end, '');
  }
  const lineEnd = text.indexOf('\n', end);
  return splice(text, text.lastIndexOf('\n', start - 1) + 1, lineEnd === -1 ? text.length : lineEnd + 1, '');
}

/** Where the value of a pair ends, without the line break or the comment after it. */
function endOf(pair: Pair): number {
  const value = pair.value as Node | null;
  const [keyStart, keyEnd] = (pair.key as Node).range ?? [0, 0];
  if (!value?.range) return keyEnd;
  const last = isCollection(value) && value.flow !== true ? value.items.at(-1) : undefined;
  if (last !== undefined) return isPair(last) ? endOf(last) : endOfNode(last as Node);
  return Math.max(value.range[1], keyStart);
}

function endOfNode(node: Node): number {
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  if (last !== undefined) return isPair(last) ? endOf(last) : endOfNode(last as Node);
  return node.range?.[1] ?? 0;
}

const splice = (text: string, from: number, to: number, words: string): string =>
  text.slice(0, from) + words + text.slice(to);

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

const isJson = (text: string): boolean => /^\s*\{\s*"/.test(text);

/** A value as the file writes it: words that YAML would take for something else are quoted. */
function asScalar(value: string | number, json: boolean): string {
  if (typeof value === 'number') return String(value);
  const isPlain = /^[A-Za-z][\w.-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value);
  return isPlain && !json ? value : JSON.stringify(value);
}
