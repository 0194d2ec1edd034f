import type { StoredWebhook } from '@nextpanel/store';

export interface Sent {
  readonly delivered: boolean;
  readonly status: number | null;
  readonly ms: number;
  /** Why not, for people; never what the receiver said, which may be anything. */
  readonly detail: string;
  /** The receiver wants no more events (410). */
  readonly gone: boolean;
  readonly retryAfterMs: number | null;
}

/** Sends deliveries. `allowed`: hosts of receivers that may be on a private network, and may be reached without TLS. */
export type SendDelivery = (
  webhook: Pick<StoredWebhook, 'url' | 'secrets'>,
  delivery: { readonly id: string; readonly body: string },
  options: { readonly now: number; readonly signal: AbortSignal },
) => Promise<Sent>;

/** Sends deliveries by `openPosting`. Its HTTP client takes 14 MB, so it is loaded with the first delivery: most processes never send one. */
export function openSending(allowed: readonly string[]): SendDelivery {
  let posting: Promise<SendDelivery> | undefined;
  const open = async () => {
    const { openPosting } = await import('./post-delivery.ts');
    return openPosting(allowed);
  };
  return async (...delivery) => {
    posting ??= open();
    return (await posting)(...delivery);
  };
}
