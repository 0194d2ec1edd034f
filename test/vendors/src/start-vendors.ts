import { answerAzure } from './azure/answer-azure.ts';
import { openCalls, type SeenCall } from './calls.ts';
import { answerCompatible, compatibleOperation } from './compatible/answer-compatible.ts';
import { answerControl } from './control/answer-control.ts';
import { openPainter } from './drawing/painter.ts';
import { openReferences } from './drawing/receive-reference.ts';
import type { CompatibleTraits, Emulator, VendorName } from './emulator.ts';
import { answerFal, falOperation, isFalHost } from './fal/answer-fal.ts';
import type { FalJobs } from './fal/fal-jobs.ts';
import { openWebhooks, type WebhookDelivery, type WebhookManner } from './fal/webhooks.ts';
import type { Operation } from './faults/fault-facts.ts';
import { type Faults, openFaults } from './faults/fault-queue.ts';
import { listen } from './http/listen.ts';
import { openMediaStore } from './http/media-store.ts';
import { type Call, json, type Reply } from './http/reply.ts';
import { openaiModels } from './images-api/models.ts';
import { type LedgerEntry, openLedger } from './ledger.ts';
import { answerOpenai, openaiOperation } from './openai/answer-openai.ts';
import type { ResponseJobs } from './openai/responses/response-jobs.ts';

export interface VendorsOptions {
  /** How long a drawing takes, besides its CPU time (some 20 ms for 1024×1024); 0 if not given. */
  readonly latencyMs?: number;
  /** Keys each vendor accepts; without, any key that is not empty (self-hosted: none needed). */
  readonly keys?: Partial<Record<VendorName, readonly string[]>>;
  /** A free one if not given. */
  readonly port?: number;
  /** `YYYY-MM-DD`; models whose shutdown date it has reached are gone. 2026-11-22 if not given. */
  readonly today?: string;
  /** Pads pictures, PNG and JPEG, to at least this size. */
  readonly pictureBytes?: number;
  /** Azure deployment names and their models; without, models Azure documents are deployed under their own names. */
  readonly deployments?: Readonly<Record<string, string>>;
  /** Traits of the self-hosted server; by default it has all the bad ones. */
  readonly compatible?: Partial<CompatibleTraits>;
}

/** A running emulator of all vendors on one port of 127.0.0.1. */
export interface Vendors extends AsyncDisposable {
  readonly url: string;
  /** `OPENAI_BASE_URL` */
  readonly openaiUrl: string;
  /** `AZURE_OPENAI_ENDPOINT` */
  readonly azureUrl: string;
  /** `FAL_BASE_URL` */
  readonly falUrl: string;
  /** `OPENAI_COMPATIBLE_BASE_URL` */
  readonly compatibleUrl: string;
  /** Every paid drawing, in the order they were paid. */
  readonly ledger: readonly LedgerEntry[];
  /** Every request, paid or not, in the order they came. */
  readonly calls: readonly SeenCall[];
  readonly faults: Pick<Faults, 'next' | 'clear' | 'armed'>;
  readonly webhooks: {
    readonly deliveries: readonly WebhookDelivery[];
    deliver(requestId: string, manner: WebhookManner): Promise<WebhookDelivery>;
  };
  /** Drops all connections and ends all work. Throws what went wrong in work nobody waited for. */
  stop(): Promise<void>;
}

const azureDeployments = Object.fromEntries(
  openaiModels.filter(({ family }) => family === '2' || family.startsWith('1')).map(({ id }) => [id, id]),
);

/** Starts the emulator; it draws real pictures and speaks the vendors' wire formats. */
export async function startVendors(options: VendorsOptions = {}): Promise<Vendors> {
  const stopping = new AbortController();
  const failures: unknown[] = [];
  const following = new Set<Promise<unknown>>();
  let base = '';
  const emulator: Emulator = {
    latencyMs: options.latencyMs ?? 0,
    today: options.today ?? '2026-11-22',
    keys: options.keys ?? {},
    deployments: options.deployments ?? azureDeployments,
    compatible: { url: true, usage: false, ignoresN: true, size: '1024x1024', ...options.compatible },
    ledger: openLedger(),
    calls: openCalls(),
    faults: openFaults(),
    media: openMediaStore(),
    painter: openPainter({ pictureBytes: options.pictureBytes ?? 0 }),
    receiveReference: openReferences(),
    stopped: stopping.signal,
    base: () => base,
    follow(work) {
      const followed = work.catch((error: unknown) => {
        if (!stopping.signal.aborted) failures.push(error);
      });
      following.add(followed);
      void followed.then(() => following.delete(followed));
    },
  };
  const responses: ResponseJobs = new Map();
  const jobs: FalJobs = new Map();
  const webhooks = openWebhooks(emulator, jobs);

  const route = (call: Call): [VendorName, Operation, () => Promise<Reply>] | null => {
    const [, first = ''] = call.path.split('/');
    if (first === 'v1') return ['openai', openaiOperation(call), () => answerOpenai(emulator, responses, call)];
    if (first === 'openai') return ['azure', 'order', () => answerAzure(emulator, call)];
    if (isFalHost(first)) return ['fal', falOperation(call), () => answerFal(emulator, jobs, webhooks, call)];
    if (first === 'compatible') {
      return ['openai-compatible', compatibleOperation(call), () => answerCompatible(emulator, call)];
    }
    return null;
  };
  const seen = new WeakMap<Call, SeenCall>();
  const answer = async (given: Call): Promise<Reply> => {
    if (given.path.startsWith('/__')) return answerControl(vendors, given);
    const call = { ...given, path: withoutOwnHost(given.path, base) };
    const routed = route(call);
    if (routed === null) return json(404, { error: `no vendor answers at ${call.path}` });
    const [vendor, operation, work] = routed;
    const { method, path, requestId } = call;
    const noted = {
      vendor,
      operation,
      method,
      path,
      requestId,
      at: Date.now(),
      status: null,
      fault: null,
      endedAt: null,
    };
    seen.set(given, noted);
    emulator.calls.add(noted);
    const reply = await work();
    Object.assign(noted, { fault: reply.fault ?? null });
    return reply;
  };

  const { port, close } = await listen({
    port: options.port ?? 0,
    stopped: stopping.signal,
    answer,
    ended: (call, status) => Object.assign(seen.get(call) ?? {}, { status, endedAt: Date.now() }),
  });
  base = `http://127.0.0.1:${port}`;
  const stop = async () => {
    stopping.abort();
    await close();
    await Promise.all(following);
    if (failures.length > 0) throw new AggregateError(failures, 'the emulator failed in the background');
  };
  const vendors: Vendors = {
    url: base,
    openaiUrl: `${base}/v1`,
    azureUrl: base,
    falUrl: base,
    compatibleUrl: `${base}/compatible/v1`,
    ledger: emulator.ledger.entries,
    calls: emulator.calls.list,
    faults: emulator.faults,
    webhooks,
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return vendors;
}

/** A gateway that maps every address maps ours too: `/127.0.0.1:PORT/queue.fal.run/…` is `/queue.fal.run/…`. */
const withoutOwnHost = (path: string, base: string): string => {
  const own = base.replace('http:/', '');
  return path.startsWith(`${own}/`) ? path.slice(own.length) : path;
};
