import { count, quote } from './quote.ts';

/**
 * `remote`: what a server can fetch. `local-allowed`: also paths, for a program that uploads them before submitting. A
 * function also allows paths, and says what is wrong with one ("does not exist; …"), or null.
 */
export type ReferencePolicy = 'remote' | 'local-allowed' | ((path: string, kind: 'picture' | 'font') => string | null);

/** The kind of a character's reference, judged by its form alone; `unknown` is a scheme that cannot be fetched. */
export type ReferenceKind = 'asset' | 'url' | 'data' | 'local' | 'unknown';

/** A word without "." or "/" is an asset id; `C:\hare.png` is a path, so a scheme has at least two letters. */
export function referenceKind(reference: string): ReferenceKind {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(reference)) return 'asset';
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(reference)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'local';
  if (scheme === 'https' || scheme === 'http') return 'url';
  return scheme === 'data' ? 'data' : 'unknown';
}

/** Longer URLs are refused by common servers and proxies. */
const maxUrlLength = 8_000;

const pictureTypes = ['image/png', 'image/jpeg', 'image/webp'];

/** What is wrong with a reference and what to do, or null. Fetches nothing and decodes no picture. */
export function checkReference(reference: string, policy: ReferencePolicy): string | null {
  switch (referenceKind(reference)) {
    case 'asset':
      return null;
    case 'url':
      return checkUrl(reference);
    case 'data':
      return checkDataUrl(reference);
    case 'local':
      if (policy === 'local-allowed') return null;
      if (policy !== 'remote') {
        const wrong = policy(reference, 'picture');
        return wrong && `${quote(reference)} ${wrong}`;
      }
      return `${quote(reference)} is a path on your machine; upload the file with POST /v1/assets and use its id (the CLI does this for you)`;
    case 'unknown':
      return `${quote(reference)} cannot be fetched; use an asset id, an https URL or a data URL`;
  }
}

function checkUrl(reference: string): string | null {
  if (!/^https:/i.test(reference)) return `${quote(reference)} is not safe to fetch; use https`;
  if (reference.length > maxUrlLength)
    return `a URL of ${count(reference.length)} characters; at most ${count(maxUrlLength)} are allowed`;
  if (!URL.canParse(reference) || !/^https:\/\//i.test(reference))
    return `${quote(reference)} is not a valid URL; correct it`;
  const { username, password } = new URL(reference);
  return username || password
    ? 'a URL that contains a user name or password; use one without, or upload the picture'
    : null;
}

function checkDataUrl(reference: string): string | null {
  const comma = reference.slice(0, 200).indexOf(',');
  const [type = '', ...parameters] = reference.slice('data:'.length, Math.max(comma, 0)).toLowerCase().split(';');
  if (comma === -1 || !pictureTypes.includes(type) || parameters.at(-1) !== 'base64' || parameters.length !== 1) {
    return `a data URL must begin with data:image/png;base64, (or jpeg, webp); got ${quote(reference.slice(0, 40))}`;
  }
  const payload = reference.slice(comma + 1);
  // Matching groups of four overflows the engine's stack at 15 million characters; looking for invalid characters does not.
  const stray = /[^A-Za-z0-9+/]/.exec(payload.replace(/={1,2}$/, ''))?.[0];
  if (stray !== undefined) return `a data URL with the invalid character ${quote(stray)} in its base64 part; remove it`;
  return payload.length === 0 || payload.length % 4 !== 0
    ? 'a data URL whose base64 part is incomplete; encode the picture again'
    : null;
}
