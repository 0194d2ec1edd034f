import { setTimeout as wait } from 'node:timers/promises';
import {
  type DrawStoryboardFrame,
  NextpanelError,
  type Order,
  type Picture,
  type PictureReference,
  type Provider,
} from '@nextpanel/core';

/**
 * The built-in provider: free, deterministic, for trying out, previews and tests. It behaves like a vendor's queue: an order
 * is accepted under an id that says when, and can be collected by any process from `latencyMs` after that.
 */
export function storyboardProvider(options: {
  readonly draw: DrawStoryboardFrame;
  /** How long a request takes, in milliseconds. */
  readonly latencyMs: number;
  /** The clock that all processes share, in milliseconds since the epoch; this machine's if not given. */
  readonly now?: () => number;
}): Provider {
  const { latencyMs, now = Date.now } = options;
  return {
    id: 'storyboard',
    fingerprint: 'none',
    parameters: (request) => ({
      size: `${request.size.width}x${request.size.height}`,
      language: request.language,
      // Drawn into the picture, so part of what is asked for.
      panels: request.panels.map(({ number, prompt, characters }) => ({ number, prompt, characters })),
      reference: request.referenceFrame?.sha256 ?? null,
    }),
    prepare: async () => ({}),
    async submit(request) {
      return { kind: 'accepted', vendorId: `storyboard-${now()}-${request.key.slice(0, 16)}` };
    },
    async collect(order, vendorId, signal, open) {
      const acceptedAt = Number(/^storyboard-(\d+)-/.exec(vendorId)?.[1]);
      if (!Number.isFinite(acceptedAt)) {
        throw new NextpanelError('unknown_vendor_id', `"${vendorId}" is no id of a storyboard request`);
      }
      const remainingMs = Math.min(acceptedAt + latencyMs - now(), latencyMs);
      if (remainingMs > 0) await wait(remainingMs, undefined, { signal });
      return { frames: await drawFrames(options.draw, order, open), costMicroUsd: 0 };
    },
    cancel: async () => true,
  };
}

async function drawFrames(
  draw: DrawStoryboardFrame,
  { panels, size, language, referenceFrame, key }: Order,
  open: (picture: PictureReference) => Promise<Picture>,
): Promise<Uint8Array[]> {
  const reference = referenceFrame && (await open(referenceFrame));
  return Promise.all(
    panels.map(({ number, prompt, characters }) =>
      draw({ ...size, number, prompt, characters, language, reference, requestKey: key }),
    ),
  );
}
