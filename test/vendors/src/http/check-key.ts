import type { Emulator, VendorName } from '../emulator.ts';

/** Why a key is refused: it is missing, or not one of the emulator's keys. Null if it is accepted. */
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
