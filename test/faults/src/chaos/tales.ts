import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, type Client } from '@nextpanel/client';
import type { StoryEvent, StoryStatus } from '@nextpanel/core';
import type { PlannedStory } from './plan-stories.ts';

/** A submitted story as seen from outside. */
export interface Tale extends PlannedStory {
  readonly id: string;
  /** What arrived over the event stream, across all its lost connections. */
  readonly followed: StoryEvent[];
  status: StoryStatus;
  waitingOn: string | null;
  deleted: boolean;
  /** Its deletion was requested. */
  deleteAsked: boolean;
  /** Panels were inserted: numbers in older events refer to other panels now. */
  renumbered: boolean;
  /** How often an insertion of panels was requested. */
  insertsAsked: number;
  /** How often people helped it while faults happened. */
  helps: number;
  /** Stops following it. */
  readonly stop: AbortController;
}

export interface Tales {
  readonly all: readonly Tale[];
  /** Those that still need the user, oldest first. */
  recent(): Tale[];
  add(planned: PlannedStory, id: string): Tale;
  /** Resolves at the next event of any story, or after `ms`; says whether there was one. */
  untilNews(ms: number): Promise<boolean>;
  stopFollowing(): Promise<void>;
}

/** Stories that users act on; if there are more, finished ones are left alone. */
const recentStories = 14;
const againMs = 200;

/** Keeps the stories of a campaign and follows the events of each until it is left alone. */
export function openTales(client: Client): Tales {
  const all: Tale[] = [];
  const following = new Set<Promise<void>>();
  let news = Promise.withResolvers<void>();

  const follow = async (tale: Tale): Promise<void> => {
    while (!tale.stop.signal.aborted) {
      try {
        const after = tale.followed.at(-1)?.id;
        for await (const event of client.events(tale.id, { signal: tale.stop.signal, after })) {
          tale.followed.push(event);
          if (event.type === 'story.status') {
            tale.status = event.status as StoryStatus;
            tale.waitingOn = (event.waitingOn as string | null) ?? null;
          }
          news.resolve();
          news = Promise.withResolvers();
        }
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) {
          tale.deleted = true;
          return;
        }
      }
      // The first connection failed, or the server is not ready.
      await sleep(againMs);
    }
  };

  return {
    all,
    recent() {
      const live = all.filter(({ stop }) => !stop.signal.aborted);
      for (const tale of live.slice(0, -recentStories)) if (isOver(tale)) tale.stop.abort();
      return live.filter(({ stop, deleted }) => !stop.signal.aborted && !deleted);
    },
    add(planned, id) {
      const tale: Tale = {
        ...planned,
        id,
        followed: [],
        status: 'queued',
        waitingOn: null,
        deleted: false,
        deleteAsked: false,
        renumbered: false,
        insertsAsked: 0,
        helps: 0,
        stop: new AbortController(),
      };
      all.push(tale);
      const followed = follow(tale);
      following.add(followed);
      void followed.then(() => following.delete(followed));
      return tale;
    },
    untilNews: (ms) => Promise.race([news.promise.then(() => true), sleep(ms, false, { ref: false })]),
    async stopFollowing() {
      for (const { stop } of all) stop.abort();
      await Promise.all(following);
    },
  };
}

/** Whether nothing is left to do for it, unless more is requested. */
export const isOver = ({ status, deleted }: Pick<Tale, 'status' | 'deleted'>): boolean =>
  deleted || status === 'completed' || status === 'cancelled';
