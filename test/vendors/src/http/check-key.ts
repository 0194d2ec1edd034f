import type { Emulator, VendorName } from '../emulator.ts';

/** How a key is not good: there is none, or not one of those the emulator was started with. Null if it is good. */
export function judgeKey(
  { keys }: Pick<Emulator, 'keys'>,
  vendor: VendorName,
  key: string | undefined,
): 'missing' | 'wrong' | null {
  if (key === undefined || key === '') return 'missing';
  const accepted = keys[vendor];
  return accepted === undefined || accepted.includes(key) ? null : 'wrong';
}

/** What follows the scheme in an Authorization header. */
export const credentialOf = (authorization: string | undefined, scheme: 'Bearer' | 'Key'): string | undefined =>
  authorization?.startsWith(`${scheme} `) === true ? authorization.slice(scheme.length + 1).trim() : undefined;
