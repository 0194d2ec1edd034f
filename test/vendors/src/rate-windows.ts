import type { VendorName } from './emulator.ts';

/** What a vendor's account allows: so many images in any period of this length. */
export interface RateWindow {
  readonly vendor: VendorName;
  readonly images: number;
  readonly windowMs: number;
  /** Whether a refusal says how long to wait. */
  readonly retryAfter?: boolean;
}

export interface RateWindows {
  /** Counts the images of an order, unless they are too many: then how long to wait, in milliseconds; null: unsaid. */
  take(
    vendor: VendorName,
    images: number,
  ): { readonly refused: false } | { readonly refused: true; readonly retryAfterMs: number | null };
}

/** Sliding windows over accepted images; refused ones do not count, as with OpenAI. */
export function openRateWindows(windows: readonly RateWindow[]): RateWindows {
  const accepted = new Map<RateWindow, number[]>();
  return {
    take(vendor, images) {
      const own = windows.filter((window) => window.vendor === vendor);
      for (const window of own) {
        const since = Date.now() - window.windowMs;
        const recent = (accepted.get(window) ?? []).filter((at) => at > since);
        accepted.set(window, recent);
        if (recent.length + images <= window.images) continue;
        const free = (recent[recent.length + images - window.images - 1] ?? Date.now()) - since;
        return { refused: true, retryAfterMs: window.retryAfter === true ? free : null };
      }
      for (const window of own) accepted.get(window)?.push(...Array.from({ length: images }, () => Date.now()));
      return { refused: false };
    },
  };
}
