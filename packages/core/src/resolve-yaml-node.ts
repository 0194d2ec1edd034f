import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar } from 'yaml';
import { count, quote } from './quote.ts';
import {
  type Finding,
  type Reading,
  readUntilStopped,
  type SourceNode,
  StopReading,
  setOwn,
  sourceLimits,
} from './source-document.ts';

/** Core tags state what the core schema finds anyway, or turn a number into text; all other tags are refused. */
const coreTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** A resolved node with its size, which counts again for each alias. */
interface Resolved {
  readonly value: unknown;
  readonly node: SourceNode;
  readonly values: number;
  readonly characters: number;
  readonly depth: number;
}

interface State {
  readonly findings: Finding[];
  readonly path: (string | number)[];
  /** Anchors seen so far; null while the anchored node is being resolved. */
  readonly anchors: Map<string, Resolved | null>;
  values: number;
  characters: number;
}

/**
 * The plain value of a composed YAML node. Aliases share what they refer to and count as if it were written again, so
 * one cast may be listed in 2,000 panels while "a billion laughs" is refused. Linear in the size of the document.
 */
export function resolveYamlNode(root: Node | null): Reading {
  if (root === null) return { ok: true, value: null, root: { at: 0 }, findings: [] };
  return readUntilStopped(() => {
    const state: State = { findings: [], path: [], anchors: new Map(), values: 0, characters: 0 };
    const { value, node } = resolve(root, undefined, state);
    return { ok: true, value, root: node, findings: state.findings };
  });
}

const startOf = (node: unknown): number => (node as Node | null)?.range?.[0] ?? 0;

function resolve(yaml: Node, keyAt: number | undefined, state: State): Resolved {
  const at = startOf(yaml);
  const place = keyAt === undefined ? { at } : { at, keyAt };
  if (isAlias(yaml)) return useAgain(yaml.source, place, state);
  const anchor = 'anchor' in yaml ? yaml.anchor : undefined;
  if (anchor) state.anchors.set(anchor, null);
  if (yaml.tag !== undefined && yaml.tag !== '!' && !coreTags.has(yaml.tag)) {
    const tag = yaml.tag.replace('tag:yaml.org,2002:', '!!');
    report(
      state,
      at,
      () => `the tag ${quote(tag)} is not known; remove it, or put text that begins with "!" in quotes`,
    );
  }
  const resolved = isMap(yaml)
    ? resolveMap(yaml.items, placeOf(yaml, place), state)
    : isSeq(yaml)
      ? resolveSeq(yaml.items as Node[], placeOf(yaml, place), state)
      : resolveScalar(yaml as Scalar.Parsed, place, state);
  if (anchor) state.anchors.set(anchor, resolved);
  return resolved;
}

/** A block collection begins on the line after its key; people look for the key. */
function placeOf(collection: { flow?: boolean }, place: SourceNode): SourceNode {
  return collection.flow || place.keyAt === undefined ? place : { ...place, at: place.keyAt };
}

function resolveMap(items: readonly Pair[], place: SourceNode, state: State): Resolved {
  spend(state, place.at, 1, 0);
  const before = { values: state.values, characters: state.characters };
  const value: Record<string, unknown> = {};
  const parts = new Map<string, SourceNode>();
  let depth = 0;
  for (const pair of items) {
    const keyAt = startOf(pair.key);
    const key = keyOf(pair.key);
    if (key === null) {
      report(
        state,
        keyAt,
        () => 'a key must be a word followed by ":"; put text that begins with "?", "[", "{" or "*" in quotes',
      );
      continue;
    }
    state.path.push(key);
    // `{ a }` is a key without a value.
    const resolved = pair.value === null ? resolveNothing(keyAt, state) : resolve(pair.value as Node, keyAt, state);
    depth = Math.max(depth, resolved.depth);
    if (key === '<<') {
      report(state, keyAt, () => 'merge keys ("<<") are not part of YAML 1.2; write the keys out');
    } else if (parts.has(key)) {
      report(state, keyAt, () => `the key ${quote(key)} appears twice; keep one of them`);
    } else {
      parts.set(key, resolved.node);
      setOwn(value, key, resolved.value);
    }
    state.path.pop();
  }
  return weigh(value, { ...place, parts }, before, depth, state);
}

function resolveSeq(items: readonly Node[], place: SourceNode, state: State): Resolved {
  spend(state, place.at, 1, 0);
  const before = { values: state.values, characters: state.characters };
  const value: unknown[] = [];
  const parts: SourceNode[] = [];
  let depth = 0;
  for (const item of items) {
    state.path.push(value.length);
    // In a flow list `[a: b]` the library leaves a pair: a mapping of one key.
    const resolved =
      isMap(item) || isSeq(item) || isScalar(item) || isAlias(item)
        ? resolve(item, undefined, state)
        : resolveMap([item as unknown as Pair], { at: startOf((item as unknown as Pair).key) }, state);
    state.path.pop();
    depth = Math.max(depth, resolved.depth);
    value.push(resolved.value);
    parts.push(resolved.node);
  }
  return weigh(value, { ...place, parts }, before, depth, state);
}

function weigh(
  value: unknown,
  node: SourceNode,
  before: Pick<State, 'values' | 'characters'>,
  depth: number,
  state: State,
): Resolved {
  const values = state.values - before.values + 1;
  return { value, node, values, characters: state.characters - before.characters, depth: depth + 1 };
}

function resolveScalar(scalar: Scalar.Parsed, place: SourceNode, state: State): Resolved {
  const { value, source } = scalar;
  const characters = typeof value === 'string' ? value.length : 0;
  spend(state, place.at, 1, characters);
  const node = typeof value === 'string' ? place : { ...place, written: source };
  return { value, node, values: 1, characters, depth: 0 };
}

function resolveNothing(at: number, state: State): Resolved {
  spend(state, at, 1, 0);
  return { value: null, node: { at, keyAt: at }, values: 1, characters: 0, depth: 0 };
}

function useAgain(anchor: string, place: SourceNode, state: State): Resolved {
  const target = state.anchors.get(anchor);
  if (target === undefined) {
    const detail = () =>
      `${quote(`*${anchor}`)} refers to nothing set before it; put text that begins with "*" in quotes`;
    state.findings.push({ path: [...state.path], at: place.at, unread: true, detail });
    return { value: undefined, node: place, values: 1, characters: 0, depth: 0 };
  }
  if (target === null)
    throw new StopReading(place.at, `${quote(`*${anchor}`)} refers to the value it is part of; write it out`);
  if (state.path.length + target.depth > sourceLimits.depth) {
    throw new StopReading(place.at, `nested more than ${sourceLimits.depth} levels deep; a story needs only 5`);
  }
  spend(state, place.at, target.values, target.characters);
  return { ...target, node: { ...target.node, ...place } };
}

function spend(state: State, at: number, values: number, characters: number): void {
  state.values += values;
  state.characters += characters;
  if (state.values > sourceLimits.values || state.characters > sourceLimits.length) {
    const limit = `${count(sourceLimits.values)} values or ${count(sourceLimits.length)} characters`;
    throw new StopReading(
      at,
      `with its aliases written out the document has more than ${limit}, more than any story needs`,
    );
  }
}

function keyOf(key: unknown): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === 'string') return key.value;
  // `1984:` and `true:` count as text, as written; a missing key (`: x`) does not.
  return key.source ? key.source : null;
}

function report(state: State, at: number, detail: () => string): void {
  state.findings.push({ path: [...state.path], at, detail });
}
