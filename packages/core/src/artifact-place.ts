/** Where artifacts and records are kept. */
export type ArtifactPlace = { readonly kind: 'disk'; readonly directory: string } | ObjectStore;

/** A bucket of an S3-compatible object store, and the part of it that is this installation's. */
export interface ObjectStore {
  readonly kind: 's3';
  readonly bucket: string;
  /** What every key begins with: empty, or ends with a slash. */
  readonly prefix: string;
  /** Null: Amazon S3 itself. */
  readonly endpoint: string | null;
  readonly region: string;
  /** Null: where the SDK of the store looks on its own, such as the role of the machine. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | null;
  /** `ENDPOINT/BUCKET/KEY` instead of `BUCKET.ENDPOINT/KEY`. */
  readonly forcePathStyle: boolean;
}

/** How a place is named in messages: never with keys. */
export const describePlace = (place: ArtifactPlace): string =>
  place.kind === 'disk' ? place.directory : `s3://${place.bucket}/${place.prefix}`;

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Bucket and prefix of `s3://bucket/prefix`, or null. Bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function parseS3Url(location: string): { readonly bucket: string; readonly prefix: string } | null {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?([\w./-]{0,200})$/.exec(location) ?? [];
  if (!bucketName.test(bucket)) return null;
  const prefix = path.replace(/^\/+|\/+$/g, '');
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}

/** The codes of a store that takes nothing for now: a full disk, a bucket that refuses, one that does not answer. */
const storageRefusals: readonly string[] = ['disk_full', 'bucket_refuses', 'bucket_unreachable'];

/** Whether an error with this code means that nothing can be stored for now: nothing is ordered then, and what is paid is held. */
export const isStorageRefusal = (code: string): code is 'disk_full' | 'bucket_refuses' | 'bucket_unreachable' =>
  storageRefusals.includes(code);
