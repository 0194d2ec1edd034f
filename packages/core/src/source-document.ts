/** A JSON pointer in parts: keys of mappings and, from 0, indexes of lists. */
export type Path = readonly (string | number)[];

/** The position of a value in the source text, and of its parts. Offsets count UTF-16 code units from 0. */
export interface SourceNode {
  readonly at: number;
  /** Offset of the key this value belongs to; absent in lists. */
  readonly keyAt?: number;
  /** The value as it was written, if it is a plain value but not text: `1984`, `true`, `0x1F`. */
  readonly written?: string;
  readonly parts?: ReadonlyMap<string, SourceNode> | readonly SourceNode[];
}

/** Something wrong with a story. The message is computed late: of many thousand findings only the first are reported. */
export interface Finding {
  readonly path: Path;
  readonly detail: () => string;
  /** The key is wrong, not its value. */
  readonly onKey?: boolean;
  /** The value could not be read, so no other finding about it is reported. */
  readonly unread?: boolean;
  /** Offset in the source, if the path is ambiguous (the second of two equal keys, broken syntax). */
  readonly at?: number;
}

/** The result of reading a source text. Findings in a readable document do not stop the other checks; broken syntax does. */
export type Reading =
  | {
      readonly ok: true;
      readonly value: unknown;
      readonly root: SourceNode;
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Limits for any document. No story within `storyLimits` comes near them; they stop documents made to exhaust memory. */
export const sourceLimits = {
  /** 16 Mi UTF-16 code units, so never more than 16 MiB of ASCII. */
  length: 16 * 1024 * 1024,
  /** Nested lists and mappings; a story needs 5. */
  depth: 32,
  /** Values after aliases are followed; a story with every list full has fewer than 300,000. */
  values: 500_000,
} as const;

/** The node a path leads to, or the nearest one above it. */
export function findNode(root: SourceNode, path: Path): { readonly node: SourceNode; readonly exact: boolean } {
  let node = root;
  for (const step of path) {
    const parts: SourceNode['parts'] = node.parts;
    const next =
      parts instanceof Map ? parts.get(String(step)) : (parts as readonly SourceNode[] | undefined)?.[Number(step)];
    if (next === undefined) return { node, exact: false };
    node = next;
  }
  return { node, exact: true };
}

/** A reading that stopped at one place. */
export function unreadable(at: number, detail: string): Reading {
  return { ok: false, findings: [{ path: [], at, detail: () => detail }] };
}

/** Thrown inside a reader to leave its recursion; `readUntilStopped` turns it into a result. */
export class StopReading {
  readonly at: number;
  readonly detail: string;

  constructor(at: number, detail: string) {
    this.at = at;
    this.detail = detail;
  }
}

/** Runs a reader to its end or to where it threw `StopReading`. */
export function readUntilStopped(read: () => Reading): Reading {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof StopReading) return unreadable(thrown.at, thrown.detail);
    throw thrown;
  }
}

/** Sets a key as JSON.parse does: `__proto__` becomes a key like any other, not the prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}
