import { asNextpanelError, type Provider } from '@nextpanel/core';
import type { Context } from './context.ts';

/** How long a vendor may take to answer something free, in milliseconds. */
const deadlineMs = 10_000;

/**
 * Asks each provider that fails for everybody something free, when its wait is over, so that finding out costs nothing. If it
 * answers, one request is let out; if not, the wait doubles. Of all processes one asks.
 */
export async function tryFailingProviders({
  providers,
  outages,
  log,
}: Pick<Context, 'providers' | 'outages' | 'log'>): Promise<void> {
  await Promise.all(
    [...providers.values()].map(async ({ id, reach }) => {
      if (!reach || !(await outages.mayAskFree(id, 2 * deadlineMs))) return;
      const { works, words } = await answersFree(reach);
      log.info({ provider: id, works }, 'probed a failing provider with a free request');
      await outages.answeredFree(id, { works, words });
    }),
  );
}

/** What a vendor says when it is asked something free. `unknown`: it has nothing of the kind. */
export interface FreeAnswer {
  readonly works: boolean;
  readonly unknown: boolean;
  /** Why it does not work. */
  readonly words: string;
}

/** Asks a vendor something free. Where it has nothing of the kind only a request can tell, so that is what comes next. */
export async function answersFree(reach: NonNullable<Provider['reach']>): Promise<FreeAnswer> {
  try {
    const answer = await reach(AbortSignal.timeout(deadlineMs));
    return { works: answer !== 'down', unknown: answer === 'unknown', words: '' };
  } catch (error) {
    return { works: false, unknown: false, words: asNextpanelError(error).message };
  }
}
