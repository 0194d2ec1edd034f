import { NextpanelError } from '@nextpanel/core/error';

/** What a server may name that becomes part of a file's name: nothing in it leads out of a folder, or to a file of another kind. */
const names = {
  'story id': /^[A-Za-z0-9_-]{1,64}$/,
  'language of an edition': /^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,7}$/,
  'name of a book': /^[a-z][a-z0-9-]{0,31}(@[a-z0-9][a-z0-9.-]{0,31}){0,2}$/,
  'name of a plate': /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}(\/[A-Za-z0-9][A-Za-z0-9_-]{0,63})?$/,
} as const;

/** More sheets or takes than any story has. */
const mostNumber = 999_999;

/**
 * The name as the server gave it, proven to be one: the server must not decide where on this machine something is written.
 * Throws `server_answer_invalid`.
 */
export function nameOfServer(kind: keyof typeof names, given: unknown): string {
  if (typeof given === 'string' && names[kind].test(given)) return given;
  throw refused(kind, given);
}

/** The same for a number from 1. */
export function numberOfServer(given: unknown): number {
  if (typeof given === 'number' && Number.isInteger(given) && given >= 1 && given <= mostNumber) return given;
  throw refused('number', given);
}

const refused = (kind: string, given: unknown): NextpanelError =>
  new NextpanelError(
    'server_answer_invalid',
    `the server answered with the ${kind} ${JSON.stringify(given)?.slice(0, 100)}, which cannot be one; nothing was saved under it`,
  );
