import { encode } from 'cborg';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readContentCredentials } from '../../src/provenance/read-content-credentials.ts';

const box = (type: string, ...content: Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const jumbf = (label: string, ...content: Uint8Array[]) =>
  box('jumb', box('jumd', Buffer.alloc(16), Buffer.from([3]), Buffer.from(`${label}\0`)), ...content);
const cbor = (value: unknown) => box('cbor', encode(value));

const made = 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia';
const manifest = (label: string, generator: string) =>
  jumbf(
    label,
    jumbf(
      'c2pa.assertions',
      jumbf('c2pa.hash.data', cbor({ alg: 'sha256' })),
      jumbf(
        'c2pa.actions.v2',
        cbor({ actions: [{ action: 'c2pa.created', digitalSourceType: made, softwareAgent: { name: 'gpt-image' } }] }),
      ),
    ),
    jumbf('c2pa.claim.v2', cbor({ claim_generator_info: { name: generator, version: '2' } })),
    jumbf('c2pa.signature', cbor([])),
  );
const store = jumbf('c2pa', manifest('urn:c2pa:old', 'An ingredient'), manifest('urn:c2pa:new', 'A vendor'));

const picture = (format: 'png' | 'jpeg' | 'webp') =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
    .toFormat(format)
    .toBuffer();

async function inPng(bytes: Uint8Array): Promise<Buffer> {
  const png = await picture('png');
  // Before IEND, the last 12 bytes. Nobody checks the checksum of a chunk that is not drawn.
  return Buffer.concat([png.subarray(0, -12), chunk(bytes), png.subarray(-12)]);
}
function chunk(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(bytes.length);
  head.write('caBX', 4, 'latin1');
  return Buffer.concat([head, bytes, Buffer.alloc(4)]);
}
/** In packets that are much smaller than a segment may be, last one first. */
async function inJpeg(bytes: Uint8Array): Promise<Buffer> {
  const jpeg = await picture('jpeg');
  const packets: Buffer[] = [];
  const body = bytes.subarray(8);
  for (let at = 0, packet = 1; at < body.length; at += 100, packet += 1) {
    const part = Buffer.concat([bytes.subarray(0, 8), body.subarray(at, at + 100)]);
    const head = Buffer.from([0xff, 0xeb, 0, 0, 0x4a, 0x50, 0, 1, 0, 0, 0, packet]);
    head.writeUInt16BE(part.length + 10, 2);
    packets.push(Buffer.concat([head, part]));
  }
  return Buffer.concat([jpeg.subarray(0, 2), ...packets.toReversed(), jpeg.subarray(2)]);
}
async function inWebp(bytes: Uint8Array): Promise<Buffer> {
  const head = Buffer.alloc(8);
  head.write('C2PA', 0, 'latin1');
  head.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([await picture('webp'), head, bytes]);
}

describe('content credentials', () => {
  test.for([
    ['PNG', inPng],
    ['JPEG', inJpeg],
    ['WebP', inWebp],
  ] as const)('of a %s: its active manifest, unverified', async ([, embed]) => {
    expect(readContentCredentials(await embed(store))).toEqual({
      bytes: store.length,
      manifest: 'urn:c2pa:new',
      claimGenerator: 'A vendor 2',
      signature: null,
      actions: [{ action: 'c2pa.created', digitalSourceType: made, softwareAgent: 'gpt-image' }],
    });
  });

  test('of a claim of the first version', async () => {
    const old = jumbf('c2pa', jumbf('urn:uuid:1', jumbf('c2pa.claim', cbor({ claim_generator: 'vendor/1.0' }))));
    expect(readContentCredentials(await inPng(old))).toMatchObject({ claimGenerator: 'vendor/1.0', actions: [] });
  });

  test.for(['png', 'jpeg', 'webp'] as const)('a %s without any has none', async (format) => {
    expect(readContentCredentials(await picture(format))).toBeNull();
  });

  test('what cannot be read is reported by its size', async () => {
    const size = { bytes: 9, manifest: null, claimGenerator: null, signature: null, actions: [] };
    expect(readContentCredentials(await inPng(Buffer.from('not jumbf')))).toEqual(size);
  });

  test('no damaged store makes it fail', async () => {
    const png = await inPng(store);
    const start = png.indexOf('caBX');
    fc.assert(
      fc.property(fc.nat(store.length - 1), fc.nat(255), fc.nat(store.length), (at, byte, cut) => {
        const damaged = Buffer.from(png.subarray(0, start + 4 + cut));
        if (at < cut) damaged[start + 4 + at] = byte;
        const whole = Buffer.from(png);
        whole[start + 4 + at] = byte;
        for (const picture of [damaged, whole]) expect(() => readContentCredentials(picture)).not.toThrow();
      }),
    );
  });
});
