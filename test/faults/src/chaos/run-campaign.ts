import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Action, workerNames } from './action.ts';
import { calmDown } from './calm-down.ts';
import { type Checked, checkCampaign } from './check/check-campaign.ts';
import { checkJobs } from './check/check-leftovers.ts';
import { countRefusals, type Refusals } from './count-refusals.ts';
import { type Entry, formatEntries, openJournal } from './journal.ts';
import type { KeptProcess } from './keep-process.ts';
import { listDeaths, listPromotions } from './list-deaths.ts';
import { raiseSchema } from './operate.ts';
import { performAction, type Stage } from './perform-action.ts';
import type { Random } from './random.ts';
import { readCapabilities } from './read-capabilities.ts';
import type { SentScript } from './scripts.ts';
import { type Ground, startWorld, type World } from './start-world.ts';
import { openTales, type Tale } from './tales.ts';
import type { Violation } from './violation.ts';

export interface CampaignOptions {
  readonly random: Random;
  readonly actions: readonly Action[];
  readonly ground: Ground;
  /** Stories whose sheets and books are made again for comparison: the slowest check. */
  readonly booksCompared: number;
  readonly say: (line: string) => void;
}

export interface CampaignResult {
  readonly violations: readonly Violation[];
  readonly entries: readonly Entry[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly tales: readonly Tale[];
  readonly checked: Checked | null;
  /** What the vendors' calls were answered with, by vendor. */
  readonly refusals: readonly Refusals[];
  /** How often each process was killed with SIGKILL. */
  readonly kills: Readonly<Record<string, number>>;
  /** From a kill until the process was ready again, in milliseconds. */
  readonly recoveriesMs: readonly number[];
  readonly elapsedMs: { readonly chaos: number; readonly calm: number; readonly checks: number };
  /** The folder with everything; null when it was removed. */
  readonly folder: string | null;
}

const providersMs = 3_000;

/** Starts a system, performs the planned actions, ends all faults, and checks the result. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const { random, actions, ground, booksCompared, say } = options;
  await using world = await startWorld(ground);
  say(`running in ${world.folder}`);
  const tales = openTales(world.client);
  const scripts: SentScript[] = [];
  const journal = openJournal();
  const calm = new AbortController();
  const can = await readCapabilities(world.url);
  const deployed = { begun: false };
  const stage: Stage = { world, tales, scripts, journal, random, can, deployed, calm: calm.signal };
  const violations: Violation[] = [];
  const times = { chaos: 0, calm: 0, checks: 0 };
  let checked: Checked | null = null;
  let deaths: Entry[] = [];
  try {
    await act(stage, actions, calm);
    times.chaos = journal.now();
    say(`calm after ${Math.round(times.chaos / 1_000)} s, ${journal.entries.length} things happened`);
    violations.push(...(await calmDown(stage)));
    violations.push(...(await checkJobs(world, tales.all)));
    times.calm = journal.now() - times.chaos;
    deaths = [...listDeaths(world, journal.startedAt), ...listPromotions(world, journal.startedAt)];
    const entries = [...journal.entries, ...deaths];
    const kills = workerNames.reduce((sum, name) => sum + (countKills(world)[name] ?? 0), 0);
    checked = await checkCampaign({ ...stage, journal: { ...journal, entries } }, { booksCompared, kills });
    violations.push(...checked.violations);
    times.checks = journal.now() - times.chaos - times.calm;
  } catch (error) {
    world.keepFolder();
    say(
      `the campaign ended early; everything is in ${world.folder}, and this is what happened:\n${formatEntries(journal.entries)}`,
    );
    throw error;
  } finally {
    calm.abort();
    await tales.stopFollowing();
  }
  violations.push(...(await checkDeaths(world)));
  if (violations.length > 0) world.keepFolder();
  return {
    violations,
    entries: [...journal.entries, ...deaths].sort((a, b) => a.atMs - b.atMs),
    startedAt: journal.startedAt,
    tales: tales.all,
    checked,
    refusals: countRefusals(world.vendors.calls),
    kills: countKills(world),
    recoveriesMs: [...world.apps.values()].flatMap(({ recoveries }) => recoveries),
    elapsedMs: times,
    folder: violations.length > 0 ? world.folder : null,
  };
}

/** Performs every action at its time, whether or not earlier ones have ended. */
async function act(stage: Stage, actions: readonly Action[], calm: AbortController): Promise<void> {
  const done: Promise<void>[] = [];
  const errors: unknown[] = [];
  const watching = watchProviders(stage);
  for (const action of actions) {
    await sleep(Math.max(0, action.atMs - stage.journal.now()));
    done.push(performAction(stage, action).catch((error: unknown) => void errors.push(error)));
  }
  calm.abort();
  await Promise.all([...done, watching]);
  if (errors.length > 0) throw new AggregateError(errors, 'the campaign itself failed');
}

/** An operator sees that a provider is paused, fixes the account, and resumes it; and raises the schema after a deploy. */
async function watchProviders(stage: Stage): Promise<void> {
  const { world, calm, deployed } = stage;
  const { client } = world;
  while (!calm.aborted) {
    await sleep(providersMs, undefined, { signal: calm }).catch(() => undefined);
    try {
      if (deployed.begun) await raiseSchema(stage).catch(() => undefined);
      for (const { id, paused } of await client.providers()) if (paused) await client.resumeProvider(id);
    } catch {
      // The API is down: next time.
    }
  }
}

function countKills({ apps, redis }: World): Record<string, number> {
  const kills = (name: string, all: readonly KeptProcess[]) => [
    name,
    all.flatMap(({ ends }) => ends).filter(({ how }) => how === 'SIGKILL').length,
  ];
  return Object.fromEntries([
    ...[...apps.values()].map((app) => kills(app.name, [app])),
    kills('redis', redis.processes),
  ]);
}

/** Exit code 5 means that Redis was away at the start; otherwise only our signals end a process. */
const unreachable = 5;

async function checkDeaths({ apps, redis, folder }: World): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const { name, ends } of [...apps.values(), ...redis.processes]) {
    const odd = ends.filter(({ how, asked }) => !asked && how !== 0 && how !== unreachable);
    for (const { how, at } of odd) {
      const log = await readFile(join(folder, `${name}.log`), 'utf8').catch(() => '');
      const detail = `${name} ended unexpectedly (${how}) at ${new Date(at).toISOString()}; the end of its log:\n${log.slice(-1_500)}`;
      violations.push({ invariant: 'no process ends unexpectedly', detail });
    }
  }
  return violations;
}
