import { openCalls, type SeenCall } from './calls.ts';
import { usualManner } from './chat/judge-manner.ts';
import { answerControl } from './control/answer-control.ts';
import { openPainter } from './drawing/painter.ts';
import { openReferences } from './drawing/receive-reference.ts';
import type { Emulator } from './emulator.ts';
import type { FalJobs } from './fal/fal-jobs.ts';
import { openWebhooks } from './fal/webhooks.ts';
import { openFaults } from './faults/fault-queue.ts';
import { listen } from './http/listen.ts';
import { openMediaStore } from './http/media-store.ts';
import { type Call, json, type Reply } from './http/reply.ts';
import { openaiModels } from './images-api/models.ts';
import { openLedger } from './ledger.ts';
import type { BatchJobs } from './openai/batches/batch-jobs.ts';
import type { ResponseJobs } from './openai/responses/response-jobs.ts';
import { openRateWindows } from './rate-windows.ts';
import { openRoutes } from './route-call.ts';
import { restoreState } from './saved-state/restore-state.ts';
import { saveState } from './saved-state/save-state.ts';
import { openUnderWay } from './under-way.ts';
import type { Vendors, VendorsOptions } from './vendors.ts';

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
    batchMs: options.batchMs ?? 0,
    openaiWebhook: options.openaiWebhook ?? null,
    today: options.today ?? '2026-11-22',
    keys: options.keys ?? {},
    deployments: options.deployments ?? azureDeployments,
    compatible: { url: true, usage: false, ignoresN: true, size: '1024x1024', ...options.compatible },
    fal: { history: 'open', listingMs: 400, resultsForMs: null, webhookShare: 1, ...options.fal },
    judge: { ...usualManner, ...options.judge },
    judged: [],
    ledger: openLedger(),
    calls: openCalls(),
    underWay: openUnderWay(),
    faults: openFaults(),
    rates: openRateWindows(options.rates ?? []),
    media: openMediaStore(),
    painter: openPainter({
      pictureBytes: options.pictureBytes ?? 0,
      wear: options.wear ?? { perDrawing: 0 },
    }),
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
  const jobs: FalJobs = new Map();
  const responses: ResponseJobs = new Map();
  const batches: BatchJobs = new Map();
  const webhooks = openWebhooks(emulator, jobs);

  const route = openRoutes(emulator, { webhooks, jobs, openai: { responses, batches } });
  const seen = new WeakMap<Call, SeenCall>();
  const answer = async (given: Call): Promise<Reply> => {
    if (given.path.startsWith('/__')) return answerControl(vendors, given);
    const call = { ...given, path: withoutOwnHost(given.path, base) };
    const routed = route(call);
    if (routed === null) return json(404, { error: `no vendor answers at ${call.path}` });
    const { vendor, operation, work } = routed;
    const { method, path } = call;
    const noted: SeenCall = {
      vendor,
      operation,
      method,
      path,
      requestId: null,
      at: Date.now(),
      status: null,
      fault: null,
      endedAt: null,
    };
    seen.set(given, noted);
    emulator.calls.add(noted);
    const reply = await work();
    const { fault = null, headers } = reply;
    Object.assign(noted, { fault, requestId: headers['x-request-id'] ?? headers['x-fal-request-id'] ?? null });
    const isAccepted = operation === 'order' && vendor !== 'chat' && fault === null && reply.status < 300;
    if (isAccepted && noted.endedAt === null) options.accepted?.({ vendor, key: keyOf(given) });
    return reply;
  };

  const { port, close } = await listen({
    port: options.port ?? 0,
    stopped: stopping.signal,
    answer,
    ended: (call, status) => Object.assign(seen.get(call) ?? {}, { status, endedAt: Date.now() }),
  });
  base = options.publicUrl ?? `http://127.0.0.1:${port}`;
  const stop = async () => {
    stopping.abort();
    await close();
    await Promise.all(following);
    if (failures.length > 0) throw new AggregateError(failures, 'the emulator failed in the background');
  };
  try {
    if (options.state) restoreState({ emulator, jobs, responses, webhooks }, options.state);
  } catch (error) {
    await stop();
    throw error;
  }
  const vendors: Vendors = {
    url: base,
    openaiUrl: `${base}/v1`,
    azureUrl: base,
    falUrl: base,
    compatibleUrl: `${base}/compatible/v1`,
    chatUrl: `${base}/chat/v1`,
    ledger: emulator.ledger.entries,
    calls: emulator.calls.list,
    underWay: emulator.underWay,
    fal: emulator.fal,
    judge: emulator.judge,
    judged: emulator.judged,
    faults: emulator.faults,
    webhooks,
    saveState: () => saveState(emulator, jobs, responses),
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return vendors;
}

/** Vendors read it in one of three forms. */
const keyOf = ({ headers: { authorization, 'api-key': azure } }: Call): string | undefined =>
  azure === undefined ? authorization?.replace(/^(Bearer|Key) /, '') : String(azure);

/** A gateway that rewrites every address also rewrites ours: `/127.0.0.1:PORT/queue.fal.run/…` is `/queue.fal.run/…`. */
const withoutOwnHost = (path: string, base: string): string => {
  const own = base.replace('http:/', '');
  return path.startsWith(`${own}/`) ? path.slice(own.length) : path;
};
