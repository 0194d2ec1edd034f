import { type Config, NextpanelError, needsKeys } from '@nextpanel/core';

/** Names and addresses that only this machine itself can reach. All of 127.0.0.0/8 is loopback (RFC 1122, 3.2.1.3). */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/** Without keys anyone who reaches the server may spend money: it then listens on loopback only. Throws `keys_required`. */
export function requireKeysBeyondLoopback(config: Pick<Config, 'host' | 'apiKeys' | 'adminKey'>): void {
  if (needsKeys(config) || isLoopback(config.host)) return;
  throw new NextpanelError(
    'keys_required',
    `HOST is ${config.host}, which other machines can reach, but there are no API keys; ` +
      'set NEXTPANEL_API_KEYS=TENANT:KEY or NEXTPANEL_ADMIN_KEY (a key has at least 16 characters), or leave HOST at 127.0.0.1',
  );
}
