/** A superbox of the JPEG Universal Metadata Box Format (ISO/IEC 19566-5) with a label. */
export interface JumbfBox {
  readonly label: string;
  /** The superboxes in it, in order. */
  readonly boxes: readonly JumbfBox[];
  /** Its content, if that is CBOR. */
  readonly cbor: Uint8Array | undefined;
}

/** Deeper than any manifest, and shallow enough for hostile files. */
const deepest = 8;
const headerBytes = 8;
/** A description box: 16 bytes of type, one byte of toggles, then the label. */
const labelAt = 17;
const hasLabel = 2;

/** The superboxes that stand one after another in some bytes; what is cut off or malformed is left out. */
export function readJumbf(bytes: Uint8Array, depth = 0): readonly JumbfBox[] {
  if (depth > deepest) return [];
  return boxesIn(bytes).flatMap(({ type, content }) => {
    if (type !== 'jumb') return [];
    const [description, ...inner] = boxesIn(content);
    if (description?.type !== 'jumd') return [];
    return [
      {
        label: labelOf(description.content),
        boxes: readJumbf(content.subarray(description.end), depth + 1),
        cbor: inner.find((box) => box.type === 'cbor')?.content,
      },
    ];
  });
}

interface Box {
  readonly type: string;
  readonly content: Uint8Array;
  /** Where the next one begins. */
  readonly end: number;
}

function boxesIn(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let at = 0; at + headerBytes <= bytes.length; ) {
    // 0 is a box up to the end. Lengths of 64 bits (1) are for files that no picture is.
    const length = view.getUint32(at) || bytes.length - at;
    const end = at + length;
    if (length < headerBytes || end > bytes.length) break;
    boxes.push({
      type: String.fromCharCode(...bytes.subarray(at + 4, at + headerBytes)),
      content: bytes.subarray(at + headerBytes, end),
      end,
    });
    at = end;
  }
  return boxes;
}

function labelOf(description: Uint8Array): string {
  if (((description[labelAt - 1] ?? 0) & hasLabel) === 0) return '';
  const end = description.indexOf(0, labelAt);
  return new TextDecoder().decode(description.subarray(labelAt, end === -1 ? undefined : end));
}
