import type { Entry } from './journal.ts';
import { submitWindow } from './plan-actions.ts';
import type { World } from './start-world.ts';

/** For how long before another server takes over the writes of the old one may be lost, in milliseconds. */
const promotionMs = 15_000;

/** When processes killed themselves at a failpoint, as entries of the journal. */
export const listDeaths = ({ apps }: Pick<World, 'apps'>, startedAt: number): Entry[] =>
  [...apps.values()].flatMap(({ name, ends }) =>
    ends.flatMap(({ at, failpoint }) =>
      failpoint === null
        ? []
        : [{ atMs: at - startedAt, untilMs: null, action: null, kind: 'died', target: name, words: `at ${failpoint}` }],
    ),
  );

/** When another Redis server took over, as entries of the journal. */
export const listPromotions = ({ redis }: Pick<World, 'redis'>, startedAt: number): Entry[] =>
  redis.promotions.map(({ at, name }) => {
    const atMs = at - startedAt;
    return { atMs: atMs - promotionMs, untilMs: atMs, action: null, kind: 'promoted', target: 'redis', words: name };
  });

/** Whether a process died between a submit and the saved id. */
export const isInWindow = ({ kind, words }: Pick<Entry, 'kind' | 'words'>): boolean =>
  kind === 'died' && submitWindow.some((name) => words.startsWith(`at ${name}`));

/** Whether fewer than half of all kills so far were in the submit window: on a busy machine few orders reach a vendor in time. */
export function lacksWindow({ apps, redis }: Pick<World, 'apps' | 'redis'>): boolean {
  const all = [...apps.values(), ...redis.processes].flatMap(({ ends }) => ends).filter(({ how }) => how === 'SIGKILL');
  const inWindow = all.filter(({ failpoint }) => submitWindow.some((name) => failpoint?.startsWith(name)));
  return 2 * inWindow.length < all.length;
}
