import { expect, it } from 'vitest';
import { planSweep, secondPassMs } from '../../src/artifacts/s3/plan-sweep.ts';

const now = 1_000_000_000;
const graceMs = 10_000_000;
const object = (key: string, ageMs: number) => ({ key, bytes: 1, modified: now - ageMs });
const old = object('old', graceMs + 1);
const keysOf = (objects: readonly { key: string }[]) => objects.map(({ key }) => key);

it('an unreferenced object is marked first, and removed by the sweep an hour later', () => {
  const first = planSweep([old, object('young', graceMs - 1)], new Map(), { now, graceMs });
  expect([keysOf(first.remove), keysOf(first.marked)]).toEqual([[], ['old']]);
  const soon = planSweep([old], first.marks, { now: now + secondPassMs - 1, graceMs });
  expect([keysOf(soon.remove), keysOf(soon.marked)]).toEqual([[], []]);
  const later = planSweep([old], soon.marks, { now: now + secondPassMs, graceMs });
  expect([keysOf(later.remove), later.marks.size, later.spared]).toEqual([['old'], 0, 0]);
});

it('an object that is written or referenced between the two looks stays', () => {
  const { marks } = planSweep([old, object('other', graceMs + 5)], new Map(), { now, graceMs });
  const rewritten = { ...old, modified: now + 1 };
  const next = planSweep([rewritten], marks, { now: now + graceMs + secondPassMs, graceMs });
  expect([keysOf(next.remove), keysOf(next.marked), next.spared]).toEqual([[], ['old'], 2]);
});

it('without a grace period everything unreferenced goes at once', () => {
  expect(keysOf(planSweep([old], new Map(), { now, graceMs: 0 }).remove)).toEqual(['old']);
});
