import type { JudgeManner } from '../chat/judge-manner.ts';
import type { VendorName } from '../emulator.ts';
import { type FalMemory, historyModes } from '../fal/fal-history.ts';
import { webhookManners } from '../fal/webhooks.ts';
import { faultFacts } from '../faults/fault-facts.ts';
import type { FaultMatch } from '../faults/fault-queue.ts';
import { bytes, type Call, json, type Reply } from '../http/reply.ts';
import type { Vendors } from '../vendors.ts';

/** Body of `POST /__faults`: the arguments of `faults.next`. */
interface FaultOrder {
  readonly fault?: string;
  readonly times?: number;
  readonly vendor?: VendorName;
  readonly match?: FaultMatch;
  readonly ms?: number;
}

/** The emulator's control routes, for other processes: what a test in the same process does by function calls. */
export async function answerControl(vendors: Vendors, call: Call): Promise<Reply> {
  try {
    return await answer(vendors, call);
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return json(400, { error: error.message });
    throw error;
  }
}

async function answer(
  { fal, faults, judge, judged, ledger, calls, webhooks, saveState }: Vendors,
  { method, path, body }: Call,
): Promise<Reply> {
  switch (`${method} ${path}`) {
    case 'GET /__faults':
      return json(200, { armed: faults.armed, faults: faultFacts });
    case 'POST /__faults': {
      const { fault, ...options } = JSON.parse(body.toString()) as FaultOrder;
      // The error of `next` lists the names.
      faults.next(fault as Parameters<typeof faults.next>[0], options);
      return json(200, { armed: faults.armed });
    }
    case 'DELETE /__faults':
      faults.clear();
      return json(200, { armed: [] });
    case 'POST /__fal': {
      const { history, listingMs, resultsForMs } = JSON.parse(body.toString()) as Partial<FalMemory>;
      if (history !== undefined && !historyModes.includes(history))
        throw new RangeError(`history is one of ${historyModes.join(', ')}`);
      Object.assign(fal, {
        ...(history !== undefined && { history }),
        ...(listingMs !== undefined && { listingMs }),
        ...(resultsForMs !== undefined && { resultsForMs }),
      });
      return json(200, fal);
    }
    case 'POST /__judge':
      return json(200, Object.assign(judge, JSON.parse(body.toString()) as Partial<JudgeManner>));
    case 'GET /__judged':
      return json(200, judged);
    case 'GET /__ledger':
      return json(
        200,
        ledger.map((entry) => ({ ...entry, references: entry.references.map(withoutBytes) })),
      );
    case 'GET /__calls':
      return json(200, calls);
    case 'GET /__state':
      return json(200, saveState());
    case 'GET /__webhooks':
      return json(200, webhooks.deliveries);
    case 'POST /__webhooks': {
      const { requestId, manner } = JSON.parse(body.toString()) as { requestId: string; manner?: string };
      const known = webhookManners.find((it) => it === (manner ?? 'signed'));
      if (known === undefined) throw new RangeError(`manner is one of ${webhookManners.join(', ')}`);
      return json(200, await webhooks.deliver(requestId, known));
    }
  }
  const sha256 = /^\/__references\/([0-9a-f]{64})$/.exec(path)?.[1];
  const reference = ledger.flatMap(({ references }) => references).find((it) => it.sha256 === sha256);
  return reference === undefined ? json(404, { error: 'not found' }) : bytes(200, reference.bytes, reference.mime);
}

const withoutBytes = <T extends { readonly bytes: Uint8Array }>({ bytes: whole, ...rest }: T) => ({
  ...rest,
  bytes: whole.length,
});
