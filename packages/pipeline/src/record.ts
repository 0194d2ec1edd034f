import type { MicroUsd, PreparedBody } from '@nextpanel/core';
import { fromFirstFrame, type StoredFrame } from '@nextpanel/store';
import type { Context } from './context.ts';

/** What a request yielded, kept beside the artifacts so that it outlives Redis. */
export interface RequestRecord {
  readonly version: 3;
  /** The order that yielded it, by which a turn knows its own record from another story's. */
  readonly story: string;
  readonly request: string;
  /** For each panel of the request its frame; null where none came that could be used. */
  readonly frames: readonly (StoredFrame | null)[];
  readonly costMicroUsd: MicroUsd;
  /** The vendor's name for the call, where its response gave one. */
  readonly requestId?: string;
  readonly provider: string;
  readonly model: string;
  /** As it was sent. */
  readonly prompt: string;
  /** SHA-256 of the pictures that went along, in the order they were sent. */
  readonly references: readonly string[];
  /** The body as it was sent; pictures that went along as bytes are named by their hash. */
  readonly sent?: PreparedBody;
  /** What a judge answered, as it came, a `ChatAnswer`; of a review, which has no frames. */
  readonly answer?: unknown;
  /** SHA-256 of the contact sheet the frames were cut from. */
  readonly sheet?: string;
}

/** As the first release wrote it: frames with a `key` instead of a source. */
type FirstRecord = Omit<RequestRecord, 'version' | 'frames'> & {
  readonly version: 2;
  readonly frames: readonly (Parameters<typeof fromFirstFrame>[0] | null)[];
};

/** Reads a record of this release or an earlier one; null for anything else. Records outlive every release. */
function readStored(stored: unknown): RequestRecord | null {
  const record = stored as RequestRecord | FirstRecord | null;
  if (record?.version === 3) return record;
  if (record?.version !== 2) return null;
  return { ...record, version: 3, frames: record.frames.map((frame) => frame && fromFirstFrame(frame)) };
}

/** Whether every panel of the request has its frame: others are no use to another story. */
export const isComplete = (record: RequestRecord): boolean => record.frames.every((frame) => frame !== null);

/** The usable record under a key: one whose frames are all still stored. Otherwise null. */
export async function readRecord(
  { artifacts }: Pick<Context, 'artifacts'>,
  tenant: string,
  key: string,
): Promise<RequestRecord | null> {
  const record = readStored(await artifacts.readRecord(tenant, key));
  if (!record) return null;
  for (const frame of record.frames) if (frame && !(await artifacts.has(frame.sha256))) return null;
  return record;
}
