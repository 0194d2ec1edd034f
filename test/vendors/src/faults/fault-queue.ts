import type { VendorName } from '../emulator.ts';
import { type FaultName, type FaultStage, factsOf, isFaultName, type Operation } from './fault-facts.ts';

/** Which requests a fault strikes: each text must be contained. */
export interface FaultMatch {
  /** `any`: whatever the request is for, as when the whole vendor is down. */
  readonly operation?: Operation | 'any';
  readonly path?: string;
  readonly model?: string;
  readonly prompt?: string;
}

export interface FaultOptions {
  /** How many requests it strikes; 1 if not given, without end if it lasts for a time. */
  readonly times?: number;
  /** For how long it strikes from now on, in milliseconds. */
  readonly lastsMs?: number;
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
  /** A line of a batch: the vendor draws it without a connection that could break. Of the stage `transport` only `slow` strikes it. */
  readonly isLine?: boolean;
}

export interface MetFault {
  readonly name: FaultName;
  readonly stage: FaultStage;
  readonly ms: number;
}

export interface ArmedFault extends Omit<FaultOptions, 'lastsMs'> {
  readonly fault: FaultName;
  /** When it ends, in milliseconds since the epoch; null if only by its strikes. */
  readonly until: number | null;
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
    next(fault, { lastsMs, ...options } = {}) {
      check(fault, options);
      const until = lastsMs === undefined ? null : Date.now() + lastsMs;
      armed.push({ ...options, fault, until, left: options.times ?? (until === null ? 1 : Number.POSITIVE_INFINITY) });
    },
    clear() {
      armed = [];
    },
    take(request) {
      armed = armed.filter(({ until }) => until === null || until > Date.now());
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
  if (fixed && match?.operation !== undefined && (match.operation === 'any' || !usual.includes(match.operation))) {
    throw new RangeError(`"${fault}" strikes ${usual.join(', ')} only`);
  }
}

function strikes({ fault, vendor, match = {} }: ArmedFault, request: StruckRequest): boolean {
  const { vendors, stage, operations = ['order'] } = factsOf(fault);
  return (
    !(request.isLine === true && stage === 'transport' && fault !== 'slow') &&
    (vendor === undefined || vendor === request.vendor) &&
    (vendors === undefined || vendors.includes(request.vendor)) &&
    isMeant(match.operation, operations, request.operation) &&
    request.path.includes(match.path ?? '') &&
    request.model.includes(match.model ?? '') &&
    request.prompt.includes(match.prompt ?? '')
  );
}

const isMeant = (wanted: FaultMatch['operation'], usual: readonly Operation[], operation: Operation): boolean =>
  wanted === 'any' || (wanted === undefined ? usual.includes(operation) : wanted === operation);
