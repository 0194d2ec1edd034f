import type { MetFault } from '../faults/fault-queue.ts';
import type { FalEndpoint } from './fal-endpoints.ts';
import type { FalInput } from './read-fal-input.ts';

/** Answer to a GET of a result. */
export interface FalResult {
  readonly status: number;
  readonly payload: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** One accepted request in fal's queue. */
export interface FalJob {
  readonly id: string;
  readonly gatewayId: string;
  readonly endpoint: FalEndpoint;
  readonly input: FalInput;
  readonly prompt: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly webhook: string | null;
  readonly cancelled: AbortController;
  /** The fault that strikes when it runs. */
  readonly fault: MetFault | null;
  /** When it was accepted, began to run and was over, in milliseconds since the epoch. */
  readonly sentAt: number;
  startedAt: number | null;
  endedAt: number | null;
  status: 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED';
  /** Null until it is COMPLETED. */
  result: FalResult | null;
  /** What its status says about a failure. */
  error: { readonly message: string; readonly type: string } | null;
}

export type FalJobs = Map<string, FalJob>;

/** The first two parts of an endpoint id: status, result and cancel use only these. */
export const appOf = ({ id }: FalEndpoint): string => id.split('/').slice(0, 2).join('/');
