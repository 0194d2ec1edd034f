import type { VendorName } from '../emulator.ts';
import { type FaultName, type FaultStage, factsOf, isFaultName, type Operation } from './fault-facts.ts';

/** Which requests a fault strikes: each text must be contained. */
export interface FaultMatch {
  readonly operation?: Operation;
  readonly path?: string;
  readonly model?: string;
  readonly prompt?: string;
}

export interface FaultOptions {
  /** How many requests it strikes; 1 if not given. */
  readonly times?: number;
  readonly vendor?: VendorName;
  readonly match?: FaultMatch;
  /** A time in milliseconds; the fault's description says what it means. */
  readonly ms?: number;
}

/** What is known of a request when a fault may strike it. */
export interface StruckRequest {
  readonly vendor: VendorName;
  readonly operation: Operation;
  readonly path: string;
  readonly model: string;
  readonly prompt: string;
}

export interface MetFault {
  readonly name: FaultName;
  readonly stage: FaultStage;
  readonly ms: number;
}

export interface ArmedFault extends FaultOptions {
  readonly fault: FaultName;
  /** How many more requests it strikes. */
  readonly left: number;
}

export interface Faults {
  /** Arms a fault for the next matching requests. Throws for a name or an operation that can never match. */
  next(fault: FaultName, options?: FaultOptions): void;
  clear(): void;
  /** Faults that still have requests to strike, oldest first. */
  readonly armed: readonly ArmedFault[];
  /** The oldest matching fault, with one of its strikes used up; null if there is none. */
  take(request: StruckRequest): MetFault | null;
}

/** Faults strike in the order they were armed, one per request. */
export function openFaults(): Faults {
  let armed: (Omit<ArmedFault, 'left'> & { left: number })[] = [];
  return {
    get armed() {
      return armed;
    },
    next(fault, options = {}) {
      check(fault, options);
      armed.push({ ...options, fault, left: options.times ?? 1 });
    },
    clear() {
      armed = [];
    },
    take(request) {
      const met = armed.find((it) => strikes(it, request));
      if (met === undefined) return null;
      met.left -= 1;
      armed = armed.filter(({ left }) => left > 0);
      const { stage, ms = 0 } = factsOf(met.fault);
      return { name: met.fault, stage, ms: met.ms ?? ms };
    },
  };
}

function check(fault: FaultName, { vendor, match, times }: FaultOptions): void {
  if (!isFaultName(fault)) throw new RangeError(`there is no fault "${String(fault)}"; see faultFacts`);
  const { vendors, stage, operations } = factsOf(fault);
  if (vendor !== undefined && vendors !== undefined && !vendors.includes(vendor)) {
    throw new RangeError(`"${fault}" cannot happen at ${vendor}, only at ${vendors.join(', ')}`);
  }
  if (times !== undefined && !(times > 0)) throw new RangeError('times must be 1 or more');
  // Only an order has pictures to spoil or a job to fail; refusals and broken connections can happen anywhere.
  const fixed = stage === 'yield' || stage === 'withhold' || stage === 'job' || stage === 'webhook';
  const usual = operations ?? ['order'];
  if (fixed && match?.operation !== undefined && !usual.includes(match.operation)) {
    throw new RangeError(`"${fault}" strikes ${usual.join(', ')} only`);
  }
}

function strikes({ fault, vendor, match = {} }: ArmedFault, request: StruckRequest): boolean {
  const { vendors, operations = ['order'] } = factsOf(fault);
  return (
    (vendor === undefined || vendor === request.vendor) &&
    (vendors === undefined || vendors.includes(request.vendor)) &&
    (match.operation === undefined ? operations.includes(request.operation) : match.operation === request.operation) &&
    request.path.includes(match.path ?? '') &&
    request.model.includes(match.model ?? '') &&
    request.prompt.includes(match.prompt ?? '')
  );
}
