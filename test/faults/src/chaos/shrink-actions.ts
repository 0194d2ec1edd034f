import type { Action } from './action.ts';

/** Longest idle time between two actions after those between them are left out, in milliseconds. */
const longestPauseMs = 1_500;

/**
 * Delta debugging: leaves out smaller and smaller parts of the actions as long as the campaign still fails, until the time is up.
 * Concurrent processes are not repeatable, so a run that does not fail proves nothing; the shortest list that did fail is
 * returned.
 *
 * @param fails runs the campaign with these actions
 */
export async function shrinkActions(
  actions: readonly Action[],
  deadline: number,
  fails: (actions: readonly Action[]) => Promise<boolean>,
): Promise<readonly Action[]> {
  let shortest = actions;
  let parts = 2;
  while (shortest.length > 1 && Date.now() < deadline) {
    const size = Math.ceil(shortest.length / parts);
    let shrunk = false;
    for (let from = 0; from < shortest.length && Date.now() < deadline; from += size) {
      const rest = closeUp([...shortest.slice(0, from), ...shortest.slice(from + size)]);
      if (rest.length === 0 || !(await fails(rest))) continue;
      shortest = rest;
      parts = Math.max(2, parts - 1);
      shrunk = true;
      break;
    }
    if (shrunk) continue;
    if (parts >= shortest.length) break;
    parts = Math.min(parts * 2, shortest.length);
  }
  return shortest;
}

function closeUp(actions: readonly Action[]): Action[] {
  let before = 0;
  let at = 0;
  return actions.map((action) => {
    at += Math.min(longestPauseMs, action.atMs - before);
    before = action.atMs;
    return { ...action, atMs: at };
  });
}
