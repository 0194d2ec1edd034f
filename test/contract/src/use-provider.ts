import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { type Drawn, type DrawRequest, NextpanelError, type Provider } from '@nextpanel/core';

/** Orders and collects, as the pipeline does; with the SHA-256 of each frame. */
export async function drawBy(
  provider: Provider,
  request: DrawRequest,
  signal: AbortSignal,
): Promise<Drawn & { readonly hashes: readonly string[] }> {
  const answer = await provider.submit(request, signal);
  const drawn = answer.kind === 'drawn' ? answer.drawn : await provider.collect(request, answer.vendorId, signal);
  return { ...drawn, hashes: drawn.frames.map((bytes) => createHash('sha256').update(bytes).digest('hex')) };
}

/** What work failed by; fails itself when the work did not. */
export async function failureOf(work: Promise<unknown>): Promise<NextpanelError> {
  try {
    await work;
  } catch (thrown) {
    if (thrown instanceof NextpanelError) return thrown;
    throw new Error('not a NextpanelError', { cause: thrown });
  }
  throw new Error('nothing failed');
}

/** Which of these secrets a value shows anywhere: causes, hidden properties and all. */
export function secretsIn(value: unknown, secrets: readonly string[]): string[] {
  const shown = inspect(value, { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });
  return secrets.filter((secret) => shown.includes(secret));
}
