import { type StorySpec, storySpecSchema } from '@nextpanel/core';
import { startWorker, submitStory } from '@nextpanel/pipeline';
import { Redis } from 'ioredis';
import { ownCpuMs, redisCpuMs } from './cpu-time.ts';
import type { Load, Run } from './load.ts';
import { openLoadContext } from './open-load-context.ts';

/** The same load on nextpanel: each panel of a batch is a request with a frame and a record in `directory`. */
export async function runOwnSteps(redisUrl: string, load: Load, directory: string, fsync: boolean): Promise<Run> {
  let left = load.stories;
  const finished = Promise.withResolvers<void>();
  const onDrawn = () => {
    left -= 1;
    if (left === 0) finished.resolve();
  };
  const redis = new Redis(redisUrl);
  const context = await openLoadContext({ redisUrl, directory, fsync, onDrawn, ...load });
  try {
    for (let story = 0; story < load.stories; story += 1) {
      await submitStory(context, { tenant: 'load', spec: loadSpec(story, load) });
    }
    const cpuBefore = ownCpuMs() + (await redisCpuMs(redis));
    const startedAt = performance.now();
    const worker = await startWorker(context);
    await finished.promise;
    const makespanMs = performance.now() - startedAt;
    const cpuMs = ownCpuMs() + (await redisCpuMs(redis)) - cpuBefore;
    await worker.drain(10_000);
    return { makespanMs, cpuMs };
  } finally {
    redis.disconnect();
    await context[Symbol.asyncDispose]();
  }
}

export function loadSpec(story: number, load: Load): StorySpec {
  const panels = Array.from({ length: load.batches * load.panels }, (_, panel) => ({
    prompt: `story ${story} panel ${panel}`,
  }));
  return storySpecSchema.parse({ title: `story ${story}`, panels, render: { batchSize: load.panels } });
}
