import { describe, expect, it } from 'vitest';
import { isPublicAddress, literalAddress, lookUpPublic } from '../src/public-addresses.ts';

describe('an address', () => {
  it.each(['93.184.216.34', '2606:2800:220:1::1', '::ffff:93.184.216.34'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each(
    '127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 168.63.129.16'.split(' '),
  )('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each('::1 :: fe80::1 fc00::1 ::ffff:127.0.0.1 ::7f00:1 64:ff9b::7f00:1'.split(' '))(
    '%s is not public',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );

  it('in a URL is read without its brackets; a name is none', () => {
    expect(['[::1]', '127.0.0.1', 'example.com'].map(literalAddress)).toEqual(['::1', '127.0.0.1', null]);
  });

  it('to which a name leads is refused when it is private', async () => {
    const { promise, resolve } = Promise.withResolvers<Error | null>();
    lookUpPublic('localhost', {}, (error) => resolve(error));
    expect(await promise).toMatchObject({ name: 'PrivateAddress', message: 'localhost' });
  });
});
