import { setTimeout as sleep } from 'node:timers/promises';
import type { Emulator } from '../emulator.ts';
import { html, isStream, type Reply } from '../http/reply.ts';
import type { FaultName } from './fault-facts.ts';
import type { MetFault, StruckRequest } from './fault-queue.ts';

/** A vendor's answer to a refusing fault; null if at this vendor the fault strikes the accepted job, not the request. */
export type Refuse = (fault: MetFault) => Reply | null;

/**
 * Does a request's work, unless a fault is due. `work` gets the fault in any case: its drawings are entered in the ledger with
 * it, and it handles faults of the stages `yield` and `job` itself.
 */
export async function meetFault(
  emulator: Pick<Emulator, 'faults' | 'stopped'>,
  request: StruckRequest,
  refuse: Refuse,
  work: (fault: MetFault | null) => Promise<Reply>,
): Promise<Reply> {
  const fault = emulator.faults.take(request);
  if (fault === null) return work(null);
  return { ...(await play(emulator, fault, refuse, work)), fault: fault.name };
}

async function play(
  { stopped }: Pick<Emulator, 'stopped'>,
  fault: MetFault,
  refuse: Refuse,
  work: (fault: MetFault) => Promise<Reply>,
): Promise<Reply> {
  const refusal = fault.stage === 'refuse' || fault.stage === 'withhold' ? refuse(fault) : null;
  if (fault.stage === 'transport') return transport(fault, stopped, () => work(fault));
  if (refusal === null) return work(fault);
  if (fault.stage === 'refuse') return refusal;
  const drawn = await work(fault);
  // A stream has answered 200 by the time the picture is withheld; its work sends an error event.
  return isStream(drawn.body) ? drawn : refusal;
}

const none = { status: 0, headers: {}, body: '' };

async function transport({ name, ms }: MetFault, stopped: AbortSignal, work: () => Promise<Reply>): Promise<Reply> {
  switch (name) {
    case 'hang':
      return { ...none, delivery: { kind: 'hang' } };
    case 'reset-before-work':
      return { ...none, delivery: { kind: 'reset' } };
    case 'reset-after-work':
      return { ...(await work()), delivery: { kind: 'reset' } };
    case 'cut-body':
      return { ...(await work()), delivery: { kind: 'cut' } };
    case 'drip':
      return { ...(await work()), delivery: { kind: 'drip', ms } };
    case 'truncated-json':
      return truncate(await work());
    default: {
      const reply = await work();
      await sleep(ms, undefined, { signal: stopped });
      return reply;
    }
  }
}

function truncate(reply: Reply): Reply {
  const { body } = reply;
  if (isStream(body)) return { ...reply, delivery: { kind: 'cut' } };
  return { ...reply, body: body.slice(0, Math.ceil(body.length / 2)) };
}

/** Pages from something in front of the vendor that answers in its place. */
export const proxyPage = (name: FaultName): Reply | null =>
  name === 'bad-gateway-html' ? html(502, '502 Bad Gateway') : name === 'html-media' ? html(200, 'Sign in') : null;

/** The retry hints of a 429. */
export function retryHints({ name, ms }: MetFault): Record<string, string> {
  if (name === 'rate-limited-seconds') return { 'retry-after': String(Math.ceil(ms / 1_000)) };
  if (name === 'rate-limited-ms') return { 'retry-after-ms': String(ms) };
  if (name === 'rate-limited-date') return { 'retry-after': new Date(Date.now() + ms).toUTCString() };
  return {};
}
