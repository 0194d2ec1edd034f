import type { WebhookSecret } from '@nextpanel/store';
import { newSecret } from './new-secret.ts';

/** After a rotation both secrets sign for so long, so that receivers can change theirs. */
const oldSecretMs = 24 * 3_600_000;

/**
 * A new secret in front; the one before it signs along for a day. The same change again finds the secret it made: another rotation would
 * end the one that receivers still have.
 */
export function rotated(secrets: readonly WebhookSecret[], now: number, change?: string): readonly WebhookSecret[] {
  const [current] = secrets;
  if (change !== undefined && current?.change === change) return secrets;
  const made = { secret: newSecret(), until: null, ...(change !== undefined && { change }) };
  return [made, ...(current ? [{ ...current, until: now + oldSecretMs }] : [])];
}
