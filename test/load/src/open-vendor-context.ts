import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig, type StorySpec, storySpecSchema } from '@nextpanel/core';
import { type Context, followEvents, openContext, readStory, startWorker, submitStory } from '@nextpanel/pipeline';
import { type ModelLimitsOptions, openModelLimits, openProviderOutages, type ProviderOutages } from '@nextpanel/queue';
import { type Logger, pino } from 'pino';

const tenant = 'test';

export interface VendorContextOptions {
  readonly redisUrl: string;
  /** Keys and addresses of the vendors. */
  readonly env: Readonly<Record<string, string>>;
  /** Shorter times than real ones. */
  readonly limits?: Partial<ModelLimitsOptions>;
  readonly outages?: { readonly firstMs: number; readonly longestMs: number };
  readonly log?: Logger;
}

/** Everything a worker needs, in this process, with the emulated vendors over HTTP. Disposing it stops and removes all. */
export interface VendorContext extends AsyncDisposable {
  readonly context: Context;
  /** Submits a story and returns its id. */
  submit(title: string, panels: number, render: Readonly<Record<string, unknown>>): Promise<string>;
  /** Resolves with the status in which the story no longer draws. */
  untilDrawn(id: string): Promise<string>;
}

export async function openVendorContext(options: VendorContextOptions): Promise<VendorContext> {
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-weather-'));
  const config = parseConfig({
    REDIS_URL: options.redisUrl,
    NEXTPANEL_REDIS_PREFIX: `weather-${randomUUID()}`,
    NEXTPANEL_DATA_DIR: directory,
    NEXTPANEL_FSYNC: 'off',
    NEXTPANEL_CONCURRENCY: '50',
    ...options.env,
  });
  const opened = await openContext(config, { log: options.log ?? pino({ level: 'silent' }), role: 'worker' });
  const { queueConnection: connection, root, queues } = opened;
  const limits = openModelLimits({
    connection,
    root,
    wake: (provider, story) => queues.ensureDraw(provider, { story }, { now: true }),
    ...options.limits,
  });
  const outages: ProviderOutages = openProviderOutages({ connection, root, ...options.outages });
  const context: Context = { ...opened, limits, outages };
  const worker = await startWorker(context);
  return {
    context,
    async submit(title, panels, render) {
      const spec: StorySpec = storySpecSchema.parse({
        title,
        panels: Array.from({ length: panels }, (_, index) => ({
          prompt: `${title}: the hare passes tree ${index + 1}`,
        })),
        render,
      });
      return (await submitStory(context, { tenant, spec })).story.id;
    },
    async untilDrawn(id) {
      const stop = new AbortController();
      for await (const event of followEvents(context, { tenant, id, signal: stop.signal })) {
        if (event.type !== 'story.status') continue;
        const { status } = await readStory(context, { tenant, id });
        if (status === 'queued' || status === 'plates' || status === 'drawing') continue;
        stop.abort();
        return status;
      }
      throw new Error('the events ended');
    },
    async [Symbol.asyncDispose]() {
      await worker.drain(5_000);
      await limits[Symbol.asyncDispose]();
      await opened[Symbol.asyncDispose]();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
