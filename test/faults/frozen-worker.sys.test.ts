import { setTimeout as wait } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import { startProcess, startSystem, type TestProcess, type TestSystem } from '@nextpanel/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDrawnOnce, submitStory, type WatchedStory, writtenAt } from './watch-story.ts';

/** Two workers without a common seat; one must notice what happens to the other while it draws. */

const latencyMs = 2_000;

/** Default settings: a lock lives 5 s, and stalled jobs are checked every second. */
const noticedWithinMs = 10_000;

/** Eight requests run at the same time; synchronous ones that die with their worker may be paid. */
const inFlight = 8;

let system: TestSystem;
let other: TestProcess;
let client: Client;

beforeAll(async () => {
  system = await startSystem({ STORYBOARD_LATENCY_MS: String(latencyMs) });
  other = await startProcess('worker', system.env);
  client = createClient({ baseUrl: system.url() });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await system[Symbol.asyncDispose]();
});

/** A story whose first batch the system's own worker is drawing. */
async function drawnByOurs(title: string): Promise<WatchedStory> {
  // So that it cannot claim the story.
  other.kill('SIGSTOP');
  const story = await submitStory(client, title, 2);
  await story.until('batch.started', { batch: 1 });
  other.kill('SIGCONT');
  await wait(latencyMs / 2);
  return story;
}

describe('a worker in the middle of a batch', () => {
  it('that is frozen for 2 s keeps it', async () => {
    using story = await drawnByOurs('blocked');
    system.process('worker').kill('SIGSTOP');
    await wait(2_000);
    system.process('worker').kill('SIGCONT');
    await expectDrawnOnce(client, story);
    expect((await client.batches(story.id)).map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  it('that stays frozen loses it to the other, and its writes after waking are refused', async () => {
    using story = await drawnByOurs('frozen');
    const frozenAt = Date.now();
    system.process('worker').kill('SIGSTOP');
    const again = await story.until('batch.started', { batch: 1, attempt: 2 });
    expect(writtenAt(again) - frozenAt).toBeLessThan(noticedWithinMs);
    // It wakes while the other draws the same panels.
    system.process('worker').kill('SIGCONT');
    await expectDrawnOnce(client, story, inFlight);
    expect((await client.batches(story.id)).map(({ attempts }) => attempts)).toEqual([2, 1]);
  });

  it('that is killed loses it to the other', async () => {
    using story = await drawnByOurs('killed');
    const killedAt = Date.now();
    await system.process('worker')[Symbol.asyncDispose]();
    const again = await story.until('batch.started', { batch: 1, attempt: 2 });
    expect(writtenAt(again) - killedAt).toBeLessThan(noticedWithinMs);
    await expectDrawnOnce(client, story, inFlight);
  });

  it('that is killed and restarted takes it over at once', async () => {
    await other[Symbol.asyncDispose]();
    await system.start('worker');
    using story = await submitStory(client, 'restarted', 2);
    await story.until('batch.started', { batch: 1 });
    await wait(latencyMs / 2);
    await system.process('worker')[Symbol.asyncDispose]();
    const restart = Date.now();
    await system.start('worker');
    const readyMs = Date.now() - restart;
    const again = await story.until('batch.started', { batch: 1, attempt: 2 });
    // Measured from when the process is up: Node's start time depends on the machine.
    expect(writtenAt(again) - restart - readyMs).toBeLessThan(2_000);
    await expectDrawnOnce(client, story, inFlight);
  });
});
