import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A name, or an address, that belongs to a private network. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Answers for every virtual machine at Azure, under a public number: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 */
const azurePlatform = '168.63.129.16';

/** `::a.b.c.d`, a deprecated way to spell an IPv4 address (RFC 4291, 2.5.5.1). */
const ipv4Compatible = ipaddr.parseCIDR('::/96') as [ipaddr.IPv6, number];

/**
 * Whether an address, given as a literal, belongs to the public internet. IPv4 addresses mapped into IPv6 are unwrapped; NAT64 addresses
 * (64:ff9b::/96), which also stand for IPv4 addresses, are no unicast range.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.match(ipv4Compatible)) return false;
  return parsed.range() === 'unicast' && parsed.toString() !== azurePlatform;
}

/** A host name of a URL that is an address itself, without the brackets of IPv6, which no lookup would judge; null for a name. */
export function literalAddress(hostname: string): string | null {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(literal) ? literal : null;
}

/**
 * The lookup of a connection that must not reach a private network: every address that a name resolves to must be public, and the
 * connection goes to one that was judged. Fails with PrivateAddress.
 */
export const lookUpPublic: LookupFunction = (hostname, options, callback) => {
  publicAddresses(hostname).then(
    (addresses) => {
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family ?? 4);
    },
    (error: NodeJS.ErrnoException) => callback(error, []),
  );
};

async function publicAddresses(hostname: string) {
  const addresses = await lookup(hostname, { all: true });
  if (!addresses.every(({ address }) => isPublicAddress(address))) throw new PrivateAddress(hostname);
  return addresses;
}
