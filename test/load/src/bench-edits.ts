import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StorySpec, storySpecSchema } from '@nextpanel/core';
import { startTemporaryRedis } from '@nextpanel/harness';
import {
  type Context,
  editPanel,
  insertPanels,
  movePanel,
  removePanel,
  retakePanel,
  selectTake,
  startWorker,
  submitStory,
} from '@nextpanel/pipeline';
import { Redis } from 'ioredis';
import { openLoadContext } from './open-load-context.ts';

/**
 * What one user edit of a long story takes: milliseconds until it is answered, and bytes read from Redis. The story has about
 * 2,000 drawn panels, and its worker has stopped, so that nothing else reads or writes. Every edit is made on other panels; the
 * median counts.
 *
 * NEXTPANEL_BENCH_ROUNDS sets the number of rounds (9).
 */
const rounds = Number(process.env.NEXTPANEL_BENCH_ROUNDS ?? 9);
/** As many as leave room for those that are inserted: a story has at most 2,000. */
const panels = 1_980;
const tenant = 'load';

type Edit = (context: Context, id: string, round: number) => Promise<unknown>;

const keep = { cascade: 'keep', dryRun: false } as const;
/** Panels in the middle of their batches, batches apart from round to round. */
const inside = (round: number) => ({ number: 403 + 16 * round });
const newPanel = (prompt: string) => ({ prompt, characters: [], text: [], weight: 'normal' as const });

const edits: Readonly<Record<string, Edit>> = {
  'edit the words of a panel': (context, id, round) =>
    editPanel(
      context,
      { tenant, id, ...inside(round) },
      { text: [{ kind: 'caption', text: `Words ${round}`, drawnBy: 'overlay' }] },
    ),
  'edit the prompt of a panel': (context, id, round) =>
    editPanel(context, { tenant, id, ...inside(round) }, { prompt: `Another moment, ${round}` }),
  'retake a panel': (context, id, round) =>
    retakePanel(context, { tenant, id, number: inside(round).number + 1 }, { count: 1, ...keep }),
  'select a take': (context, id, round) =>
    selectTake(context, { tenant, id, number: inside(round).number + 2, take: 1 }, { ...keep, cascade: 'keep' }),
  'retake the last panel of a batch': (context, id, round) =>
    retakePanel(context, { tenant, id, number: 408 + 16 * round }, { count: 1, ...keep }),
  'insert a panel': (context, id, round) =>
    insertPanels(
      context,
      { tenant, id },
      { after: 1_000 + 16 * round, panels: [newPanel(`Meanwhile, ${round}`)], ...keep },
    ),
  'append a panel': (context, id, round) =>
    insertPanels(context, { tenant, id }, { panels: [newPanel(`In the end, ${round}`)], ...keep }),
  'move a panel': (context, id, round) =>
    movePanel(context, { tenant, id, number: 1_500 + round }, { after: 700 + round, dryRun: false }),
  'remove a panel': (context, id, round) =>
    removePanel(context, { tenant, id, number: 1_700 + round }, { dryRun: false }),
};

await using opened = new AsyncDisposableStack();
const directory = await mkdtemp(join(tmpdir(), 'nextpanel-edits-'));
opened.defer(() => rm(directory, { recursive: true, force: true }));
const { url } = opened.use(await startTemporaryRedis({ appendfsync: 'no' }));
const redis = opened.adopt(new Redis(url), (it) => it.disconnect());
const { context, id } = await drawnStory();
opened.use(context);

const rows = [];
for (const [edit, run] of Object.entries(edits)) {
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure(() => run(context, id, round)));
  rows.push({
    edit,
    ms: median(measured.map(({ ms }) => ms)).toFixed(1),
    'KB read': (median(measured.map(({ bytes }) => bytes)) / 1_024).toFixed(0),
  });
}
console.table(rows);

/** A story of drawn panels, with prompts as long as those of the examples. Then the worker stops. */
async function drawnStory(): Promise<{ readonly context: Context; readonly id: string }> {
  const drawn = Promise.withResolvers<void>();
  const options = { redisUrl: url, directory, fsync: false, latencyMs: 0, concurrency: 8, onDrawn: drawn.resolve };
  const loaded = await openLoadContext(options);
  const { story } = await submitStory(loaded, { tenant, spec: longStory() });
  const worker = await startWorker(loaded);
  await drawn.promise;
  await worker.drain(10_000);
  return { context: loaded, id: story.id };
}

function longStory(): StorySpec {
  const scene =
    'The hare stands on the hill at dusk, a red scarf in the wind, the mill behind him, low sun, long shadows.';
  return storySpecSchema.parse({
    title: 'A long story',
    panels: Array.from({ length: panels }, (_, index) => ({
      prompt: `${scene} Moment ${index + 1}`,
      text: [{ kind: 'caption', text: `What happened next, part ${index + 1}` }],
    })),
  });
}

async function measure(run: () => Promise<unknown>): Promise<{ readonly ms: number; readonly bytes: number }> {
  const before = await sentBytes();
  const started = performance.now();
  await run();
  const ms = performance.now() - started;
  return { ms, bytes: (await sentBytes()) - before };
}

/** Bytes that Redis has sent to its clients so far. */
async function sentBytes(): Promise<number> {
  return Number(/total_net_output_bytes:(\d+)/.exec(await redis.info('stats'))?.[1]);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
