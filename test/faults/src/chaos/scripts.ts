import { type AdaptedScript, ApiError, type Client } from '@nextpanel/client';
import type { PlannedScript } from './plan-scripts.ts';

/** A script that was sent to be adapted. */
export interface SentScript extends PlannedScript {
  readonly id: string;
  deleted: boolean;
}

/** Its state at this moment; null once it is deleted. A deletion whose answer was lost may not have happened. */
export async function readScript(client: Client, script: SentScript): Promise<AdaptedScript | null> {
  try {
    const read = await client.scripts.read(script.id);
    // Of one that was deleted, what may have been paid is left to be settled.
    script.deleted = read.status === 'deleted';
    return script.deleted ? null : read;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404 && script.deleted) return null;
    throw error;
  }
}

/** Whether no more is asked about it, unless a user has it tried again. */
export const isAdapted = ({ status }: Pick<AdaptedScript, 'status'>): boolean =>
  status === 'done' || status === 'failed' || status === 'cancelled';
