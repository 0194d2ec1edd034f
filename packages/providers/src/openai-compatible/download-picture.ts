import { changeError, NextpanelError } from '@nextpanel/core';
import { callVendor } from '../openai-family/call-vendor.ts';
import { pause } from '../openai-family/pause.ts';
import { redact } from '../openai-family/redact.ts';
import { type Fetch, openTransport } from '../openai-family/transport.ts';
import type { Vendor } from '../openai-family/vendor.ts';
import { vendorError } from '../openai-family/vendor-error.ts';

export interface DownloadOptions {
  readonly vendor: Vendor;
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly deadlineMs: number;
}

/** A download costs nothing, and what it fetches is paid: worth asking for again. */
const tries = 3;
const pauseMs = 250;
const mostRedirects = 3;
const longestPictureBytes = 50_000_000;

/**
 * Downloads of pictures a server answered by address. Only its own addresses and https ones are opened, so that a server cannot
 * have this process read what stands behind it in the network; the key goes to its own only. Throws with money `paid`:
 * `result_expired`, `bad_response`, `connection_lost` or `vendor_timeout`.
 */
export function openDownloads(options: DownloadOptions): (url: string, signal: AbortSignal) => Promise<Uint8Array> {
  const transport = openTransport({ longestBytes: longestPictureBytes });
  return async (url, signal) => {
    for (let tried = 1; ; tried++) {
      try {
        return await callVendor(options.vendor, { signal, deadlineMs: options.deadlineMs }, (within) =>
          download(options, transport, url, within),
        );
      } catch (thrown) {
        if (!(thrown instanceof NextpanelError)) throw thrown;
        const passing = thrown.code === 'connection_lost' || thrown.code === 'server_error';
        if (!passing || tried === tries) throw paid(thrown, url);
        await pause(pauseMs * tried, signal);
      }
    }
  };
}

const paid = (error: NextpanelError, url: string) =>
  changeError(error, {
    message: `a picture could not be downloaded from ${redact(url, [])}: ${error.message}`,
    retryable: true,
    money: 'paid',
  });

async function download(
  options: DownloadOptions,
  transport: Fetch,
  first: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { vendor, baseUrl, apiKey } = options;
  const base = new URL(baseUrl);
  let address = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const url = URL.parse(address, `${baseUrl}/`);
    const own = url?.origin === base.origin;
    if (url === null || !(own || url.protocol === 'https:')) {
      throw refused(vendor, `its address is neither the server's own nor https: ${address.slice(0, 200)}`);
    }
    const headers: Record<string, string> = own && apiKey !== null ? { authorization: `Bearer ${apiKey}` } : {};
    const answer = await transport(url.href, { headers, signal });
    const location = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      await answer.body?.cancel();
      address = URL.parse(location, url.href)?.href ?? location;
      continue;
    }
    return readPicture(vendor, answer);
  }
  throw refused(vendor, `it was sent elsewhere more than ${mostRedirects} times`);
}

async function readPicture(vendor: Vendor, answer: Response): Promise<Uint8Array> {
  const { status } = answer;
  const detail = { status };
  if (!answer.ok) {
    await answer.body?.cancel();
    if (status === 404 || status === 410) {
      throw vendorError(vendor, 'result_expired', `${vendor.name} no longer has it (${status})`, {
        fault: 'final',
        retryable: true,
        money: 'paid',
        detail,
      });
    }
    if (status >= 500)
      throw vendorError(vendor, 'server_error', `${vendor.name} failed (${status})`, {
        fault: 'outage',
        retryable: true,
        money: 'paid',
        detail,
      });
    throw refused(vendor, `${vendor.name} answered ${status}`);
  }
  if (/html|json/.test(answer.headers.get('content-type') ?? '')) {
    await answer.body?.cancel();
    throw refused(vendor, 'what came is no picture but a page');
  }
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length === 0) throw refused(vendor, 'the file is empty');
  return bytes;
}

const refused = (vendor: Vendor, says: string) =>
  vendorError(vendor, 'bad_response', says, { fault: 'final', retryable: true, money: 'paid' });
