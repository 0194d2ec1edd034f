import { ServerUnreachable } from '@nextpanel/client';
import type { InstallationView } from '@nextpanel/core';
import type { RemoteOptions } from '../commands/server-options.ts';
import type { Io } from '../io.ts';
import { findServer } from '../system/find-server.ts';
import type { Check } from './check.ts';

type Finding = Omit<Check, 'name'>;

/** What artifacts took after the server's last sweep, and whether that is within its limit. */
export async function checkStorage(io: Io, options: RemoteOptions): Promise<Finding> {
  const { client } = await findServer(io, options);
  try {
    return judgeStorage((await client.installation()).storage);
  } catch (error) {
    if (!(error instanceof ServerUnreachable)) throw error;
    return { status: 'ok', detail: 'not looked at: no server runs' };
  }
}

const megabyte = 1_048_576;
const mb = (bytes: number): string => `${Math.round(bytes / megabyte)} MB`;

export function judgeStorage(storage: InstallationView['storage']): Finding {
  if (storage === undefined)
    return { status: 'ok', detail: 'artifacts were not swept yet: the finalizer does it every hour' };
  const { bytes, limitBytes, at } = storage;
  const detail = `artifacts took ${mb(bytes)} at ${at}, ${limitBytes === null ? 'without a limit' : `of ${mb(limitBytes)} (NEXTPANEL_RETENTION_MB)`}`;
  if (limitBytes === null || bytes <= limitBytes) return { status: 'ok', detail };
  return {
    status: 'warn',
    detail,
    advice:
      'the rest is selected, young or of stories that are not over: delete stories, or raise NEXTPANEL_RETENTION_MB',
  };
}
