import { relative, resolve } from 'node:path';
import type { Io } from './io.ts';

/**
 * The user's working directory. npm runs scripts in the repository root, so the root's scripts pass it as NEXTPANEL_CWD.
 */
export function userDir({ env, cwd }: Pick<Io, 'env' | 'cwd'>): string {
  return env.NEXTPANEL_CWD ? resolve(cwd, env.NEXTPANEL_CWD) : cwd;
}

/** A path typed by the user, made absolute. */
export function fromUser(io: Pick<Io, 'env' | 'cwd'>, path: string): string {
  return resolve(userDir(io), path);
}

/** A path as the user would type it: relative if it is below their directory, otherwise absolute. */
export function toUser(io: Pick<Io, 'env' | 'cwd'>, path: string): string {
  const short = relative(userDir(io), path);
  return short === '' || short.startsWith('..') ? path : short;
}
