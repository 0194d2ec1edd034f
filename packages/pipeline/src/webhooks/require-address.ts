import { NextpanelError } from '@nextpanel/core';
import type { Context } from '../context.ts';

/**
 * What can be seen of a receiver's address without connecting; addresses behind names are judged when they are connected to.
 *
 * @param pointer where the address stands in the document. Throws `invalid`.
 */
export function requireAddress({ config }: Pick<Context, 'config'>, url: string, pointer = '/url'): void {
  const address = new URL(url);
  const wrong =
    address.username !== '' || address.password !== ''
      ? 'the address must not contain a user name or password; the signature proves who sends'
      : address.protocol !== 'https:' && !config.webhookHosts.includes(address.hostname)
        ? 'the address must begin with https://, or its host must be in NEXTPANEL_WEBHOOK_HOSTS on the server'
        : null;
  if (wrong !== null) throw new NextpanelError('invalid', wrong, { detail: { pointer } });
}
