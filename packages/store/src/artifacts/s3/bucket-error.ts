import { awayForNow, NextpanelError } from '@nextpanel/core';

/** When to try again after the store did not take something, in milliseconds. */
const retryAfterMs = 30_000;

/** The words of a store that are repeated. */
const longestWords = 200;

interface ServerError {
  readonly name?: string;
  /** Of the network. */
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const statusOf = (error: unknown): number | undefined => (error as ServerError | null)?.$metadata?.httpStatusCode;
const nameOf = (error: unknown): string => (error as ServerError | null)?.name ?? '';

/** Failures of the network that pass. A name that does not exist, or a certificate that is not trusted, is a wrong address. */
const passing = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN)$/;

/** Whether the store, which did not answer, is expected to do so without anyone changing the configuration. */
function passes(error: Error): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 408 || status === 429;
  return nameOf(error) === 'TimeoutError' || passing.test((error as ServerError).code ?? '');
}

export const isMissing = (error: unknown): boolean => statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
export const isPreconditionFailed = (error: unknown): boolean => statusOf(error) === 412;
export const isConflict = (error: unknown): boolean => statusOf(error) === 409;

/** What stores say when they are full. MinIO and Ceph have names of their own, and not always with status 507. */
const isFull = /QuotaExceeded|StorageFull|InsufficientStorage|InsufficientCapacity/i;

/**
 * What a failed request to the bucket means: `bucket_refuses` until an operator changes something (rights, keys, a quota, the bucket),
 * `bucket_unreachable` until the store answers again. Both are retryable, and like a full disk: nothing is ordered, and what is
 * paid is held. What passes on its own is also `isAway`. Anything else, and an error of ours, is returned unchanged.
 */
export function bucketError(thrown: unknown, bucket: string): unknown {
  if (thrown instanceof NextpanelError || !(thrown instanceof Error)) return thrown;
  const status = statusOf(thrown);
  const words = `${nameOf(thrown)}: ${thrown.message}`.slice(0, longestWords);
  const full = isFull.test(words);
  const refuses =
    full ||
    nameOf(thrown) === 'CredentialsProviderError' ||
    (status !== undefined && [400, 401, 403, 404, 405, 412, 507].includes(status));
  const said = refuses
    ? `the bucket ${bucket} refuses (${words}); what is paid is held until it takes it`
    : `the object store of the bucket ${bucket} does not answer (${words})`;
  return new NextpanelError(refuses ? 'bucket_refuses' : 'bucket_unreachable', said, {
    cause: thrown,
    retryable: true,
    retryAfterMs,
    ...((full || (!refuses && passes(thrown))) && { detail: awayForNow }),
  });
}
