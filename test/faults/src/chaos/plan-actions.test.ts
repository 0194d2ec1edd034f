import { expect, test } from 'vitest';
import { planActions, submitWindow } from './plan-actions.ts';
import { planStory } from './plan-stories.ts';
import { openRandom } from './random.ts';

const plan = (seed: number, minutes: number) =>
  planActions({ random: openRandom(seed), forMs: minutes * 60_000, killEveryMs: 6_000 });

test('the seed alone determines what happens', () => {
  expect(plan(3, 2)).toEqual(plan(3, 2));
  expect(plan(3, 2)).not.toEqual(plan(4, 2));
});

test('half an hour has at least 200 kills, of every process and of Redis, and all kinds of faults', () => {
  const acts = plan(1, 30).map(({ act }) => act);
  const kills = acts.filter(({ kind }) => ['kill', 'failpoint', 'arm', 'acceptance'].includes(kind));
  expect(kills.length).toBeGreaterThan(220);
  const inWindow = kills.filter(
    (act) => act.kind === 'acceptance' || ('name' in act && submitWindow.some((name) => name === act.name)),
  );
  expect(inWindow.length).toBeGreaterThan(kills.length / 2);
  const targets = new Set(kills.flatMap((act) => ('target' in act ? [act.target] : [])));
  expect([...targets].sort()).toEqual(['api', 'finalizer', 'redis', 'worker-1', 'worker-2']);
  const kinds = new Set(acts.map((act) => (act.kind === 'story' ? act.deed.kind : act.kind)));
  for (const kind of [
    'freeze',
    'cut',
    'delay',
    'black-hole',
    'vendor-fault',
    'swap',
    'pause',
    'edit',
    'retake-panel',
    'delete',
    'retouch',
    'retake-plate',
    'retouch-plate',
    'upload-plate',
  ])
    expect(kinds).toContain(kind);
});

test('in a campaign of half an hour one vendor fails for ten minutes, and nothing waits for an operator who corrects settings', () => {
  const options = { random: openRandom(1), forMs: 30 * 60_000, killEveryMs: 3_500, outageMs: 10 * 60_000 };
  const acts = planActions(options).map(({ atMs, act }) => ({ atMs, ...act }));
  expect(acts.filter(({ kind }) => kind === 'outage')).toEqual([
    { atMs: 450_000, kind: 'outage', vendor: 'openai', forMs: 600_000 },
  ]);
  const faults = acts.flatMap((act) => (act.kind === 'vendor-fault' ? [act.fault] : []));
  expect(faults).toEqual(expect.arrayContaining(['images-member', 'unknown-form', 'nsfw-picture', 'tiny-picture']));
  expect(faults).not.toContain('other-host-url');
});

test('a campaign on a set of servers has failovers and a deploy at times of their own, and a bucket that refuses', () => {
  const options = {
    random: openRandom(1),
    forMs: 60_000,
    killEveryMs: 4_000,
    failovers: 2,
    deploy: true,
    bucket: true,
  };
  const acts = planActions(options).map(({ atMs, act }) => ({ atMs, ...act }));
  const operated = acts.filter(({ kind }) => kind === 'failover' || kind === 'deploy');
  expect(operated).toEqual([
    { atMs: 20_000, kind: 'failover' },
    { atMs: 24_000, kind: 'deploy' },
    { atMs: 40_000, kind: 'failover' },
  ]);
  expect(acts.filter(({ kind }) => kind === 'bucket').length).toBeGreaterThan(5);
});

test('stories of a campaign share no text from which the same key could result', () => {
  const random = openRandom(1);
  const stories = Array.from({ length: 50 }, (_, index) => planStory(random, index));
  const ways = new Set(
    stories.slice(0, 20).map(({ spec: { render } }) => `${render.provider} ${String(render.method)}`),
  );
  expect([...ways]).toEqual(expect.arrayContaining(['fal panels', 'openai economy', 'openai series', 'azure panels']));
  const prompts = stories.flatMap(({ spec }) => spec.panels.map(({ prompt }) => prompt));
  expect(new Set(prompts).size).toBe(prompts.length);
});

test('some stories of a campaign draw plates, in which outfits, places and people are used, and some are reviewed', () => {
  const stories = Array.from({ length: 40 }, (_, index) => planStory(openRandom(1), index));
  const plated = stories.filter(({ spec }) => spec.plates);
  expect(plated.length).toBeGreaterThan(6);
  for (const { spec } of plated) {
    expect(spec.panels.every(({ characters }) => characters.includes('hare'))).toBe(true);
    expect(new Set(spec.panels.map(({ scene }) => scene))).toEqual(new Set(['home', 'away']));
  }
  const reviewed = stories.filter(({ spec }) => spec.review);
  expect(reviewed.length).toBeGreaterThan(6);
  expect(reviewed.every(({ drifts, spec }) => spec.panels.some(({ prompt }) => drifts.includes(prompt)))).toBe(true);
});
