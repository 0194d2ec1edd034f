import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, createClient } from '@nextpanel/client';
import type { StoryView } from '@nextpanel/core';
import { startSystem, type TestSystem } from '@nextpanel/harness';
import { startVendors, type Vendors, vendorEnvironment } from '@nextpanel/vendors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Charges, countCharges, sumOf } from './src/count-charges.ts';
import { type Fixture, readFixture, type SavedStory } from './src/fixture.ts';
import { loadFixture } from './src/load-fixture.ts';
import { specWithCast } from './src/story-plans.ts';

/**
 * What release 1 left behind, continued by this one: stories in every state, changed ones, and requests at every vendor.
 * What was paid is read in the emulator's ledger, which both releases share.
 */

const fixture = await readFixture('release-1');
/** All stories together take ten seconds; on a machine that is busy with other things, minutes. */
const patienceMs = 240_000;

let vendors: Vendors;
let system: TestSystem;
let client: Client;
let ended: Map<string, StoryView>;

beforeAll(async () => {
  vendors = await startVendors({ state: fixture.vendors });
  system = await startSystem(
    { NEXTPANEL_REDIS_PREFIX: fixture.prefix, NEXTPANEL_CONCURRENCY: '32', ...vendorEnvironment(vendors) },
    (place) => loadFixture(fixture, place),
  );
  client = createClient({ baseUrl: system.url() });
  const stories = await Promise.all(fixture.stories.map(continueStory));
  ended = new Map(stories.map((story, index) => [fixture.stories[index]?.name ?? '', story]));
}, patienceMs);
afterAll(async () => {
  await system?.[Symbol.asyncDispose]();
  await vendors?.stop();
});

/** Does what a user would, until the story is where it ends. */
async function continueStory({ id, continueBy, ends, name }: SavedStory): Promise<StoryView> {
  if (continueBy === 'approve') await client.approve(id);
  if (continueBy === 'raise-budget') await client.amend(id, { budget: { maxUsd: 5 } });
  if (continueBy === 'resume' || continueBy === 'raise-budget') await resumeWhenStopped(id);
  const deadline = Date.now() + patienceMs - 20_000;
  for (;;) {
    const open = (await client.ledger(id)).filter(({ state }) => state === 'ordered');
    const story = await client.story(id);
    if (story.status === ends && open.length === 0) return story;
    if (story.status === 'needs_attention') {
      // Where an outcome is unknown the user may be asked.
      if (story.waitingOn !== 'unknown_outcome')
        throw new Error(`${name} stopped: ${JSON.stringify(story.failures)}\n${system.process('worker').log()}`);
      await client.resume(id);
    }
    if (Date.now() > deadline) throw new Error(`${name} is still ${story.status}, waiting for ${story.waitingOn}`);
    await sleep(200);
  }
}

/** A story that waits for its user's answer is not stopped yet when its worker was killed. */
async function resumeWhenStopped(id: string): Promise<void> {
  const { status } = await client.story(id);
  if (status === 'paused' || status === 'needs_attention') await client.resume(id);
}

describe('a story of release 1', () => {
  it.each(fixture.stories)('$name, left $status, $ends: nothing is paid twice', ({ name, pictures, lost, ends }) => {
    expect(ended.get(name)).toMatchObject({ status: ends, failures: [], cost: { heldUsd: 0 } });
    const charges = chargesOf(name);
    expect(sumOf(charges), describeCharges(charges)).toBeLessThanOrEqual(pictures + lost);
  });

  const completed = fixture.stories.filter(({ ends }) => ends === 'completed');
  it.each(completed)('$name has all its panels', ({ name }) => {
    const { drawn, total } = ended.get(name)?.progress.panels ?? {};
    expect(drawn).toBe(total);
  });

  const certain = completed.filter(({ lost }) => lost === 0);
  it.each(certain)('$name leaves nothing unknown that was known before', ({ id, name, pictures }) => {
    // The storyboard charges nothing.
    expect([0, pictures]).toContain(sumOf(chargesOf(name)));
    expect(ended.get(name)?.cost.possiblyUsd).toBe(possiblyUsdBefore(fixture, id));
  });

  it.each(fixture.stories)('$name keeps every frame that was drawn', async ({ id }) => {
    const panels = await client.panels(id);
    const takes = await Promise.all(panels.map(({ number }) => client.takes(id, number)));
    const kept = new Set(takes.flat().map(({ frame }) => frame.sha256));
    expect(drawnBefore(fixture, id).filter((sha256) => !kept.has(sha256))).toEqual([]);
  });

  const recalled = fixture.stories.filter(({ name }) => name === 'completed' || name.startsWith('drawn-'));
  it.each(recalled)('$name, submitted again, is recalled from its records for free', async (plan) => {
    const before = vendors.ledger.length;
    await drawAgain(plan);
    expect(vendors.ledger.slice(before)).toEqual([]);
  });
});

const chargesOf = (name: string): Charges => countCharges(vendors.ledger).get(name) ?? new Map<string, number>();
const describeCharges = (charges: Charges): string => JSON.stringify(Object.fromEntries(charges));

/** Submits a story once more and waits until its panels are drawn. */
async function drawAgain(plan: SavedStory): Promise<void> {
  const { id } = await client.submit({ json: specWithCast(plan, fixture.castPicture) });
  await expect
    .poll(async () => (await client.story(id)).progress.panels)
    .toEqual({ drawn: plan.pictures, total: plan.pictures });
}

function possiblyUsdBefore({ redis, prefix }: Fixture, id: string): number {
  const header = redis[`{${prefix}}:story:${id}`];
  return header?.type === 'hash' ? Number(header.value.possibly) / 1_000_000 : Number.NaN;
}

/** SHA-256 of every take and every frame that was kept for a batch under way. */
function drawnBefore({ redis, prefix }: Fixture, id: string): string[] {
  return ['takes', 'kept'].flatMap((part) => {
    const hash = redis[`{${prefix}}:story:${id}:${part}`];
    if (hash?.type !== 'hash') return [];
    return Object.values(hash.value).flatMap((value) =>
      value.startsWith('{') ? [(JSON.parse(value) as { sha256: string }).sha256] : [],
    );
  });
}
