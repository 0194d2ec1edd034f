import { parseScriptEvent, type ScriptEvent, usd } from '@nextpanel/core';
import type { Keyspace } from '../keyspace.ts';
import type { EventStreams, EventsOf, StoredEvent } from './event-streams.ts';

export type ScriptEvents = EventsOf<ScriptEvent>;

export const scriptEvents = (streams: EventStreams, keys: Keyspace): ScriptEvents =>
  streams.of<ScriptEvent>({
    key: (script) => keys.script(script),
    parse: (script, stored) => parseScriptEvent({ ...asSent(stored), script }),
    deleted: (script, stored) => ({ ...stored, type: 'script.deleted', script, version: 1 }),
  });

type Stored = StoredEvent & Readonly<Record<string, unknown>>;

/** Scripts in Redis count in millionths of a dollar and in milliseconds. */
function asSent(stored: Stored): Stored {
  if (stored.type === 'script.call') {
    const { spent, possibly, ...call } = stored;
    return { ...call, spentUsd: usd(Number(spent)), possiblyUsd: usd(Number(possibly)) } as unknown as Stored;
  }
  if (stored.type !== 'script.status' || typeof stored.retryAt !== 'number') return stored;
  return { ...stored, retryAt: new Date(stored.retryAt).toISOString() };
}
