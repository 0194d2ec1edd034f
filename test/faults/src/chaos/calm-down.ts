import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@nextpanel/client';
import type { StoryView } from '@nextpanel/core';
import { helpStory, needsHelp, refusedOnly, resumeProviders } from './help-story.ts';
import { finishDeploy } from './operate.ts';
import type { Stage } from './perform-action.ts';
import { isAdapted, readScript, type SentScript } from './scripts.ts';
import { isOver, type Tale } from './tales.ts';
import type { Violation } from './violation.ts';

/** A story without events for this long, while nothing disturbs it, is stuck. Longer than any of our own waits. */
const stuckMs = 120_000;
const lookMs = 700;
/** How often a user helps a story before giving up. */
const helpMax = 6;
/** A script that asks its model again later than this is asked for by a user, who does not wait. */
const soonMs = 5_000;

/**
 * Ends all disturbances, does what a user does for stopped stories and scripts, and returns when every story is completed, cancelled or
 * deleted, and every script is over. One that does not end is a violation.
 */
export async function calmDown(stage: Stage): Promise<Violation[]> {
  const { world, tales, scripts } = stage;
  for (const link of world.links) {
    link.blackhole(false);
    link.setLatency(0);
  }
  world.spareWorkers();
  world.vendors.faults.clear();
  world.bucket?.serve();
  const all = [...world.redis.processes, ...world.apps.values()];
  for (const kept of all) kept.thaw();
  await Promise.all(all.map((kept) => kept.untilReady()));
  await disarm(stage);
  const unfinished = await finishDeploy(stage);
  const helped = new Map<Tale | SentScript, number>();
  const settled = new Set<Tale | SentScript>();
  let changedAt = Date.now();
  let before = '';
  for (;;) {
    await resumeProviders(world);
    const open: string[] = [];
    for (const tale of tales.all) {
      if (settled.has(tale)) continue;
      const view = await look(stage, tale);
      // A cancelled story has a last turn while a vendor has something of it.
      if (view === null || (isOver(tale) && view.cost.heldUsd === 0)) {
        settled.add(tale);
        continue;
      }
      if (needsHelp(view)) {
        const times = (helped.get(tale) ?? 0) + 1;
        helped.set(tale, times);
        if (times > helpMax) continue;
        await helpStory(world, tale, view, times);
      }
      open.push(`${tale.id} ${view.status} ${view.waitingOn} ${JSON.stringify(view.progress)} ${tale.followed.length}`);
    }
    for (const script of scripts) {
      if (settled.has(script)) continue;
      const words = await adapting(stage, script, helped);
      if (words === null) settled.add(script);
      else open.push(words);
    }
    if (open.length === 0) break;
    const now = open.join('\n');
    if (now !== before) changedAt = Date.now();
    before = now;
    if (Date.now() - changedAt > stuckMs) {
      const stuck = open.map((words) => `stuck, nothing changes: ${words}`);
      return [...unfinished, ...stuck.map((detail) => ({ invariant: 'every story ends', detail }) as const)];
    }
    await tales.untilNews(lookMs);
    await sleep(lookMs / 4);
  }
  const helpless = [...helped].filter(([, times]) => times > helpMax);
  return [
    ...unfinished,
    ...helpless.map(([it]) => {
      const detail = `${it.id} was helped ${helpMax} times and waits again`;
      if (!('status' in it)) return { invariant: 'every script ends', detail } as const;
      return { invariant: 'every story ends', detail: `${detail}: ${it.status} ${it.waitingOn}` } as const;
    }),
  ];
}

/** Processes that would still kill themselves at a failpoint are restarted without it. */
async function disarm({ world, journal }: Stage): Promise<void> {
  const armed = [...world.apps.values()].filter((app) => app.isArmed());
  for (const { name } of armed) journal.add({ action: null, kind: 'stop', target: name, words: 'SIGTERM' });
  await Promise.all(armed.map((app) => app.restart()));
}

/** The current story; null when it is deleted. A deletion whose answer was lost may not have happened. */
async function look({ world: { client } }: Stage, tale: Tale): Promise<StoryView | null> {
  try {
    const view = await client.story(tale.id);
    tale.deleted = false;
    tale.status = view.status;
    tale.waitingOn = view.waitingOn;
    return view;
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
    // A story that no user deleted must not disappear: see the check of endings.
    return null;
  }
}

/** What a script is at; null when nothing is left to do. One that failed is tried again, as a user does. */
async function adapting(
  { world: { client } }: Stage,
  script: SentScript,
  helped: Map<Tale | SentScript, number>,
): Promise<string | null> {
  const view = await readScript(client, script);
  if (view === null || (isAdapted(view) && view.status !== 'failed')) return null;
  const waits = view.status === 'waiting' && Date.parse(view.retryAt ?? '') > Date.now() + soonMs;
  if (view.status === 'failed' || waits) {
    const times = (helped.get(script) ?? 0) + 1;
    helped.set(script, times);
    if (times > helpMax) return null;
    await client.scripts.retry(script.id).catch(refusedOnly);
  }
  return `${script.id} ${view.status} ${view.reason} ${JSON.stringify(view.progress)}`;
}
