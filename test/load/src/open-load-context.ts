import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { openTextFinder } from '@nextpanel/checks';
import { builtInCatalogue, type Config, type Provider, parseConfig } from '@nextpanel/core';
import { type Context, noMeasures, noTracing, openParsing } from '@nextpanel/pipeline';
import { connectQueue, openFirstAnswers, openModelLimits, openProviderOutages, openQueues } from '@nextpanel/queue';
import { connectState, keyRoot, openArtifacts } from '@nextpanel/store';
import { pino } from 'pino';

export interface LoadOptions {
  readonly redisUrl: string;
  readonly directory: string;
  readonly fsync: boolean;
  /** How long the provider takes for a request, in milliseconds. */
  readonly latencyMs: number;
  /** Stories drawn at once. */
  readonly concurrency: number;
  /** Called when the last batch of a story is committed. */
  readonly onDrawn: () => void;
}

/**
 * The whole pipeline on real Redis and real files, with a provider that answers with 1 KB of noise after `latencyMs`.
 * Decoding the frames is left out, since noise is no picture and pixel work is not orchestration.
 */
export async function openLoadContext(options: LoadOptions): Promise<Context> {
  const prefix = `load-${randomUUID()}`;
  const config: Config = {
    ...parseConfig({
      REDIS_URL: options.redisUrl,
      NEXTPANEL_REDIS_PREFIX: prefix,
      NEXTPANEL_DATA_DIR: options.directory,
    }),
    concurrency: options.concurrency,
  };
  await using opened = new AsyncDisposableStack();
  const state = opened.use(await connectState({ redis: options.redisUrl, patience: 'patient', prefix }));
  const root = keyRoot(prefix);
  const queueConnection = opened.use(connectQueue(options.redisUrl, 'patient'));
  const queues = opened.use(openQueues({ connection: queueConnection, root, providers: ['storyboard'] }));
  const limits = opened.use(
    openModelLimits({
      connection: queueConnection,
      root,
      wake: (provider, story) => queues.ensureDraw(provider, { story }, { now: true }),
    }),
  );
  const artifacts = await openArtifacts({ kind: 'disk', directory: options.directory }, { fsync: options.fsync });
  const provider = noiseProvider(options.latencyMs);
  const notNeeded = () => Promise.reject(new Error('the load test composes nothing'));
  const owned = opened.move();
  return {
    config,
    epoch: null,
    tracing: noTracing,
    room: { take: notNeeded },
    log: pino({ level: 'silent' }),
    state: {
      ...state,
      batches: {
        ...state.batches,
        async commit(fence, batch, providerMs) {
          const outcome = await state.batches.commit(fence, batch, providerMs);
          if (outcome.kind === 'committed' && outcome.next === 'composing') options.onDrawn();
          return outcome;
        },
      },
    },
    artifacts,
    space: { require: async () => undefined, ranOut: () => undefined },
    catalogue: builtInCatalogue,
    queues,
    limits,
    outages: openProviderOutages({ connection: queueConnection, root }),
    firstAnswers: openFirstAnswers({ connection: queueConnection, root }),
    providers: new Map([[provider.id, provider]]),
    reviewing: null,
    imaging: {
      inspectPicture: async () => ({ width: 1024, height: 1024, mime: 'image/png' as const }),
      pageEncodings: () => [],
      checkLetters: () => ({ letters: [], scripts: [], lacking: [] }),
      composePanel: notNeeded,
      letterSheet: notNeeded,
      composeCover: notNeeded,
      composeTextPage: notNeeded,
      composeSheet: notNeeded,
      composeTile: notNeeded,
      scalePicture: notNeeded,
      shrinkPicture: notNeeded,
      cutContactSheet: notNeeded,
      drawBoxMask: notNeeded,
      readMask: notNeeded,
      pasteArea: notNeeded,
      readPixels: notNeeded,
      readClearShare: async () => 0,
      readContentCredentials: () => null,
      bindBook: notNeeded,
      drawPlaceholder: notNeeded,
      joinBooks: notNeeded,
      installFont: notNeeded,
      isFont: () => false,
      learnFont: notNeeded,
      readFont: () => {
        throw new Error('no font is read under load');
      },
      resizedPicture: notNeeded,
      withoutManifest: (picture) => picture,
    },
    signing: null,
    redisWatch: { noticed: () => false, require: async () => undefined, [Symbol.dispose]: () => undefined },
    scriptQueue: { ensure: notNeeded, wake: notNeeded, [Symbol.asyncDispose]: async () => undefined },
    adapting: null,
    webhookQueue: { ensure: notNeeded, wake: notNeeded, [Symbol.asyncDispose]: async () => undefined },
    sendDelivery: notNeeded,
    parsing: openParsing(),
    textFinder: openTextFinder(),
    pictureWork: (_origin, work) => work(),
    bookWork: (_origin, work) => work(),
    planWork: (_origin, work) => work(),
    measures: noMeasures,
    failpoint: () => undefined,
    root,
    queueConnection,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A synchronous vendor: no id to find a request by, so the whole money path is walked. Every frame is different. */
function noiseProvider(latencyMs: number): Provider {
  return {
    id: 'storyboard',
    fingerprint: 'test',
    parameters: (request) => ({ panels: request.panels.map(({ number }) => number) }),
    prepare: async (request) => ({ prompt: request.prompt }),
    async submit(request) {
      if (latencyMs > 0) await wait(latencyMs);
      const frame = Buffer.alloc(1_024, request.key);
      return { kind: 'drawn', drawn: { frames: request.panels.map(() => frame), costMicroUsd: 0 } };
    },
    collect: () => Promise.reject(new Error('a synchronous provider has nothing to collect')),
  };
}
