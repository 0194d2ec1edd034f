import type { WorkerView } from '@nextpanel/core';
import { useRef } from 'react';

/**
 * How long ago each process was last heard from, in milliseconds by id. Counted from when its `seenAt` last changed: the clocks
 * of server and browser need not agree.
 *
 * @param now when the list came, ms since the epoch
 */
export function useLastHeard(workers: readonly WorkerView[], now: number): ReadonlyMap<string, number> {
  const heard = useRef(new Map<string, { readonly seenAt: string; readonly at: number }>());
  const next = new Map(
    workers.map(({ id, seenAt }) => {
      const before = heard.current.get(id);
      return [id, before?.seenAt === seenAt ? before : { seenAt, at: now }] as const;
    }),
  );
  heard.current = next;
  return new Map([...next].map(([id, { at }]) => [id, Math.max(now - at, 0)]));
}
