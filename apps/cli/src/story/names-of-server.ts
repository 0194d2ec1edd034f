import { NextpanelError } from '@nextpanel/core';
import { z } from 'zod';

/** What a server may name that becomes part of a file's name: nothing in it leads out of a folder, or to a file of another kind. */
const names = {
  'story id': z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  'language of an edition': z.string().regex(/^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,7}$/),
  'name of a book': z.string().regex(/^[a-z][a-z0-9-]{0,31}(@[a-z0-9][a-z0-9.-]{0,31}){0,2}$/),
  number: z.int().min(1).max(999_999),
} as const;

type Name = keyof typeof names;

/**
 * The name as the server gave it, proven to be one: the server must not decide where on this machine something is written.
 * Throws `server_answer_invalid`.
 */
export function nameOfServer<Kind extends Name>(kind: Kind, given: unknown): z.output<(typeof names)[Kind]> {
  const parsed = names[kind].safeParse(given);
  if (parsed.success) return parsed.data as z.output<(typeof names)[Kind]>;
  throw new NextpanelError(
    'server_answer_invalid',
    `the server answered with the ${kind} ${JSON.stringify(given)?.slice(0, 100)}, which cannot be one; nothing was saved under it`,
  );
}
