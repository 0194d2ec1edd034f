import type { MetFault } from '../../faults/fault-queue.ts';

export type BatchStatus =
  | 'validating'
  | 'failed'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'expired'
  | 'cancelling'
  | 'cancelled';

/** One vendor batch: a file of requests to one address. */
export interface BatchJob {
  readonly id: string;
  /** Seconds since the epoch, as all times of a batch. */
  readonly createdAt: number;
  readonly endpoint: string;
  readonly inputFileId: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** The fault that strikes when it runs. */
  readonly fault: MetFault | null;
  /** Milliseconds since the epoch from which on the list shows it. */
  readonly listedAt: number;
  /** Headers of the call that made it. */
  readonly authorization: string | undefined;
  readonly cancelled: AbortController;
  status: BatchStatus;
  endedAt: number | null;
  counts: { total: number; completed: number; failed: number };
  outputFileId: string | null;
  errorFileId: string | null;
  errors: readonly { readonly code: string; readonly message: string; readonly line: number | null }[];
}

/** In the order they were made. */
export type BatchJobs = Map<string, BatchJob>;

const daySeconds = 86_400;

/** The batch object, as it is returned when it is created, retrieved, cancelled or listed. */
export function batchOf(job: BatchJob) {
  const { id, createdAt, endpoint, inputFileId, metadata, status, endedAt, counts, errors } = job;
  const ended = (by: BatchStatus) => (status === by ? endedAt : null);
  return {
    id,
    object: 'batch',
    endpoint,
    errors: errors.length > 0 ? { object: 'list', data: errors.map((error) => ({ ...error, param: null })) } : null,
    input_file_id: inputFileId,
    completion_window: '24h',
    status,
    output_file_id: job.outputFileId,
    error_file_id: job.errorFileId,
    created_at: createdAt,
    in_progress_at: status === 'validating' || status === 'failed' ? null : createdAt,
    expires_at: createdAt + daySeconds,
    completed_at: ended('completed'),
    failed_at: ended('failed'),
    expired_at: ended('expired'),
    cancelled_at: ended('cancelled'),
    request_counts: counts,
    metadata,
  };
}

export const isOver = ({ status }: BatchJob): boolean =>
  status === 'completed' || status === 'failed' || status === 'expired' || status === 'cancelled';
