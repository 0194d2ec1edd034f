import type { VendorName } from './emulator.ts';
import type { Operation } from './faults/fault-facts.ts';

/** One request to a vendor, paid or not. */
export interface SeenCall {
  readonly vendor: VendorName;
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** Its id in the answer, whether that arrives or not; at fal the id of the job. Null without an answer. */
  requestId: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** HTTP status of the answer; null while there is none, or after a reset. */
  status: number | null;
  /** The fault that struck it. */
  fault: string | null;
  /** When the answer was sent, or the connection closed. */
  endedAt: number | null;
}

export interface Calls {
  readonly list: readonly SeenCall[];
  add(call: SeenCall): void;
}

/** Records requests, for tests that count orders or concurrent requests. */
export function openCalls(): Calls {
  const list: SeenCall[] = [];
  return { list, add: (call) => void list.push(call) };
}
