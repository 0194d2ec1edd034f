import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StorySpec, storySpecSchema } from '@nextpanel/core';
import { startWorker, submitStory } from '@nextpanel/pipeline';
import type { Load, Run } from './load.ts';
import { openLoadContext } from './open-load-context.ts';

/** The same load on nextpanel: every panel of a batch is a request, a frame and a record on disk. */
export async function runOwnSteps(
  redisUrl: string,
  load: Load,
  options: { fsync: boolean; batchSize: number },
): Promise<Run> {
  const directory = await mkdtemp(join(tmpdir(), 'nextpanel-load-'));
  let left = load.stories;
  const finished = Promise.withResolvers<void>();
  const onDrawn = () => {
    left -= 1;
    if (left === 0) finished.resolve();
  };
  const context = await openLoadContext({ redisUrl, directory, onDrawn, ...options, ...load });
  try {
    for (let story = 0; story < load.stories; story += 1) {
      await submitStory(context, { tenant: 'load', spec: loadSpec(story, load.batches, options.batchSize) });
    }
    const cpu = process.cpuUsage();
    const startedAt = performance.now();
    const worker = await startWorker(context);
    await finished.promise;
    const makespanMs = performance.now() - startedAt;
    const { user, system } = process.cpuUsage(cpu);
    await worker.drain(10_000);
    return { makespanMs, cpuMs: (user + system) / 1_000 };
  } finally {
    await context[Symbol.asyncDispose]();
    await rm(directory, { recursive: true, force: true });
  }
}

function loadSpec(story: number, batches: number, batchSize: number): StorySpec {
  const panels = Array.from({ length: batches * batchSize }, (_, panel) => ({
    prompt: `story ${story} panel ${panel}`,
  }));
  return storySpecSchema.parse({ title: `story ${story}`, panels, render: { batchSize } });
}
