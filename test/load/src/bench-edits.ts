import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTemporaryRedis } from '@nextpanel/harness';
import { type Context, editPanel, insertPanels, retakePanel, startWorker, submitStory } from '@nextpanel/pipeline';
import { Redis } from 'ioredis';
import { BrokenRun } from './load.ts';
import { openLoadContext } from './open-load-context.ts';
import { loadSpec } from './own-steps.ts';
import { openRedisMeter, type RedisCost } from './redis-meter.ts';
import { median } from './report-load.ts';

/**
 * What one edit of a long story costs: the time its user waits, the data that Redis sends for it, and the commands that Redis
 * runs, those inside scripts included. The story is drawn; no worker runs, so that nothing else is counted.
 *
 * Times decide nothing. The exit code is 1 when an edit did not do what it was timed for.
 */
const panels = 1_992;
/** Each kind of edit is made this often, on panels in the middle. With the panels inserted the story stays within its limit. */
const rounds = 7;
const load = { stories: 1, batches: panels / 8, panels: 8, latencyMs: 0, concurrency: 1 };

interface Edit {
  readonly name: string;
  /** Makes the edit at a panel; throws BrokenRun when the answer does not show it. */
  make(context: Context, id: string, number: number): Promise<void>;
}

const tenant = 'load';
const expect = (holds: boolean, what: string): void => {
  if (!holds) throw new BrokenRun(what);
};

const edits: readonly Edit[] = [
  {
    name: 'change the words of a panel',
    async make(context, id, number) {
      const text = [{ kind: 'caption' as const, text: `changed ${number}`, drawnBy: 'overlay' as const }];
      const answer = await editPanel(context, { tenant, id, number }, { text });
      expect(answer.text[0]?.text === `changed ${number}`, `panel ${number} does not have its new words`);
    },
  },
  {
    name: 'change the prompt of a drawn panel',
    async make(context, id, number) {
      const answer = await editPanel(context, { tenant, id, number }, { prompt: `changed ${number}` });
      expect(answer.prompt === `changed ${number}`, `panel ${number} does not have its new prompt`);
      expect(answer.redraw.panels.length === 1, `${answer.redraw.panels.length} panels are drawn again instead of one`);
    },
  },
  {
    name: 'ask for a retake of a panel',
    async make(context, id, number) {
      const answer = await retakePanel(context, { tenant, id, number }, { count: 1, cascade: 'keep', dryRun: false });
      expect(answer.redraw.panels.length === 1, `${answer.redraw.panels.length} panels are drawn again instead of one`);
    },
  },
  {
    name: 'insert a panel',
    async make(context, id, number) {
      const added = [{ prompt: `added after ${number}`, characters: [], text: [], weight: 'normal' as const }];
      const options = { after: number, panels: added, cascade: 'keep' as const, dryRun: false };
      const answer = await insertPanels(context, { tenant, id }, options);
      expect(answer.redraw.panels.length === 1, `${answer.redraw.panels.length} panels are drawn instead of one`);
    },
  },
];

async function drawStory(redisUrl: string, directory: string): Promise<{ context: Context; id: string }> {
  const drawn = Promise.withResolvers<void>();
  const context = await openLoadContext({ redisUrl, directory, fsync: false, onDrawn: drawn.resolve, ...load });
  const { story } = await submitStory(context, { tenant, spec: loadSpec(0, load) });
  const worker = await startWorker(context);
  await drawn.promise;
  await worker.drain(10_000);
  return { context, id: story.id };
}

await using opened = new AsyncDisposableStack();
try {
  process.stdout.write(`\n${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}\n`);
  const server = opened.use(await startTemporaryRedis());
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-edits-'));
  opened.defer(() => rm(directory, { recursive: true, force: true }));
  const { context, id } = await drawStory(server.url, directory);
  opened.use(context);
  const meter = await openRedisMeter(opened.adopt(new Redis(server.url), (redis) => redis.disconnect()));
  process.stdout.write(
    `one edit of a drawn story of ${panels} panels: median of ${rounds}, load average ${loadavg()[0]?.toFixed(1)}\n`,
  );
  for (const [kind, edit] of edits.entries()) {
    const costs: RedisCost[] = [];
    // The first one warms up the compiler.
    for (let round = 0; round <= rounds; round += 1) {
      const number = 500 + 200 * kind + 20 * round;
      const cost = await meter.measure(() => edit.make(context, id, number));
      if (round > 0) costs.push(cost);
    }
    const of = (what: keyof RedisCost) => median(costs.map((cost) => cost[what]));
    const line = [
      `${of('ms').toFixed(1)} ms`.padStart(10),
      `${(of('bytes') / 1_000).toFixed(1)} KB read`.padStart(16),
      `${of('commands').toFixed(0)} commands`.padStart(15),
      `${of('redisMs').toFixed(1)} ms of Redis' CPU`.padStart(24),
    ];
    process.stdout.write(`  ${edit.name.padEnd(36)}${line.join('')}\n`);
  }
} catch (error) {
  if (!(error instanceof BrokenRun)) throw error;
  process.stderr.write(`An edit is broken, its times mean nothing: ${error.message}\n`);
  process.exitCode = 1;
}
