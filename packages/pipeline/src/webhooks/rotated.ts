import type { WebhookSecret } from '@nextpanel/store';
import { newSecret } from './new-secret.ts';

/** After a rotation both secrets sign for so long, so that receivers can change theirs. */
const oldSecretMs = 24 * 3_600_000;

/** A new secret in front; the one before it signs along for a day. */
export const rotated = ([current]: readonly WebhookSecret[], now: number): readonly WebhookSecret[] => [
  { secret: newSecret(), until: null },
  ...(current ? [{ ...current, until: now + oldSecretMs }] : []),
];
