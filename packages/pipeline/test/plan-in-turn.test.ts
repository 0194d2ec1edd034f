import { setImmediate as soon } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openPictureWork } from '../src/picture-work.ts';
import { planInTurn } from '../src/plan-in-turn.ts';

test('pages of many requests are planned one at a time, tenants in turn, and others are answered in between', async () => {
  const context = { planWork: openPictureWork({ atOnce: 1 }) };
  /** How often the event loop came round: what came in meanwhile was answered. */
  let rounds = 0;
  let open = true;
  const counting = (async () => {
    while (open) {
      await soon();
      rounds += 1;
    }
  })();
  const planned: [name: string, round: number][] = [];
  const plan = (tenant: string, name: string) =>
    planInTurn(context, { tenant, layout: 'comic', panels: 8 }, () => planned.push([name, rounds]));
  await Promise.all([...['h1', 'h2', 'h3', 'h4'].map((name) => plan('hare', name)), plan('crow', 'c1')]);
  open = false;
  await counting;
  expect(planned.map(([name]) => name)).toEqual(['h1', 'h2', 'c1', 'h3', 'h4']);
  expect(new Set(planned.map(([, round]) => round)).size).toBe(5);
});

test('short stories in layouts that need no search are planned at once, long ones in turn', async () => {
  const context = { planWork: () => Promise.reject(new Error('in turn')) };
  const plan = (panels: number) => planInTurn(context, { tenant: 'hare', layout: 'grid', panels }, () => 'planned');
  expect(await plan(64)).toBe('planned');
  await expect(plan(2_000)).rejects.toThrow('in turn');
});
