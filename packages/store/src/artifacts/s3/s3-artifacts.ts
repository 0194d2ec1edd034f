import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { NextpanelError, type ObjectStore } from '@nextpanel/core';
import type { Artifacts } from '../artifacts.ts';
import { codeOf, diskError } from '../disk.ts';
import { hashFile } from '../hash-file.ts';
import { type Bucket, openBucket } from './open-bucket.ts';
import { openS3Records } from './s3-records.ts';
import { artifactKey, sweepBucket } from './sweep-bucket.ts';

const epochKey = 'epoch';

/** Files up to this size are sent whole, with their SHA-256; larger ones in parts. */
const wholeBytes = 8 * 1_048_576;

/**
 * Artifacts in an S3-compatible bucket, under the same names as on disk: `sha256/ab/cd…` and `records/<tenant>/ab/cd…`, so that an
 * installation moves by copying. Bytes are always written, even if they are there: that renews their age. Nothing stays on this machine; a book is
 * bound in a temporary file. Throws `bucket_unsuitable`, `bucket_unreachable`, `bucket_refuses`.
 */
export async function openS3Artifacts(store: ObjectStore): Promise<Artifacts> {
  const bucket = await openBucket(store);
  try {
    await requireConditions(bucket, store.bucket);
  } catch (error) {
    bucket[Symbol.dispose]();
    throw error;
  }
  const put = async (bytes: Uint8Array) => {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await bucket.put(artifactKey(sha256), bytes, { sha256 });
    return sha256;
  };
  const missing = (sha256: string) =>
    new NextpanelError('artifact_missing', `the stored file ${sha256} is missing from the bucket ${store.bucket}`, {
      detail: { sha256 },
    });
  const corrupt = (sha256: string, actual: string) =>
    new NextpanelError(
      'artifact_corrupt',
      `the stored file ${sha256} is damaged: its bytes have the SHA-256 ${actual}`,
      { detail: { sha256 } },
    );
  return {
    put,
    async putFile(write) {
      const folder = await mkdtemp(join(tmpdir(), 'nextpanel-'));
      const path = join(folder, 'file');
      try {
        await write(path).catch((error: unknown) => {
          throw diskError(error);
        });
        const { sha256, bytes } = await hashFile(path);
        if (bytes > wholeBytes) await bucket.putFile(artifactKey(sha256), path);
        else await bucket.put(artifactKey(sha256), await readFile(path), { sha256 });
        return { sha256, bytes };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    async get(sha256) {
      const stored = await bucket.get(artifactKey(sha256));
      if (stored === null) throw missing(sha256);
      const actual = createHash('sha256').update(stored.bytes).digest('hex');
      if (actual === sha256) return stored.bytes;
      // Kept for inspection, and out of the way, so that the same bytes can be stored again.
      await bucket.put(`corrupt/${sha256}-${randomUUID()}`, stored.bytes);
      await bucket.remove(artifactKey(sha256), stored.etag);
      throw corrupt(sha256, actual);
    },
    async open(sha256) {
      const facts = await bucket.head(artifactKey(sha256));
      if (facts === null) throw missing(sha256);
      return {
        bytes: facts.bytes,
        async stream(range) {
          const content = await bucket.stream(artifactKey(sha256), range);
          if (content === null) throw missing(sha256);
          const isWhole = range === undefined || (range.first === 0 && range.last === facts.bytes - 1);
          return passOn(
            content as Readable,
            isWhole ? verify((actual) => actual !== sha256 && corrupt(sha256, actual)) : new PassThrough(),
          );
        },
      };
    },
    async epoch() {
      const stored = await bucket.get(epochKey);
      return stored && Buffer.from(stored.bytes).toString().trim();
    },
    async setEpoch(id) {
      await bucket.put(epochKey, Buffer.from(`${id}\n`));
    },
    has: async (sha256) => (await bucket.head(artifactKey(sha256))) !== null,
    async check(bytes = 4_096) {
      const key = `probe/${randomUUID()}`;
      await bucket.put(key, Buffer.alloc(bytes));
      await bucket.remove(key);
    },
    // A bucket does not say what room it has; it refuses when there is none.
    freeBytes: async () => Number.POSITIVE_INFINITY,
    ...openS3Records(bucket).access,
    async usage(signal) {
      let sum = 0;
      for await (const { bytes } of bucket.list('sha256/')) {
        signal.throwIfAborted();
        sum += bytes;
      }
      return sum;
    },
    async drop(sha256, before) {
      const facts = await bucket.head(artifactKey(sha256));
      if (facts === null || facts.modified > before) return null;
      await bucket.remove(artifactKey(sha256));
      return facts.bytes;
    },
    // A bucket has none.
    emptyTrash: async () => 0,
    sweep: (options) => sweepBucket(bucket, options),
    [Symbol.dispose]: () => bucket[Symbol.dispose](),
  };
}

/**
 * Records are written once because the store refuses a second `If-None-Match: *`. One that ignores the header would let two processes
 * overwrite each other's, so it is tried at every start.
 */
async function requireConditions(bucket: Bucket, name: string): Promise<void> {
  const key = `probe/${randomUUID()}`;
  await bucket.put(key, Buffer.from('1'), { when: { absent: true } });
  const again = await bucket.put(key, Buffer.from('2'), { when: { absent: true } });
  await bucket.remove(key);
  if (!again) return;
  throw new NextpanelError(
    'bucket_unsuitable',
    `the object store of the bucket ${name} ignores If-None-Match, so two processes could overwrite each other's records; use one that answers a second conditional write with 412, such as Amazon S3, MinIO or Ceph`,
  );
}

/** Passes bytes on, and fails at the end if their hash is wrong: a reader sees a download that broke off, never a damaged file that is whole. */
function verify(judge: (actual: string) => Error | false): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const error = judge(hash.digest('hex'));
      if (error) done(error);
      else done();
    },
  });
}

/** The end of either stream ends the other. */
function passOn(from: Readable, through: Transform): Readable {
  pipeline(from, through).catch((error: unknown) => {
    // A reader who left early is no error.
    if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') through.destroy(error as Error);
  });
  return through;
}
