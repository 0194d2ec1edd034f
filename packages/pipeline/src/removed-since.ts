import { NextpanelError } from '@nextpanel/core';
import type { Context } from './context.ts';

/** For so long a request with an Idempotency-Key is answered with what it made, in milliseconds. */
const rememberedMs = 24 * 3_600_000;

type RemovalContext = Pick<Context, 'state'>;

/** Of something that a request may have made under an Idempotency-Key. To be called before it is removed. */
export async function rememberRemoval(
  { state }: RemovalContext,
  { id, createdAt }: { readonly id: string; readonly createdAt: number },
): Promise<void> {
  const leftMs = createdAt + rememberedMs - state.clock.now();
  if (leftMs > 0) await state.edits.rememberRemoval(id, leftMs);
}

/**
 * Throws `removed_since` when the request that is sent again made something that was removed meanwhile: making it once more would bring back
 * what a user ended, such as a revoked key with a fresh secret.
 */
export async function refuseRemoved({ state }: RemovalContext, what: string, id: string): Promise<void> {
  if (!(await state.edits.wasRemoved(id))) return;
  throw new NextpanelError(
    'removed_since',
    `this Idempotency-Key made ${what} ${id}, which has been removed since; to make another one, send the request with a new key`,
  );
}
