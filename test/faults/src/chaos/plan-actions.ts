import { type FailpointName, failpoints } from '@nextpanel/core';
import { type FaultName, faultFacts, type Operation, type VendorName, vendorNames } from '@nextpanel/vendors';
import {
  type Act,
  type Action,
  type AppName,
  type Deed,
  linkNames,
  plateDeeds,
  scriptDeeds,
  versionNames,
  workerNames,
} from './action.ts';
import type { Random } from './random.ts';

export interface PlanOptions {
  readonly random: Random;
  readonly forMs: number;
  /** Average time between two kills, in milliseconds. */
  readonly killEveryMs: number;
  /** How long one vendor fails for everybody, from a quarter of the time on, in milliseconds; 0: never. */
  readonly outageMs?: number;
  /** How often another Redis server must take over, spread over the time; default 0. */
  readonly failovers?: number;
  /** Whether the next release is deployed in the middle. */
  readonly deploy?: boolean;
  /** Whether artifacts are in a bucket, which may refuse. */
  readonly bucket?: boolean;
  /** Whether all apps reach Redis through one link: where that is a hole for longer, another server takes over. */
  readonly oneLink?: boolean;
}

/** The vendor that fails: most ways to draw are its. */
const failing: VendorName = 'openai';

/** Stories submitted at the start, so that there is something to break. */
const firstStories = 6;

/**
 * The least time between two workers that are replaced, and between two processes that are frozen, in milliseconds: more often, and workers
 * start instead of ordering, so that no kill meets an order.
 */
const [swapMs, freezeMs] = [10_000, 10_000];

/** All actions in order of time. Each kind of fault has its own stream of random numbers. */
export function planActions(options: PlanOptions): Action[] {
  const {
    random,
    forMs,
    killEveryMs,
    outageMs = 0,
    failovers = 0,
    deploy = false,
    bucket = false,
    oneLink = false,
  } = options;
  let stories = firstStories;
  let scripts = 0;
  const first = Array.from({ length: firstStories }, (_, story) => ({
    atMs: story * 50,
    act: { kind: 'submit', story } as Act,
  }));
  const planned = [
    ...first,
    ...(outageMs > 0
      ? [{ atMs: Math.round(forMs / 4), act: { kind: 'outage', vendor: failing, forMs: outageMs } as Act }]
      : []),
    ...Array.from({ length: failovers }, (_, nth) => ({
      atMs: Math.round((forMs * (nth + 1)) / (failovers + 1)),
      act: { kind: 'failover' } as Act,
    })),
    ...(deploy ? [{ atMs: Math.round(forMs * 0.4), act: { kind: 'deploy' } as Act }] : []),
    ...(bucket ? everySoOften(random.fork('bucket'), forMs, 5_000, planRefusal) : []),
    ...everySoOften(random.fork('submits'), forMs, 4_000, () => ({ kind: 'submit', story: stories++ })),
    ...everySoOften(random.fork('kills'), forMs, killEveryMs, planKill),
    ...everySoOften(random.fork('versions'), forMs, Math.max(killEveryMs * 2, swapMs), planSwap),
    ...everySoOften(random.fork('freezes'), forMs, Math.max(killEveryMs * 3, freezeMs), planFreeze),
    ...everySoOften(random.fork('network'), forMs, 3_500, (own) => planNetworkTrouble(own, oneLink)),
    ...everySoOften(random.fork('vendors'), forMs, 3_500, planVendorFault),
    ...everySoOften(random.fork('people'), forMs, 1_500, planStoryAct),
    ...everySoOften(random.fork('scripts'), forMs, 10_000, () => ({ kind: 'adapt', script: scripts++ })),
    ...everySoOften(random.fork('writers'), forMs, 15_000, planScriptAct),
  ];
  return planned.sort((a, b) => a.atMs - b.atMs).map((it, id) => ({ id: id + 1, ...it }));
}

function everySoOften(random: Random, forMs: number, everyMs: number, plan: (random: Random) => Act) {
  const planned: { atMs: number; act: Act }[] = [];
  let atMs = 1_000 + random.between(0, everyMs);
  while (atMs < forMs) {
    planned.push({ atMs: Math.round(atMs), act: plan(random) });
    atMs += random.between(0.4, 1.6) * everyMs;
  }
  return planned;
}

const killed: readonly (AppName | 'redis')[] = [
  ...workerNames,
  ...workerNames,
  ...workerNames,
  'finalizer',
  'api',
  'redis',
  'redis',
];

/** Where a crash loses sight of what was ordered: marked as ordered, or accepted, and the vendor's id is not saved. */
export const submitWindow = ['requests-ordered', 'request-accepted'] as const satisfies readonly FailpointName[];

/** More than half of all kills are meant for the submit window: a few do not come, since nothing is ordered there in time. */
const inWindow = 0.7;

function planKill(random: Random): Act {
  if (random.chance(inWindow)) {
    if (random.chance(0.7)) return { kind: 'acceptance' };
    const name = random.chance(0.5) ? 'request-accepted' : 'requests-ordered';
    return { kind: 'arm', target: random.pick(workerNames), name, times: random.whole(1, 2) };
  }
  const restartMs = Math.round(random.chance(0.5) ? 0 : random.between(0, 3_000));
  if (!random.chance(0.3)) return { kind: 'kill', target: random.pick(killed), restartMs };
  const name = random.pick(failpoints.filter((it) => it !== 'story-migrated'));
  return { kind: 'failpoint', target: whereIs(random, name), name, times: random.whole(1, 6), restartMs };
}

/** What S3 says when it is busy, broken or full; the last not for reads. */
function planRefusal(random: Random): Act {
  const method = random.pick(['PUT', 'GET'] as const);
  const busy = { status: 503, code: 'SlowDown' };
  const full = { status: 507, code: 'XMinioStorageFull' };
  const answer = random.pick([busy, busy, { status: 500, code: 'InternalError' }, method === 'PUT' ? full : busy]);
  return { kind: 'bucket', method, ...answer, times: random.whole(1, 6) };
}

/** The process that passes a failpoint. */
function whereIs(random: Random, name: (typeof failpoints)[number]): AppName {
  if (name === 'story-written') return 'api';
  return name.startsWith('sheet-') || name.startsWith('book-') ? 'finalizer' : random.pick(workerNames);
}

function planSwap(random: Random): Act {
  const target = random.pick(workerNames);
  return { kind: 'swap', target, version: random.pick(versionNames), orderly: random.chance(0.75) };
}

function planFreeze(random: Random): Act {
  const forMs = Math.round(random.between(1_000, 12_000));
  const target = random.pick([...workerNames, ...workerNames, 'finalizer', 'api', 'redis'] as const);
  // A process that everything depends on is not frozen for most of a short campaign.
  return { kind: 'freeze', target, forMs: target === 'redis' ? Math.round(forMs / 3) : forMs };
}

function planNetworkTrouble(random: Random, oneLink: boolean): Act {
  const link = random.pick(linkNames);
  const kind = random.pick(['cut', 'delay', 'black-hole'] as const);
  if (kind === 'cut') return { kind, link };
  if (kind === 'delay')
    return { kind, link, ms: Math.round(random.between(50, 500)), forMs: Math.round(random.between(2_000, 8_000)) };
  const forMs = Math.round(random.between(1_000, 8_000));
  return { kind, link, forMs: oneLink && link !== 'workers vendors' ? Math.round(forMs / 6) : forMs };
}

/**
 * Left out: what only ends with a deadline of many minutes (`hang`, `stuck`), and a picture of 400 megapixels, whose drawing
 * would take both cores for as long as a batch. And what waits until the operator corrects the settings: a picture at an address
 * that may not be fetched, or behind a route that is not there (`packages/pipeline/test/odd-answers.int.test.ts`).
 */
const leftOut: readonly FaultName[] = ['hang', 'stuck', 'bomb-picture', 'task-without-route', 'other-host-url'];

/** These pause a provider for all stories; the campaign resumes it a moment later. */
export const pausingFaults: readonly FaultName[] = ['quota-exhausted', 'wrong-key'];

function planVendorFault(random: Random): Act {
  const vendor = random.pick(vendorNames);
  const fault = random.pick(faultsAt(vendor).filter((name) => !pausingFaults.includes(name) || random.chance(0.3)));
  const facts = faultFacts[fault];
  const timed = 'ms' in facts && facts.ms !== undefined;
  return {
    kind: 'vendor-fault',
    fault,
    vendor,
    times: random.whole(1, 3),
    ms: timed ? Math.round(random.between(300, 2_500)) : null,
    operation: operationOf(random, facts.stage, vendor),
  };
}

/** Refusals and broken connections also strike polling and collecting. */
function operationOf(random: Random, stage: string, vendor: VendorName): Operation | null {
  if (!(stage === 'transport' || stage === 'refuse') || vendor !== 'fal' || random.chance(0.6)) return null;
  return random.pick(['poll', 'collect'] as const);
}

function faultsAt(vendor: VendorName): FaultName[] {
  return (Object.keys(faultFacts) as FaultName[]).filter((name) => {
    const facts = faultFacts[name];
    const at: readonly VendorName[] = 'vendors' in facts ? facts.vendors : vendorNames;
    return at.includes(vendor) && !leftOut.includes(name);
  });
}

function planStoryAct(random: Random): Act {
  return { kind: 'story', story: random.next(), deed: planDeed(random) };
}

const planScriptAct = (random: Random): Act => ({
  kind: 'script',
  script: random.next(),
  deed: random.pick(scriptDeeds),
});

function planDeed(random: Random): Deed {
  const cascade = random.chance(0.5) ? 'redraw' : 'keep';
  const dryRun = random.chance(0.2);
  const panel = random.next();
  switch (random.whole(0, 18)) {
    case 0:
      return { kind: 'pause' };
    case 1:
    case 2:
    case 3:
      return { kind: 'resume' };
    case 4:
      return { kind: 'approve' };
    case 5:
      return random.chance(0.5) ? { kind: 'cancel' } : { kind: 'delete' };
    case 6:
    case 7:
      return { kind: 'edit', panel, what: random.pick(['prompt', 'text'] as const), cascade, dryRun };
    case 8:
      return { kind: 'retake-panel', panel, count: random.whole(1, 2), cascade, dryRun };
    case 9:
      return { kind: 'retake-batch', batch: panel, cascade, dryRun };
    case 10:
      return { kind: 'select-take', panel, take: random.next(), cascade };
    case 11:
      return { kind: 'upload-take', panel, select: random.chance(0.5), cascade };
    case 12:
      return { kind: 'insert-panels', after: panel, count: random.whole(1, 3), cascade };
    case 13:
      return { kind: 'move-panel', panel, after: random.next(), dryRun };
    case 14:
      return { kind: 'remove-panel', panel, dryRun };
    case 15:
      return { kind: 'retouch', panel, boxed: random.chance(0.5), cascade, dryRun };
    case 16:
    case 17:
      return { kind: random.pick(plateDeeds), plate: panel, take: random.next(), dryRun };
    default:
      return { kind: 'letter', panel };
  }
}
