import { inspectPicture } from '@nextpanel/imaging';
import { type ReceivedReference, sha256Of } from '../ledger.ts';

/** Reads a reference picture; rejects if it is incomplete, or not a PNG, JPEG or WebP. */
export type ReceiveReference = (bytes: Uint8Array) => Promise<ReceivedReference>;

/** A chain sends the same pictures repeatedly: each is decoded and kept once. */
export function openReferences(): ReceiveReference {
  const known = new Map<string, Promise<ReceivedReference>>();
  return (bytes) => {
    const sha256 = sha256Of(bytes);
    const reading = known.get(sha256) ?? inspectPicture(bytes).then((facts) => ({ sha256, bytes, ...facts }));
    known.set(sha256, reading);
    return reading;
  };
}
