import { createHash } from 'node:crypto';
import { NextpanelError } from '@nextpanel/core';
import type { Context } from '../context.ts';

/**
 * The id of a change to which the client gave an Idempotency-Key: the same request has the same id for a day, and is made once.
 *
 * @param asked everything that says what is asked for: method, address and body
 * Throws `idempotency_mismatch` when the key was used for another request.
 */
export async function nameChange(
  { state }: Pick<Context, 'state'>,
  { tenant, key, asked }: { readonly tenant: string; readonly key: string; readonly asked: string },
): Promise<string> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const request = hash(asked);
  if ((await state.edits.reserve(tenant, hash(key), request)) === 'reserved')
    return hash(`${tenant}\n${key}\n${request}`);
  throw new NextpanelError(
    'idempotency_mismatch',
    'this Idempotency-Key was used for another request; use a new key, or send the same request again',
  );
}
