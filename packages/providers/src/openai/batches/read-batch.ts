import { z } from 'zod';
import type { Vendor } from '../../openai-family/vendor.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import { nameKey, windowMs } from './batches-api.ts';

const seconds = z.number().nullish();
const tally = z.int().min(0);

const schema = z.object({
  id: z.string().min(1).max(200),
  status: z.string(),
  created_at: z.number(),
  expires_at: seconds,
  failed_at: seconds,
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z
    .object({ data: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })).nullish() })
    .nullish(),
  request_counts: z.object({ total: tally, completed: tally, failed: tally }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish().catch(null),
});

/** A batch as OpenAI has it. Times in milliseconds since the epoch. */
export interface BatchFacts {
  readonly id: string;
  readonly name: string | null;
  /** `over`: nothing more will come of it. `failed`: nothing was drawn. */
  readonly state: 'drawing' | 'cancelling' | 'failed' | 'over';
  readonly status: string;
  readonly createdAt: number;
  readonly until: number;
  readonly failedAt: number;
  readonly files: readonly string[];
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly progress: { readonly total: number; readonly completed: number; readonly failed: number };
}

/** Reads a batch object. Throws `bad_response`. */
export function readBatch(answer: unknown, vendor: Vendor): BatchFacts {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    const says = `${vendor.name}'s answer is no batch object`;
    const words = z.prettifyError(parsed.error);
    throw vendorError(vendor, 'bad_response', says, { words, fault: 'final', retryable: true, money: 'none' });
  }
  const { id, status, created_at, expires_at, failed_at, errors, request_counts, metadata, ...files } = parsed.data;
  const createdAt = created_at * 1_000;
  const [error] = errors?.data ?? [];
  return {
    id,
    name: metadata?.[nameKey] ?? null,
    state: stateOf(status),
    status,
    createdAt,
    until: expires_at ? expires_at * 1_000 : createdAt + windowMs,
    failedAt: failed_at ? failed_at * 1_000 : createdAt,
    files: [files.output_file_id, files.error_file_id].filter((file) => typeof file === 'string'),
    error: error ? { code: error.code ?? '', message: error.message ?? '' } : null,
    progress: request_counts ?? { total: 0, completed: 0, failed: 0 },
  };
}

/** States of the vendor's list that is not in it yet count as drawing: it is asked again. */
function stateOf(status: string): BatchFacts['state'] {
  if (status === 'cancelling' || status === 'failed') return status;
  return status === 'completed' || status === 'expired' || status === 'cancelled' ? 'over' : 'drawing';
}
