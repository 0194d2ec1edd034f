import { NextpanelError } from '@nextpanel/core';
import { type Context, nameChange } from '@nextpanel/pipeline';
import type { FastifyRequest } from 'fastify';

/** Whose story a request changes, and what its headers say of the change. */
export interface Changer {
  readonly tenant: string;
  readonly change?: string;
  readonly ifRev?: number;
}

/**
 * Reads `Idempotency-Key`, by which a change that is sent again is made once, and `If-Match`, by which it is refused when the story is
 * at another revision. Throws `idempotency_mismatch`, and `invalid` for an If-Match that is no revision.
 */
export async function changedBy(
  context: Pick<Context, 'state'>,
  { tenant, headers, method, url, body }: Pick<FastifyRequest, 'tenant' | 'headers' | 'method' | 'url' | 'body'>,
): Promise<Changer> {
  const key = headers['idempotency-key'];
  const ifRev = readRev(headers['if-match']);
  const changer = { tenant, ...(ifRev !== undefined && { ifRev }) };
  if (typeof key !== 'string') return changer;
  const change = await nameChange(context, { tenant, key, asked: `${method} ${url}\n${JSON.stringify(body ?? null)}` });
  return { ...changer, change };
}

/** What the client named the change, without the revision: for what is no change of a story. */
export const changeOf = ({ change }: Pick<Changer, 'change'>): Pick<Changer, 'change'> =>
  change === undefined ? {} : { change };

/** `12`, `"12"` or `W/"12"`; `*` is any. */
function readRev(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const rev = /^\s*(?:W\/)?"?(\d{1,15})"?\s*$/.exec(header)?.[1];
  if (rev !== undefined) return Number(rev);
  throw new NextpanelError(
    'invalid',
    `If-Match is ${JSON.stringify(header.slice(0, 40))}; send the "rev" of the story, such as "12"`,
  );
}
