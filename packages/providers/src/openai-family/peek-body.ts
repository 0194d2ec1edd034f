/** What a body is by how it begins; what servers say of it is often wrong. */
export type BodyKind = 'picture' | 'json' | 'events' | 'page' | 'other';

export interface PeekedBody {
  readonly kind: BodyKind;
  /** The whole body, without a byte order mark. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** So many bytes after the white space tell the kinds apart: WebP's signature ends at the twelfth. */
const enough = 12;

const beginnings: readonly (readonly [BodyKind, RegExp])[] = [
  // PNG, JPEG and WebP, as far as they tell, see `inspectPicture`.
  ['picture', /^(\x89PNG\r\n|\xff\xd8\xff|RIFF[\s\S]{4}WEBP)/],
  ['json', /^[[{"]/],
  ['events', /^(data|event|id|retry):/],
  ['page', /^</],
];

/** Reads as much of a body as tells what it is. */
export async function peekBody(body: AsyncIterable<Uint8Array> | null): Promise<PeekedBody> {
  const source = (body ?? none())[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  for (;;) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
    if (textOf(head).length >= enough) break;
  }
  const text = textOf(head);
  const kind = beginnings.find(([, begins]) => begins.test(text))?.[0] ?? 'other';
  return { kind, chunks: rejoin(head.subarray(head.indexOf(byteOrderMark) === 0 ? byteOrderMark.length : 0), source) };
}

const byteOrderMark = Buffer.from('\ufeff');

const textOf = (head: Buffer): string =>
  head.toString('latin1').replace(byteOrderMark.toString('latin1'), '').trimStart();

async function* none(): AsyncGenerator<Uint8Array> {
  // Nothing comes.
}

async function* rejoin(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
