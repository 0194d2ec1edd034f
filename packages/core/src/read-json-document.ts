import { count, quote } from './quote.ts';
import {
  type Finding,
  type Path,
  type Reading,
  readUntilStopped,
  type SourceNode,
  StopReading,
  setOwn,
  sourceLimits,
} from './source-document.ts';

/**
 * Reads strict JSON (RFC 8259): what `JSON.parse` takes and nothing else, with the place of every value. Keys given twice
 * are findings, the first value is kept. Broken syntax stops the reading at one place, described in our own words, because
 * the messages of JavaScript engines differ and often lack the position.
 */
export function readJsonDocument(source: string): Reading {
  return readUntilStopped(() => {
    const reader = new JsonReader(source);
    const { value, node } = reader.readAll();
    return { ok: true, value, root: node, findings: reader.findings };
  });
}

interface Read {
  readonly value: unknown;
  readonly node: SourceNode;
}

const notInJson: Readonly<Record<string, string>> = {
  '/': 'comments are not part of JSON; remove it, or save the story as YAML',
  '#': 'comments are not part of JSON; remove it, or save the story as YAML',
  "'": 'JSON texts stand in double quotes; write " instead of \'',
  '+': 'a JSON number starts with a digit or "-"; remove the "+"',
  '.': 'a JSON number starts with a digit; write 0 before the "."',
};

class JsonReader {
  readonly findings: Finding[] = [];
  private readonly source: string;
  private readonly path: (string | number)[] = [];
  private at = 0;
  private values = 0;

  constructor(source: string) {
    this.source = source;
  }

  readAll(): Read {
    this.skipSpace();
    const read = this.readValue(undefined);
    this.skipSpace();
    if (this.at < this.source.length) {
      throw new StopReading(this.at, `text after the end of the JSON document (${this.found()}); remove it`);
    }
    return read;
  }

  private readValue(keyAt: number | undefined): Read {
    if (++this.values > sourceLimits.values) {
      throw new StopReading(
        this.at,
        `the document has more than ${count(sourceLimits.values)} values; no story is that large`,
      );
    }
    const at = this.at;
    const place = keyAt === undefined ? { at } : { at, keyAt };
    const first = this.source[at];
    if (first === '{') return this.readObject(place);
    if (first === '[') return this.readArray(place);
    if (first === '"') return { value: this.readString(), node: place };
    if (first !== undefined && (first === '-' || isDigit(first))) return { value: this.readNumber(), node: place };
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ] as const) {
      if (this.source.startsWith(word, at) && !isWordCharacter(this.source[at + word.length])) {
        this.at += word.length;
        return { value, node: place };
      }
    }
    throw new StopReading(at, this.hint() ?? `expected a value, got ${this.found()}; texts stand in double quotes`);
  }

  private readObject(place: SourceNode): Read {
    const value: Record<string, unknown> = {};
    const parts = new Map<string, SourceNode>();
    this.enter('}', (first) => {
      const keyAt = this.at;
      if (this.source[keyAt] !== '"') {
        if (this.source[keyAt] === '}' && !first) throw new StopReading(this.at, 'a comma before "}"; remove it');
        throw new StopReading(keyAt, this.hint() ?? `expected a key in double quotes, got ${this.found()}`);
      }
      const key = this.readString();
      this.skipSpace();
      if (this.source[this.at] !== ':')
        throw new StopReading(this.at, `expected ":" after the key ${quote(key)}, got ${this.found()}`);
      this.at += 1;
      this.skipSpace();
      this.path.push(key);
      const read = this.readValue(keyAt);
      if (parts.has(key)) {
        const path: Path = [...this.path];
        this.findings.push({ path, at: keyAt, detail: () => `the key ${quote(key)} is given twice; keep one of them` });
      } else {
        parts.set(key, read.node);
        setOwn(value, key, read.value);
      }
      this.path.pop();
    });
    return { value, node: { ...place, parts } };
  }

  private readArray(place: SourceNode): Read {
    const value: unknown[] = [];
    const parts: SourceNode[] = [];
    this.enter(']', (first) => {
      if (this.source[this.at] === ']' && !first) throw new StopReading(this.at, 'a comma before "]"; remove it');
      this.path.push(value.length);
      const read = this.readValue(undefined);
      this.path.pop();
      value.push(read.value);
      parts.push(read.node);
    });
    return { value, node: { ...place, parts } };
  }

  /** From the opening bracket to past the closing one; calls `readPart` at the start of every part. */
  private enter(closing: '}' | ']', readPart: (first: boolean) => void): void {
    const opened = this.at;
    if (this.path.length >= sourceLimits.depth) {
      throw new StopReading(opened, `nested more than ${sourceLimits.depth} levels deep; a story needs 6`);
    }
    this.at += 1;
    this.skipSpace();
    if (this.source[this.at] === closing) {
      this.at += 1;
      return;
    }
    for (let first = true; ; first = false) {
      readPart(first);
      this.skipSpace();
      const next = this.source[this.at];
      if (next !== ',' && next !== closing) {
        if (next === undefined)
          throw new StopReading(opened, `this "${this.source[opened]}" is never closed; add "${closing}"`);
        throw new StopReading(this.at, `expected "," or "${closing}", got ${this.found()}`);
      }
      this.at += 1;
      if (next === closing) return;
      this.skipSpace();
    }
  }

  private readString(): string {
    const opened = this.at;
    // oxlint-disable-next-line no-control-regex -- JSON forbids them in texts
    const special = /["\\\u0000-\u001F]/g;
    special.lastIndex = opened + 1;
    for (let match = special.exec(this.source); match !== null; match = special.exec(this.source)) {
      if (match[0] === '"') {
        this.at = match.index + 1;
        return this.unescape(opened);
      }
      if (match[0] === '\\') {
        special.lastIndex = match.index + 2;
        continue;
      }
      throw new StopReading(
        match.index,
        match[0] === '\n' || match[0] === '\r'
          ? 'a text runs over the end of its line; close it with ", or write \\n for a line break'
          : `a control character (${quote(match[0]).slice(1, -1)}) inside a text; remove it`,
      );
    }
    throw new StopReading(opened, 'a text is never closed; add "');
  }

  private unescape(opened: number): string {
    try {
      return JSON.parse(this.source.slice(opened, this.at)) as string;
    } catch {
      throw new StopReading(opened, 'a text with a "\\" that JSON does not know; write \\\\ for a backslash');
    }
  }

  private readNumber(): number {
    const start = this.at;
    const signs = /[-+.eE0-9]*/y;
    signs.lastIndex = start;
    const written = signs.exec(this.source)?.[0] ?? '';
    this.at += written.length;
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(written)) {
      throw new StopReading(start, `${quote(written)} is not a JSON number`);
    }
    return Number(written);
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.source.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  private hint(): string | undefined {
    return notInJson[this.source[this.at] ?? ''];
  }

  private found(): string {
    if (this.at >= this.source.length) return 'the end of the document';
    const rest = this.source.slice(this.at, this.at + 80);
    return quote(/^[A-Za-z0-9_.-]+/.exec(rest)?.[0] ?? String.fromCodePoint(rest.codePointAt(0) as number));
  }
}

const isDigit = (character: string) => character >= '0' && character <= '9';
const isWordCharacter = (character: string | undefined) => character !== undefined && /[A-Za-z0-9_]/.test(character);
