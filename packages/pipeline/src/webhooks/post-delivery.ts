import { isPrivate, openPublicAgent } from '@nextpanel/providers/public-agent';
import { Webhook } from 'standardwebhooks';
import { Agent, fetch } from 'undici';
import type { SendDelivery, Sent } from './send-delivery.ts';

/** A receiver answers that it has the event, and works on it afterwards. */
const answerMs = 15_000;
const longestDetail = 200;

/**
 * Signs and sends as Standard Webhooks says (https://github.com/standard-webhooks/standard-webhooks). Only public https addresses are
 * connected to, judged at the moment of connecting, and the hosts an operator allowed. Redirects are not followed: their targets were not
 * judged. Never throws, except the signal's reason.
 */
export function openPosting(allowed: readonly string[]): SendDelivery {
  const publicAgent = openPublicAgent({ connectMs: answerMs });
  const anyAgent = new Agent({ connect: { timeout: answerMs } });
  return async ({ url, secrets }, { id, body }, { now, signal }) => {
    const begun = performance.now();
    const refused = (detail: string, status: number | null = null): Sent => ({
      delivered: false,
      status,
      ms: Math.round(performance.now() - begun),
      detail: detail.slice(0, longestDetail),
      gone: false,
      retryAfterMs: null,
    });
    const address = new URL(url);
    const isAllowed = allowed.includes(address.hostname);
    if (address.protocol !== 'https:' && !isAllowed) return refused('only https addresses are sent to');
    const at = new Date(now);
    const signatures = secrets
      .filter(({ until }) => until === null || until > now)
      .map(({ secret }) => new Webhook(secret).sign(id, at, body));
    try {
      const response = await fetch(url, {
        method: 'POST',
        body,
        redirect: 'manual',
        dispatcher: isAllowed ? anyAgent : publicAgent,
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
        headers: {
          'content-type': 'application/json',
          'user-agent': 'nextpanel',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now / 1_000)),
          'webhook-signature': signatures.join(' '),
        },
      });
      await response.body?.cancel();
      const { status } = response;
      if (response.ok) return { ...refused('', status), delivered: true };
      const redirect = status >= 300 && status < 400 ? '; redirects are not followed' : '';
      return {
        ...refused(`the receiver answered ${status}${redirect}`, status),
        gone: status === 410,
        retryAfterMs: readRetryAfter(response.headers.get('retry-after')),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (isPrivate(error)) return refused('the address is not on the public internet; see NEXTPANEL_WEBHOOK_HOSTS');
      const late = error instanceof Error && error.name === 'TimeoutError';
      return refused(late ? `no answer within ${answerMs / 1_000} s` : describeBreak(codeOf(error)));
    }
  };
}

const readRetryAfter = (text: string | null): number | null =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null;

/** What keeps an answer from coming, in words; other codes, such as CERT_HAS_EXPIRED, are words themselves. */
const breaks: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at its address',
  ENOTFOUND: 'its name is unknown',
  ECONNRESET: 'the receiver closed the connection without an answer',
  UND_ERR_SOCKET: 'the receiver closed the connection without an answer',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of its answer are too large',
};

const describeBreak = (code: string | null): string =>
  code === null ? 'its answer is not HTTP, or broke off' : (breaks[code] ?? `no connection (${code})`);

function codeOf(error: unknown): string | null {
  for (let it = error, depth = 0; it instanceof Error && depth < 5; it = it.cause, depth += 1) {
    if ('code' in it && typeof it.code === 'string') return it.code;
  }
  return null;
}
