import type { VendorName } from './emulator.ts';
import type { Operation } from './faults/fault-facts.ts';

/** One request a vendor was sent, paid or not. */
export interface SeenCall {
  readonly vendor: VendorName;
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** What the answer calls it, whether it arrives or not; at fal the id of the job. Null if nothing was answered. */
  requestId: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** HTTP status of the answer; null while there is none, or if the connection was reset instead. */
  status: number | null;
  /** The fault it met. */
  fault: string | null;
  /** When the answer was out, or the connection gone. */
  endedAt: number | null;
}

export interface Calls {
  readonly list: readonly SeenCall[];
  add(call: SeenCall): void;
}

/** Keeps what was asked, for tests that count orders, or look at how many were under way at once. */
export function openCalls(): Calls {
  const list: SeenCall[] = [];
  return { list, add: (call) => void list.push(call) };
}
