import type { WebhookSecret } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { newSecret } from './new-secret.ts';

/** What signs the deliveries of a tenant's stories that have a webhook of their own; made when it is first needed. */
export async function storySecrets(
  { state }: Pick<Context, 'state'>,
  tenant: string,
): Promise<readonly WebhookSecret[]> {
  const known = await state.webhooks.secrets(tenant);
  return known.length > 0
    ? known
    : await state.webhooks.putSecrets(tenant, [{ secret: newSecret(), until: null }], known);
}
