import { changeError, NextpanelError } from '@nextpanel/core';
import { isPrivate } from '../../public-agent.ts';
import { callVendor } from '../call-vendor.ts';
import { pause } from '../pause.ts';
import { redact } from '../redact.ts';
import { type Fetch, openTransport } from '../transport.ts';
import type { Vendor } from '../vendor.ts';
import { vendorError } from '../vendor-error.ts';
import { openPublicTransport } from './public-transport.ts';

export interface DownloadOptions {
  readonly vendor: Vendor;
  readonly baseUrl: string;
  /** Sent to the server itself only. */
  readonly headers: Readonly<Record<string, string>>;
  readonly deadlineMs: number;
  /** For how long a picture that is not there (404) is asked for again, in milliseconds. */
  readonly missingMs: number;
}

export type Download = (address: string, signal: AbortSignal) => Promise<Uint8Array>;

const firstPauseMs = 250;
const longestPauseMs = 10_000;
/** Connections that fail, and 5xx, are asked again this often before the turn ends; the address stays known. */
const failuresMax = 3;
const mostRedirects = 3;
const longestPictureBytes = 50_000_000;

/**
 * Downloads of pictures a server answered by address. A server must not have this process read what stands behind it in the
 * network: opened are addresses of the server itself (same scheme, name and port) and public https ones; http only with
 * the server's name, and only if that is public. The key goes to the server only.
 * Throws `picture_unreachable` for an address that may not be opened or is no picture, `result_expired` for one that is gone (both
 * final and collectable), and a retryable error with money `none` when asking failed: the picture is still there.
 */
export function openDownloads(options: DownloadOptions): Download {
  const own = openTransport({ longestBytes: longestPictureBytes });
  const open = openPublicTransport(longestPictureBytes);
  return async (address, signal) => {
    const since = performance.now();
    let pauseMs = firstPauseMs;
    for (let failures = 1; ; ) {
      try {
        return await callVendor(options.vendor, { signal, deadlineMs: options.deadlineMs }, (within) =>
          download(options, { own, open }, address, within),
        );
      } catch (thrown) {
        if (!(thrown instanceof NextpanelError)) throw thrown;
        const missing = thrown.code === 'result_expired';
        const late = performance.now() - since > options.missingMs;
        if (missing ? late : !thrown.retryable || failures++ >= failuresMax) throw about(thrown, address);
      }
      await pause(pauseMs, signal);
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
    }
  };
}

/** A failed question leaves the picture where it is. */
const about = (error: NextpanelError, address: string) =>
  changeError(error, {
    message: `the picture at ${redact(address, [])} could not be fetched: ${error.message}`,
    ...((error.fault === 'unreachable' || error.fault === 'outage') && { money: 'none' }),
  });

interface Transports {
  readonly own: Fetch;
  readonly open: Fetch;
}

async function download(
  options: DownloadOptions,
  transports: Transports,
  first: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { vendor, baseUrl, headers } = options;
  const base = new URL(baseUrl);
  let address = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const url = URL.parse(address, `${baseUrl}/`);
    const own = url?.origin === base.origin;
    const open = url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === base.hostname);
    if (url === null || !(own || open)) throw elsewhere(options, address);
    const answer = await (own
      ? transports.own(url.href, { headers, signal })
      : transports.open(url.href, { signal })
    ).catch((thrown: unknown) => {
      throw isPrivate(thrown) ? elsewhere(options, address) : thrown;
    });
    const location = answer.headers.get('location');
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      await answer.body?.cancel();
      address = URL.parse(location, url.href)?.href ?? location;
      continue;
    }
    return readPicture(options, answer, address === first && !/^https?:/.test(first));
  }
  throw unreachable(vendor, `it was sent elsewhere more than ${mostRedirects} times`);
}

async function readPicture({ vendor }: DownloadOptions, answer: Response, isPath: boolean): Promise<Uint8Array> {
  const { status } = answer;
  if (!answer.ok) {
    await answer.body?.cancel();
    if (status === 404 || status === 410) {
      const says = `${vendor.name} has nothing there (${status})`;
      const advice = isPath ? `; that looks like a file on its disk. ${asData(vendor)}` : '';
      throw kept(vendor, 'result_expired', `${says}${advice}`);
    }
    if (status >= 500 || status === 429 || status === 408) {
      const fault = status === 429 ? 'rate_limit' : 'outage';
      const code = status === 429 ? 'rate_limited' : 'server_error';
      throw vendorError(vendor, code, `${vendor.name} answered ${status}`, { fault, retryable: true, money: 'none' });
    }
    throw unreachable(vendor, `${vendor.name} answered ${status}. ${asData(vendor)}`);
  }
  if (/html|json/.test(answer.headers.get('content-type') ?? '')) {
    await answer.body?.cancel();
    throw unreachable(vendor, `a web page came back instead of a picture. ${asData(vendor)}`);
  }
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length > 0) return bytes;
  const says = 'the file is empty';
  throw vendorError(vendor, 'bad_response', says, { fault: 'unusable', retryable: true, money: 'paid' });
}

const asData = ({ baseUrlVariable }: Vendor): string =>
  `Set \`sends: {responseFormat: true}\` for the model in the catalogue file, so that pictures come inside the answers, or correct ${baseUrlVariable}`;

function elsewhere({ vendor, baseUrl }: DownloadOptions, address: string) {
  const { origin } = new URL(baseUrl);
  return unreachable(
    vendor,
    `${redact(address, []).slice(0, 200)} is not at ${origin}, and only the server itself and public https addresses are opened. If both are the same server, use the same name and port in ${vendor.baseUrlVariable}. Or set \`sends: {responseFormat: true}\` for the model in the catalogue file, so that pictures come inside the answers`,
  );
}

const unreachable = (vendor: Vendor, says: string) => kept(vendor, 'picture_unreachable', says);

const kept = (vendor: Vendor, code: 'picture_unreachable' | 'result_expired', says: string) =>
  vendorError(vendor, code, says, { fault: 'final', retryable: false, money: 'paid', collectable: true });
