/** Where a font keeps its names, and a signature that renaming breaks. */
const left = ['name', 'DSIG'];

/** Platform 3 (Windows), Unicode, English: what fontconfig reads. */
const windows = { platform: 3, encoding: 1, language: 0x409 } as const;

/**
 * The font under another family name, so that fonts of several users with the same name, or with that of a bundled one, are kept apart. Only its
 * names change (https://learn.microsoft.com/typography/opentype/spec/otff).
 *
 * @param bytes a TTF or OTF file that `readFont` has read
 */
export function renameFont(bytes: Uint8Array, family: string): Buffer {
  const font = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = font.readUInt16BE(4);
  const tables = Array.from({ length: count }, (_, index) => {
    const record = 12 + index * 16;
    const [offset, length] = [font.readUInt32BE(record + 8), font.readUInt32BE(record + 12)];
    return { tag: font.toString('latin1', record, record + 4), content: font.subarray(offset, offset + length) };
  }).filter(({ tag }) => !left.includes(tag));
  return writeTables(font.subarray(0, 4), [...tables, { tag: 'name', content: nameTable(family) }]);
}

interface Table {
  readonly tag: string;
  readonly content: Buffer;
}

function writeTables(version: Buffer, tables: readonly Table[]): Buffer {
  const sorted = tables.toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(sorted.length));
  const head = Buffer.alloc(12 + 16 * sorted.length);
  version.copy(head);
  head.writeUInt16BE(sorted.length, 4);
  head.writeUInt16BE(16 * power, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE(16 * (sorted.length - power), 10);
  const pieces: Buffer[] = [head];
  let offset = head.length;
  for (const [index, { tag, content }] of sorted.entries()) {
    const record = 12 + 16 * index;
    head.write(tag, record, 'latin1');
    head.writeUInt32BE(checksum(content), record + 4);
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(content.length, record + 12);
    const padded = Buffer.concat([content, Buffer.alloc(-content.length & 3)]);
    pieces.push(padded);
    offset += padded.length;
  }
  return Buffer.concat(pieces);
}

function checksum(content: Buffer): number {
  let sum = 0;
  for (let at = 0; at < content.length; at += 4) {
    const word = Buffer.alloc(4);
    content.copy(word, 0, at, at + 4);
    sum = (sum + word.readUInt32BE()) >>> 0;
  }
  return sum;
}

/** Family, style, unique name, full name, PostScript name. */
function nameTable(family: string): Buffer {
  const names = [
    [1, family],
    [2, 'Regular'],
    [3, family],
    [4, family],
    [6, family],
  ] as const;
  const head = Buffer.alloc(6 + 12 * names.length);
  head.writeUInt16BE(names.length, 2);
  head.writeUInt16BE(head.length, 4);
  const texts: Buffer[] = [];
  let offset = 0;
  for (const [index, [id, text]] of names.entries()) {
    const encoded = Buffer.from(text, 'utf16le').swap16();
    const record = 6 + 12 * index;
    const numbers = [windows.platform, windows.encoding, windows.language, id, encoded.length, offset];
    for (const [at, number] of numbers.entries()) head.writeUInt16BE(number, record + 2 * at);
    texts.push(encoded);
    offset += encoded.length;
  }
  return Buffer.concat([head, ...texts]);
}
