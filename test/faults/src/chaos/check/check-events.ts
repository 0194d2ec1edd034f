import { setTimeout as sleep } from 'node:timers/promises';
import type { StoryEvent } from '@nextpanel/core';
import type { Promotion } from '../keep-redis.ts';
import type { Violation } from '../violation.ts';
import type { Findings } from './read-findings.ts';

/** How long a follower may take to receive what is stored. */
const toldMs = 20_000;
const lookMs = 100;

/** Events up to this long before another Redis server took over may be lost, and those of a server that did not know it yet differ, in ms. */
const uncertainMs = { before: 15_000, after: 5_000 } as const;

/** Whether an event, by its id, is one that a failover cannot have lost: replicas need not have acknowledged events. */
export const openCertain =
  (promotions: readonly Promotion[]) =>
  (event: Pick<StoryEvent, 'id'>): boolean => {
    const at = Number(event.id.split('-')[0]);
    return !promotions.some((it) => at >= it.at - uncertainMs.before && at <= it.at + uncertainMs.after);
  };

type IsCertain = ReturnType<typeof openCertain>;

/** The stream as followed across all restarts of the API equals the stream as replayed, and it is consistent. */
export function checkEvents({ tale, events, attempts }: Findings, isCertain: IsCertain): Violation[] {
  const broken = [
    ...compareFollowed(tale.followed.filter(isCertain), events.filter(isCertain)),
    ...checkOrder(events),
    ...checkLife(events, tale.renumbered),
  ];
  const started = events.filter(({ type }) => type === 'batch.started').length;
  if (!tale.renumbered && started !== attempts.length)
    broken.push(`${started} batch.started, ${attempts.length} attempts`);
  return broken.map((words) => ({ invariant: 'events are gap-free', detail: `${tale.id}: ${words}` }));
}

/** A follower has received everything, however often the server and its Redis were down. */
export async function checkFollowed(found: readonly Findings[], isCertain: IsCertain): Promise<Violation[]> {
  const deadline = Date.now() + toldMs;
  for (;;) {
    const behind = found.filter(
      ({ tale, events }) =>
        !tale.stop.signal.aborted && tale.followed.filter(isCertain).length < events.filter(isCertain).length,
    );
    if (behind.length === 0) return [];
    if (Date.now() > deadline) {
      return behind.map(({ tale, events }) => ({
        invariant: 'events are gap-free',
        detail: `${tale.id}: a follower received ${tale.followed.length} of ${events.length} events and waits`,
      }));
    }
    await sleep(lookMs);
  }
}

function compareFollowed(followed: readonly StoryEvent[], events: readonly StoryEvent[]): string[] {
  const at = followed.findIndex((event, index) => JSON.stringify(event) !== JSON.stringify(events[index]));
  if (at >= 0) {
    return [
      `event ${at + 1} was followed as ${JSON.stringify(followed[at])} and is replayed as ${JSON.stringify(events[at])}`,
    ];
  }
  return [];
}

function checkOrder(events: readonly StoryEvent[]): string[] {
  const [early, late] = events.flatMap((event, index) => {
    const after = events[index + 1];
    return after && !isBefore(event.id, after.id) ? [event.id, after.id] : [];
  });
  return early === undefined ? [] : [`id ${early} is followed by ${late}`];
}

/** Stream ids are MILLISECONDS-SEQUENCE. */
function isBefore(a: string, b: string): boolean {
  const [aTime = 0, aSequence = 0] = a.split('-').map(Number);
  const [bTime = 0, bSequence = 0] = b.split('-').map(Number);
  return aTime < bTime || (aTime === bTime && aSequence < bSequence);
}

/** After an insertion, batches have other numbers than in the events before it. */
function checkLife(events: readonly StoryEvent[], renumbered: boolean): string[] {
  const broken: string[] = [];
  const attempts = new Map<unknown, number>();
  let status: unknown = null;
  for (const event of events) {
    if (event.type === 'story.status') {
      if (event.from !== status) broken.push(`${event.id}: from ${String(event.from)}, but it was ${String(status)}`);
      status = event.status;
    } else if (event.type === 'batch.started') {
      const { batch } = event;
      const expected = (attempts.get(batch) ?? 0) + 1;
      if (event.attempt !== expected && !renumbered)
        broken.push(
          `${event.id}: batch ${String(batch)} begins attempt ${String(event.attempt)}, expected ${expected}`,
        );
      attempts.set(batch, expected);
    } else if (
      (event.type === 'batch.drawn' || event.type === 'panel.drawn') &&
      !attempts.has(event.batch) &&
      !renumbered
    ) {
      broken.push(`${event.id}: ${event.type} of batch ${event.batch} before it was started`);
    }
  }
  return broken;
}
