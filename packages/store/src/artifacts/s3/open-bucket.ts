import { setTimeout as sleep } from 'node:timers/promises';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '@nextpanel/core';
import { bucketError, isConflict, isMissing, isPreconditionFailed } from './bucket-error.ts';

/** One object as it is listed. */
export interface Listed {
  /** Without the prefix of the installation. */
  readonly key: string;
  readonly bytes: number;
  /** When it was last written, in milliseconds since the epoch, by the clock of the store. */
  readonly modified: number;
}

export interface Range {
  /** Both inclusive, counted from 0. */
  readonly first: number;
  readonly last: number;
}

/** A write that depends on what is there: on nothing at all, or on the object with this ETag. */
export type Condition = { readonly absent: true } | { readonly etag: string };

export interface PutOptions {
  /** SHA-256 of the bytes, hex: the store refuses bytes that were damaged on the way. */
  readonly sha256?: string;
  readonly when?: Condition;
}

/**
 * The objects of one installation in an S3-compatible bucket; keys are relative to its prefix. Every call throws
 * `bucket_unreachable` or `bucket_refuses`, both retryable.
 */
export interface Bucket extends Disposable {
  /** Returns whether the condition held; without one, true. */
  put(key: string, bytes: Uint8Array, options?: PutOptions): Promise<boolean>;
  /** A file in parts, for what is too large for memory. */
  putFile(key: string, path: string): Promise<void>;
  /** Null if there is no such object. */
  get(key: string): Promise<{ readonly bytes: Uint8Array; readonly etag: string } | null>;
  /** A part of an object, or all of it, as it arrives. */
  stream(key: string, range?: Range): Promise<NodeJS.ReadableStream | null>;
  head(key: string): Promise<Omit<Listed, 'key'> | null>;
  /** Removing what is not there is no error. With an ETag, only while the object has it, where the store knows that condition. */
  remove(key: string, etag?: string): Promise<void>;
  /** Every object whose key begins like this. */
  list(prefix: string): AsyncIterable<Listed>;
}

/** Connecting may take as long as this, and so may the silence within an answer. In milliseconds. */
const connectMs = 5_000;
const silentMs = 30_000;

/** Tries of a request that failed by the network or with 5xx, the first included; the SDK waits longer before each. */
const tries = 4;

/** Requests at once. The SDK's own limit of 50 would let a sweep hold up the turns. */
const socketsMax = 128;

/** A conditional write beside another one is answered with 409 and must be sent again: Amazon S3, "Conditional requests". */
const conflictTries = 6;
const conflictMs = 50;

/** What is sent in several parts: the SDK's minimum is 5 MiB. */
const partBytes = 8 * 1_048_576;
const partsAtOnce = 2;

/** The SDK is loaded only here: it takes a quarter of a second. */
export async function openBucket(store: ObjectStore): Promise<Bucket> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    region: store.region,
    ...(store.endpoint !== null && { endpoint: store.endpoint }),
    forcePathStyle: store.forcePathStyle,
    // Without keys the SDK looks where it always does: a profile, the role of the machine or of the pod.
    ...(store.credentials !== null && { credentials: store.credentials }),
    maxAttempts: tries,
    // SHA-256 is sent with every artifact; the SDK's own CRC in trailers is not understood by every compatible server.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: silentMs,
      httpAgent: { keepAlive: true, maxSockets: socketsMax },
      httpsAgent: { keepAlive: true, maxSockets: socketsMax },
    },
  });
  return bucketOf(store, sdk, client);
}

type Sdk = typeof import('@aws-sdk/client-s3');

function bucketOf({ bucket: Bucket, prefix }: ObjectStore, sdk: Sdk, client: S3Client): Bucket {
  const at = (key: string) => ({ Bucket, Key: `${prefix}${key}` });
  const failed = (error: unknown) => bucketError(error, Bucket);
  /** What is not there is an answer; everything else is an error. */
  const unlessMissing = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | null> => {
    try {
      return await ask();
    } catch (error) {
      if (isMissing(error)) return null;
      throw failed(error);
    }
  };
  return {
    async put(key, bytes, { sha256, when } = {}) {
      const command = () =>
        new sdk.PutObjectCommand({
          ...at(key),
          Body: bytes,
          ContentLength: bytes.byteLength,
          ...(sha256 !== undefined && { ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64') }),
          ...(when && ('absent' in when ? { IfNoneMatch: '*' } : { IfMatch: when.etag })),
        });
      for (let tried = 1; ; tried += 1) {
        try {
          await client.send(command());
          return true;
        } catch (error) {
          if (when && (isPreconditionFailed(error) || ('etag' in when && isMissing(error)))) return false;
          if (!isConflict(error) || tried === conflictTries) throw failed(error);
          await sleep(conflictMs * tried);
        }
      }
    },
    async putFile(key, path) {
      const [{ Upload }, { createReadStream }] = await Promise.all([import('@aws-sdk/lib-storage'), import('node:fs')]);
      const params = { ...at(key), Body: createReadStream(path) };
      try {
        await new Upload({ client, params, partSize: partBytes, queueSize: partsAtOnce }).done();
      } catch (error) {
        throw failed(error);
      }
    },
    async get(key) {
      // An answer that breaks off in its middle is no failed request to the SDK.
      for (let tried = 1; ; tried += 1) {
        const answer = await unlessMissing<GetObjectCommandOutput>(() =>
          client.send(new sdk.GetObjectCommand(at(key))),
        );
        if (answer?.Body === undefined) return null;
        try {
          return { bytes: await answer.Body.transformToByteArray(), etag: answer.ETag ?? '' };
        } catch (error) {
          if (tried === tries) throw failed(error);
        }
      }
    },
    async stream(key, range) {
      const part = range && { Range: `bytes=${range.first}-${range.last}` };
      const answer = await unlessMissing<GetObjectCommandOutput>(() =>
        client.send(new sdk.GetObjectCommand({ ...at(key), ...part })),
      );
      return (answer?.Body as NodeJS.ReadableStream | undefined) ?? null;
    },
    async head(key) {
      const answer = await unlessMissing(() => client.send(new sdk.HeadObjectCommand(at(key))));
      return answer && { bytes: answer.ContentLength ?? 0, modified: answer.LastModified?.getTime() ?? 0 };
    },
    async remove(key, etag) {
      const condition = etag === undefined || etag === '' ? {} : { IfMatch: etag };
      await unlessMissing(() => client.send(new sdk.DeleteObjectCommand({ ...at(key), ...condition })));
    },
    async *list(under) {
      const pages = sdk.paginateListObjectsV2({ client }, { Bucket, Prefix: `${prefix}${under}` });
      try {
        for await (const { Contents = [] } of pages) {
          for (const { Key = '', Size = 0, LastModified } of Contents)
            yield { key: Key.slice(prefix.length), bytes: Size, modified: LastModified?.getTime() ?? 0 };
        }
      } catch (error) {
        throw failed(error);
      }
    },
    [Symbol.dispose]: () => client.destroy(),
  };
}
