import { setTimeout as delay } from 'node:timers/promises';
import { asNextpanelError, type ErrorCode, isAway, redisLoss, redisRefusal } from '@nextpanel/core';
import type { Logger } from 'pino';
import { answerMeanwhile, type Meanwhile, type MeanwhilePlace } from './answer-meanwhile.ts';

/** How long after a failed try the next one begins, in milliseconds. */
const tryAgainMs = 2_000;

/** Ends what answers in place of this process, so that the process itself can listen. Twice is harmless. */
export type FreePort = () => Promise<void>;

export interface OpenWhenThereOptions {
  readonly log: Logger;
  /** Where probes ask this process whether it is ready; null: nowhere. */
  readonly place: MeanwhilePlace | null;
}

/**
 * Opens with `open`, and retries while a service it needs is unavailable for the moment (`isAway`) or was lost meanwhile. It logs one line per cause, and answers
 * probes at `place` with the reason. Throws what `open` throws otherwise, and `port_taken`.
 */
export async function openWhenThere<Opened>(
  open: (freePort: FreePort) => Promise<Opened>,
  { log, place }: OpenWhenThereOptions,
): Promise<{ readonly opened: Opened; readonly freePort: FreePort }> {
  let meanwhile: Meanwhile | null = null;
  let reported: ErrorCode | null = null;
  const freePort = async () => {
    const answering = meanwhile;
    meanwhile = null;
    await answering?.[Symbol.asyncDispose]();
  };
  for (;;) {
    try {
      const opened = await open(freePort);
      if (reported !== null) log.info({ code: reported }, 'the service is available again; the process starts');
      return { opened, freePort };
    } catch (thrown) {
      const error = redisRefusal(thrown) ?? redisLoss(thrown) ?? asNextpanelError(thrown);
      if (!isAway(error)) throw thrown;
      if (reported !== error.code) log.error({ code: error.code, reason: error.message }, waiting);
      reported = error.code;
      meanwhile ??= place && (await answerMeanwhile(place));
      meanwhile?.because(error);
      // With its supervisor gone, nothing else would stop it.
      if (process.send !== undefined && !process.connected) process.exit(0);
      await delay(tryAgainMs);
    }
  }
}

const waiting = 'a service this process needs is unavailable; it waits, and starts when the service is back';
