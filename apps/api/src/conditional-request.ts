import type { IncomingHttpHeaders } from 'node:http';

/** Whether If-None-Match names the entity tag; weak comparison, as RFC 9110 13.1.2 asks. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}

/** First and last byte, both inclusive. */
interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The range a request asks for: undefined when it asks for everything, or in a way that may be ignored (several ranges,
 * another unit, an If-Range that does not match; RFC 9110 14.2), `outside` when it cannot be answered.
 */
export function readRange(headers: IncomingHttpHeaders, etag: string, size: number): ByteRange | 'outside' | undefined {
  if (headers['if-range'] !== undefined && headers['if-range'] !== etag) return undefined;
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return undefined;
  return first > last ? 'outside' : { first, last };
}
