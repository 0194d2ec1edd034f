import type { NextpanelError } from './error.ts';

/** What an error carries in its `detail` when the part that failed is expected back without anyone changing the configuration. */
export const awayForNow = { isAway: true } as const;

/**
 * Whether what a process needs is only away for now: a Redis that loads its data or was just demoted, a bucket that asks to slow down, a name
 * server that does not answer yet. A process that starts waits for it. What only an operator can correct ends the process: a bucket that does
 * not exist, a wrong key, an address that leads nowhere.
 */
export const isAway = ({ detail }: Pick<NextpanelError, 'detail'>): boolean => detail.isAway === true;
