import { ServerUnreachable } from '@nextpanel/client';
import type { ProviderView } from '@nextpanel/core';
import type { RemoteOptions } from '../commands/server-options.ts';
import type { Io } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

/** Whether the server's vendors draw, as its workers saw them last. No vendor is contacted, so it costs nothing. */
export async function checkProviders(io: Io, options: RemoteOptions): Promise<Finding> {
  const { client } = await findServer(io, options);
  try {
    return judgeProviders(await client.providers());
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
    return { status: 'ok', detail: 'not looked at: no server runs' };
  }
}

export function judgeProviders(
  providers: readonly Pick<ProviderView, 'id' | 'paused' | 'outage' | 'limits'>[],
): Finding {
  const troubles = providers.flatMap(({ id, paused, outage, limits }) => {
    if (paused) return [`${id} is paused since ${paused.since}: ${paused.reason}`];
    if (outage) return [`${id} fails for every story since ${outage.since}: ${outage.reason}`];
    const refusing = limits.find((limit) => limit.refusing !== null)?.refusing;
    return refusing ? [`${id} refuses requests since ${refusing.since}: ${refusing.words}`] : [];
  });
  const names = providers.map(({ id }) => id).join(', ');
  if (troubles.length === 0) return { status: 'ok', detail: `${names}: no trouble seen` };
  const isPaused = providers.some(({ paused }) => paused);
  return {
    status: isPaused ? 'fail' : 'warn',
    detail: troubles.join('; '),
    advice: isPaused
      ? 'fix the reason, then resume it: nextpanel providers --resume PROVIDER'
      : 'nothing to do: it is asked again, and stories continue automatically',
  };
}
