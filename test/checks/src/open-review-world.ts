import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDrawingStatus, parseConfig, type StorySpec, type StoryView } from '@nextpanel/core';
import { type Context, followEvents, openContext, readStory, startWorker, submitStory } from '@nextpanel/pipeline';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { pino } from 'pino';

export const tenant = 'test';

/** What a frame and a call to the judge cost here, in dollars. */
export const framePrice = 0.05;
export const callPrice = 0.01;

/** A worker in this process, an emulated server that draws with model `m`, and a judge behind a chat endpoint. */
export interface ReviewWorld extends AsyncDisposable {
  readonly vendors: Vendors;
  readonly context: Context;
  /** Submits a story and waits until it no longer draws. */
  readonly tell: (spec: StorySpec) => Promise<StoryView>;
  /** The story once it no longer draws, and more batches than these are drawn. */
  readonly untilDrawn: (id: string, after?: number) => Promise<StoryView>;
}

export async function openReviewWorld(redisUrl: string): Promise<ReviewWorld> {
  await using opening = new AsyncDisposableStack();
  const vendors = opening.use(await startVendors({ compatible: { url: false, ignoresN: false, size: null } }));
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-review-'));
  opening.defer(() => rm(directory, { recursive: true, force: true }));
  const catalogue = join(directory, 'catalogue.json');
  const price = { by: 'image', usd: framePrice, margin: 0 };
  const model = { provider: 'openai-compatible', id: 'm', maxReferences: 6, price, limits: { concurrency: 8 } };
  await writeFile(catalogue, JSON.stringify({ models: [model] }));
  const config = parseConfig({
    REDIS_URL: redisUrl,
    NEXTPANEL_REDIS_PREFIX: `review-${randomUUID()}`,
    NEXTPANEL_DATA_DIR: directory,
    NEXTPANEL_FSYNC: 'off',
    NEXTPANEL_REVIEW_PRICE: String(callPrice),
    ...vendorEnvironment(vendors),
    NEXTPANEL_CATALOGUE: catalogue,
  });
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const context = opening.use(await openContext(config, { log, role: 'worker' }));
  const worker = await startWorker(context);
  opening.defer(() => worker.drain(5_000));
  const untilDrawn = async (id: string, after = 0): Promise<StoryView> => {
    const stop = new AbortController();
    for await (const event of followEvents(context, { tenant, id, signal: stop.signal })) {
      if (event.type !== 'story.status') continue;
      const story = await readStory(context, { tenant, id });
      const isOld = after > 0 && story.progress.batches.drawn <= after;
      if (isDrawingStatus(story.status) || isOld) continue;
      stop.abort();
      return story;
    }
    throw new Error('the events ended');
  };
  const opened = opening.move();
  return {
    vendors,
    context,
    tell: async (spec) => untilDrawn((await submitStory(context, { tenant, spec })).story.id),
    untilDrawn,
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
