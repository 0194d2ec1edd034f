import type { MicroUsd } from '@nextpanel/core';
import type { StoredFrame } from '@nextpanel/store';
import type { Context } from './context.ts';

/** What a request yielded, kept beside the artifacts so that it outlives Redis. */
export interface RequestRecord {
  readonly version: 2;
  /** The order that yielded it, by which a pick-up knows its own record from another story's. */
  readonly story: string;
  readonly request: string;
  /** For each panel of the request its frame; null where none came that could be used. */
  readonly frames: readonly (StoredFrame | null)[];
  readonly costMicroUsd: MicroUsd;
  /** What the vendor calls the call, where its answer told. */
  readonly requestId?: string;
  readonly provider: string;
  readonly model: string;
  /** As it was sent. */
  readonly prompt: string;
  /** SHA-256 of the pictures that went along, in the order they were sent. */
  readonly references: readonly string[];
  /** SHA-256 of the contact sheet the frames were cut from. */
  readonly sheet?: string;
}

/** Whether every panel of the request has its frame: others are no use to another story. */
export const isComplete = (record: RequestRecord): boolean => record.frames.every((frame) => frame !== null);

/** The usable record under a key: one whose frames are all still stored. Otherwise null. */
export async function readRecord(
  { artifacts }: Pick<Context, 'artifacts'>,
  tenant: string,
  key: string,
): Promise<RequestRecord | null> {
  const record = (await artifacts.readRecord(tenant, key)) as RequestRecord | null;
  if (record?.version !== 2) return null;
  for (const frame of record.frames) if (frame && !(await artifacts.has(frame.sha256))) return null;
  return record;
}
