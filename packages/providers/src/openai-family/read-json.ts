import { buffer, text } from 'node:stream/consumers';
import { readEvents } from './answers/read-events.ts';
import { CutJson } from './cut-json.ts';
import { type BodyKind, peekBody } from './peek-body.ts';

/** A picture that stood in an answer, usually as base64. It is no string: eight of 8 MB would be 300 MB of them on the way. */
export class Base64Picture {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/** A string longer than this is a picture; prompts, which vendors repeat, are shorter. */
const longestString = 200_000;

const quote = 0x22;
const backslash = 0x5c;

/**
 * The JSON of an answer, read as it comes: long strings are decoded on the way and stand in the value as `Base64Picture`. An answer
 * that is a picture itself is one, too; a page is its text, an event stream what it stands for. What the body is its first bytes
 * tell, and only then its type. Throws SyntaxError, or CutJson.
 */
export async function readJson(response: Response): Promise<unknown> {
  const { kind, chunks } = await peekBody(response.body as AsyncIterable<Uint8Array> | null);
  switch (kind === 'other' ? kindOfType(response.headers.get('content-type') ?? '') : kind) {
    case 'picture':
      return new Base64Picture(await buffer(chunks));
    case 'page':
      return text(chunks);
    case 'events':
      return readEvents(await text(chunks));
    default:
      return parseChunks(chunks);
  }
}

const kindOfType = (type: string): BodyKind =>
  /html/.test(type) ? 'page' : /event-stream/.test(type) ? 'events' : 'json';

async function parseChunks(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  const kept: Uint8Array[] = [];
  const pictures: Uint8Array[] = [];
  // Parts of the string being read, from its opening quote on; null outside of strings.
  let open: { parts: Uint8Array[]; size: number; decoder: Base64Decoder | null } | null = null;
  let escaped = false;
  for await (const chunk of chunks) {
    let from = 0;
    while (from < chunk.length) {
      if (open === null) {
        const start = chunk.indexOf(quote, from);
        const end: number = start < 0 ? chunk.length : start + 1;
        // Copied, so that a few bytes do not hold on to their whole chunk.
        kept.push(new Uint8Array(chunk.subarray(from, end)));
        from = end;
        if (start >= 0) open = { parts: [], size: 0, decoder: null };
        continue;
      }
      const end = closingQuote(chunk, from, escaped);
      escaped = end.escaped;
      const part = chunk.subarray(from, end.at);
      from = end.closed ? end.at + 1 : end.at;
      open.size += part.length;
      if (open.decoder === null && open.size > longestString) {
        open.decoder = openDecoder();
        for (const earlier of open.parts.splice(0)) open.decoder.add(earlier);
      }
      if (open.decoder === null) open.parts.push(new Uint8Array(part));
      else open.decoder.add(part);
      if (!end.closed) continue;
      if (open.decoder === null) kept.push(...open.parts);
      else kept.push(Buffer.from(`${mark}${pictures.push(open.decoder.end()) - 1}`));
      kept.push(Uint8Array.of(quote));
      open = null;
    }
  }
  if (open !== null) throw new CutJson('the JSON ends within a string');
  return JSON.parse(Buffer.concat(kept).toString(), (_key, value: unknown) => {
    const [, index] = typeof value === 'string' ? (marked.exec(value) ?? []) : [];
    const bytes = index === undefined ? undefined : pictures[Number(index)];
    return bytes === undefined ? value : new Base64Picture(bytes);
  });
}

/** Stands where a picture was, until the value is made. */
const mark = 'nextpanel:picture:';
const marked = /^nextpanel:picture:(\d+)$/;

function closingQuote(
  chunk: Uint8Array,
  from: number,
  escaped: boolean,
): { at: number; closed: boolean; escaped: boolean } {
  let at = from;
  if (escaped) at += 1;
  for (;;) {
    const end = chunk.indexOf(quote, at);
    const slash = chunk.indexOf(backslash, at);
    if (slash >= 0 && (end < 0 || slash < end)) {
      // What follows may be in the next chunk.
      if (slash + 1 >= chunk.length) return { at: chunk.length, closed: false, escaped: true };
      at = slash + 2;
      continue;
    }
    return end < 0 ? { at: chunk.length, closed: false, escaped: false } : { at: end, closed: true, escaped: false };
  }
}

interface Base64Decoder {
  add(part: Uint8Array): void;
  end(): Uint8Array;
}

/** Decodes base64 piece by piece; a data URL's head, escaped line ends and the backslashes of `\/` are passed over. */
function openDecoder(): Base64Decoder {
  const decoded: Uint8Array[] = [];
  let rest = '';
  let first = true;
  return {
    add(part) {
      let text = rest + Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
      const half = text.endsWith('\\') ? '\\' : '';
      if (text.includes('\\')) text = text.replaceAll(/\\[nrt]/g, '').replaceAll('\\', '');
      if (first) text = text.replace(/^data:[^,]*,/, '');
      first = false;
      const whole = text.length - (text.length % 4);
      rest = text.slice(whole) + half;
      decoded.push(Buffer.from(text.slice(0, whole), 'base64'));
    },
    end() {
      decoded.push(Buffer.from(rest, 'base64'));
      return Buffer.concat(decoded);
    },
  };
}
