import { randomUUID } from 'node:crypto';
import type { Fence, JobLock, PanelSpec } from '@nextpanel/core';
import { findModel, planBatches, planPageMap } from '@nextpanel/core';
import { Redis } from 'ioredis';
import { keyRoot } from '../src/keyspace.ts';
import type { IntendingBatch, Intent } from '../src/state/intents.ts';
import { openState, type State } from '../src/state/open-state.ts';
import type { StoredFrame, StoredSpec } from '../src/state/stored.ts';
import type { Submission } from '../src/state/story-transitions.ts';

/** Real Redis under a prefix of its own, for tests of this package. */
export interface TestState extends AsyncDisposable {
  readonly redis: Redis;
  readonly state: State;
  readonly prefix: string;
  /** Takes the lock of a story's job as BullMQ would. */
  lock(story: string, token?: string): Promise<JobLock>;
}

export function openTestState(): TestState {
  const url = process.env.REDIS_URL;
  if (url === undefined) throw new Error('REDIS_URL is not set; the integration project starts a Redis');
  const prefix = `test-${randomUUID()}`;
  const redis = new Redis(url);
  const state = openState(redis, prefix, { now: Date.now, aheadMs: () => 0 });
  return {
    redis,
    state,
    prefix,
    async lock(story, token = 'worker:1') {
      const lockKey = `${keyRoot(prefix)}:draw-storyboard:${story}:lock`;
      await redis.set(lockKey, token);
      return { lockKey, token };
    },
    async [Symbol.asyncDispose]() {
      const keys = await redis.keys(`{${prefix}}:*`);
      if (keys.length > 0) await redis.del(keys);
      await state[Symbol.asyncDispose]();
      redis.disconnect();
    },
  };
}

export const testPanel = (number: number): PanelSpec => ({
  prompt: `panel ${number}`,
  characters: [],
  text: [],
  weight: 'normal',
});

/** The ids of the first panels of a story: p1, p2, … */
export const testIds = (panels: number, from = 1): string[] =>
  Array.from({ length: panels }, (_, index) => `p${from + index}`);

/** A submission of `panels` panels in batches of `batchSize`. */
export function testSubmission(id: string, panels: number, batchSize = 8, over: Partial<Submission> = {}): Submission {
  const ids = testIds(panels);
  const batches = planBatches(panels, batchSize);
  const spec: StoredSpec = {
    title: `story ${id}`,
    language: 'en',
    readingDirection: 'ltr',
    characters: [],
    render: {
      provider: 'storyboard',
      model: 'storyboard-1',
      method: 'panels',
      size: '1024x1024',
      batchSize,
      unknownOutcome: 'retry',
      recoverable: false,
      recall: true,
      fallback: false,
    },
    book: { layout: 'grid', formats: ['pdf', 'cbz'] },
    warnings: [],
    estimate: { lowUsd: 0, expectedUsd: 0, highUsd: 0, batches: batches.length, requests: panels },
  };
  return {
    id,
    tenant: 'test',
    createdAt: Date.now(),
    idempotency: null,
    spec,
    panels: ids.map((panel, index) => ({ id: panel, spec: testPanel(index + 1) })),
    panelIds: panels,
    batches: batches.map(({ first, last }) => ids.slice(first - 1, last)),
    pages: planPageMap({ panels: ids, batchSize }),
    budget: null,
    ...over,
  };
}

export const testFrame = (name: string): StoredFrame => ({
  sha256: Buffer.from(name).toString('hex').padEnd(64, '0').slice(0, 64),
  source: { kind: 'request', request: `r-${name}`, key: `key-${name}` },
  width: 8,
  height: 8,
  mime: 'image/png',
});

/** The key that test requests have: the part of their id before the colon. */
export const testKey = (id: string): string => id.split(':')[0] as string;

/** The intent of a request for these panels; prices in millionths of a dollar. */
export const testIntent = (id: string, panels: readonly string[], price = { expected: 10, high: 20 }): Intent => ({
  order: {
    id,
    key: testKey(id),
    model: findModel({ provider: 'storyboard', model: undefined }),
    method: 'panels',
    size: { width: 8, height: 8 },
    quality: undefined,
    language: 'en',
    recoverable: false,
    prompt: `panels ${panels.join()}`,
    panels: panels.map((panel, index) => ({ number: index + 1, prompt: `panel ${panel}`, characters: [] })),
    references: [],
    referenceFrame: null,
  },
  frames: panels.map((panel) => ({ panel, target: panel, art: 0, redraw: 0 })),
  from: { anchor: null, reference: null },
  price,
});

/** A request with the body it is sent with. */
export const testSent = (id: string) => ({ id, body: { sent: id } });

/** A frame for a panel's own target. */
export const testKept = (panel: string, frame: StoredFrame) => ({ panel, target: panel, frame });

/** Draws whatever batch is next, as a worker would, and answers with how the commit ended. */
export async function drawBatch({ state }: Pick<TestState, 'state'>, story: string, lock: JobLock) {
  const claim = await state.batches.claim(story, lock, 'storyboard');
  if (claim.kind !== 'claimed') return claim;
  const { batch } = claim;
  await keepAll(
    state,
    batch.fence,
    batch,
    batch.panels.map(({ id }) => id),
  );
  return state.batches.commit(batch.fence, batch, 0);
}

export async function keepAll(
  state: State,
  fence: Fence,
  batch: IntendingBatch,
  panels: readonly string[],
  name = 'frame',
) {
  const ids = panels.map((panel) => `key-${panel}:${fence.number}`);
  await state.batches.intend(
    fence,
    batch,
    ids.map((id, index) => testIntent(id, [panels[index] as string])),
  );
  await state.batches.order(fence, ids.map(testSent));
  return state.batches.settle(
    fence,
    batch.id,
    ids.map((id, index) => ({
      id,
      key: testKey(id),
      outcome: 'kept' as const,
      cost: 10,
      frames: [testKept(panels[index] as string, testFrame(`${name}-${panels[index]}`))],
    })),
  );
}
