import { NextpanelError } from '@nextpanel/core';
import { isPublicAddress, literalAddress, lookUpPublic, PrivateAddress } from '@nextpanel/providers/public-addresses';

const maxBytes = 50_000_000;
const timeoutMs = 30_000;

/**
 * Downloads a picture that a user named. A foreign server must never reach our network through it: https only, every
 * address a name resolves to must be a public one, the connection goes to the very address that was judged, and redirects
 * are not followed. Throws `reference_url_refused` or `reference_unreachable`.
 */
export async function fetchPicture(url: string): Promise<Uint8Array> {
  // Loaded with the first picture: it is a tenth of what a process would read at its start, and most never fetch one.
  const { Agent, fetch } = await import('undici');
  const agent = new Agent({
    connect: { lookup: lookUpPublic, timeout: timeoutMs },
  });
  try {
    const { protocol, hostname } = new URL(url);
    if (protocol !== 'https:') throw refused(url, 'only https URLs are fetched');
    const literal = literalAddress(hostname);
    if (literal !== null && !isPublicAddress(literal)) throw refused(url, notPublic);
    const response = await fetch(url, {
      dispatcher: agent,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'image/png, image/jpeg, image/webp' },
    });
    if (!response.ok) throw new NextpanelError('reference_unreachable', `${hostname} answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) throw refused(url, `it is larger than ${maxBytes / 1_000_000} MB`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch (cause) {
    if (cause instanceof NextpanelError) throw cause;
    if (cause instanceof Error && cause.cause instanceof PrivateAddress) throw refused(url, notPublic);
    const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : '';
    throw new NextpanelError('reference_unreachable', `it could not be downloaded (${reason})`, { cause });
  } finally {
    await agent.destroy();
  }
}

const notPublic = 'its address is not a public one';

const refused = (what: string, why: string) =>
  new NextpanelError('reference_url_refused', `${what.slice(0, 120)} is not fetched: ${why}`);
