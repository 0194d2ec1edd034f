import { expect, test } from 'vitest';
import type { Action } from './action.ts';
import { shrinkActions } from './shrink-actions.ts';

const cut = (id: number): Action => ({ id, atMs: id * 5_000, act: { kind: 'cut', link: 'api redis' } });
const actions = Array.from({ length: 40 }, (_, index) => cut(index + 1));
const ids = (list: readonly Action[]) => list.map(({ id }) => id);
const soon = () => Date.now() + 10_000;

test('actions not needed for the failure are left out, and the pauses between them', async () => {
  const fails = (list: readonly Action[]) => Promise.resolve(ids(list).includes(7) && ids(list).includes(31));
  const shortest = await shrinkActions(actions, soon(), fails);
  expect(ids(shortest)).toEqual([7, 31]);
  expect(shortest[1]?.atMs).toBeLessThan(5_000);
});

test('a list that never fails again stays complete', async () => {
  expect(ids(await shrinkActions(actions, soon(), () => Promise.resolve(false)))).toEqual(ids(actions));
});

test('when the time is up, the shortest failing list so far is returned', async () => {
  let runs = 0;
  const fails = () => Promise.resolve(++runs > 0);
  expect(await shrinkActions(actions, Date.now() - 1, fails)).toEqual(actions);
  expect(runs).toBe(0);
});
