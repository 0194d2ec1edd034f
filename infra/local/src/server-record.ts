import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceWhole } from './lock-file.ts';
import { ownIdentity, type ProcessIdentity } from './process-identity.ts';

/** Contents of `server.json`: enough for another launcher to use the server, or to see that it was abandoned. */
export interface ServerRecord extends ProcessIdentity {
  readonly url: string;
  readonly startedAt: string;
  readonly launcher: ProcessIdentity;
}

/** Written as soon as the process exists, before it answers, so that a launcher killed in between leaves no unknown server. */
export function writeServerRecord(dir: string, server: ProcessIdentity & { readonly url: string }): void {
  const { pid, startTime, url } = server;
  const record: ServerRecord = { pid, startTime, url, startedAt: new Date().toISOString(), launcher: ownIdentity() };
  replaceWhole(join(dir, 'server.json'), `${JSON.stringify(record, null, 2)}\n`);
}

export async function readServerRecord(dir: string): Promise<ServerRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(dir, 'server.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

export async function removeServerRecord(dir: string): Promise<void> {
  await rm(join(dir, 'server.json'), { force: true });
}
