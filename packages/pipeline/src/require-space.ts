import { describePlace, NextpanelError } from '@nextpanel/core';
import type { Context } from './context.ts';

const megabyte = 1_048_576;

/** When to look again whether there is room, in milliseconds. */
export const spaceRetryMs = 30_000;

/** Whether there is room for artifacts, as this process knows it; says once when it ran out and once when it is back. */
export interface Space {
  /** Throws while nothing can be stored (`isStorageRefusal`), and `disk_full` while there is less room than NEXTPANEL_MIN_FREE_MB. */
  require(): Promise<void>;
  /** A write failed for lack of room, whatever the file system reports as free: a quota, and a bucket, are only found that way. */
  ranOut(error: unknown): void;
}

/**
 * To be called before anything is ordered or composed: what could not be stored is not bought. Throws what `isStorageRefusal` knows, retryable,
 * to be tried again after `spaceRetryMs`.
 */
export const requireSpace = ({ space }: Pick<Context, 'space'>): Promise<void> => space.require();

export function watchSpace({ artifacts, config, log }: Pick<Context, 'artifacts' | 'config' | 'log'>): Space {
  let full = false;
  const ranOut = (error: unknown) => {
    if (!full) log.error({ err: error }, 'no room for artifacts: nothing is ordered or composed until there is some');
    full = true;
  };
  return {
    ranOut,
    async require() {
      const free = await artifacts.freeBytes();
      if (free < config.minFreeBytes) {
        const error = tooLittle(free, config);
        ranOut(error);
        throw error;
      }
      if (!full) return;
      // A quota does not report what it leaves, so it is tried with about the size of a frame: small files could still fit.
      await artifacts.check(megabyte);
      full = false;
      log.info(Number.isFinite(free) ? { freeMb: Math.floor(free / megabyte) } : {}, 'room for artifacts again');
    },
  };
}

const tooLittle = (free: number, { artifacts, minFreeBytes }: Context['config']) =>
  new NextpanelError(
    'disk_full',
    `${Math.floor(free / megabyte)} MB are free in ${describePlace(artifacts)}, less than ${minFreeBytes / megabyte} MB (NEXTPANEL_MIN_FREE_MB); free some space and everything continues automatically`,
    { retryable: true, retryAfterMs: spaceRetryMs },
  );
