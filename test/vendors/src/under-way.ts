import type { VendorName } from './emulator.ts';

/** Requests a vendor is working on, whether or not the client is still there: for tests of limits. */
export interface UnderWay {
  /** @returns a function that ends it; beginning the same request again changes nothing */
  begin(request: { readonly vendor: VendorName; readonly requestId: string }): () => void;
  /** The highest number at once so far. */
  most(vendor: VendorName): number;
}

export function openUnderWay(): UnderWay {
  const working = new Map<VendorName, Set<string>>();
  const most = new Map<VendorName, number>();
  return {
    begin({ vendor, requestId }) {
      const ids = working.get(vendor) ?? new Set();
      working.set(vendor, ids);
      if (ids.has(requestId)) return () => undefined;
      ids.add(requestId);
      most.set(vendor, Math.max(most.get(vendor) ?? 0, ids.size));
      return () => void ids.delete(requestId);
    },
    most: (vendor) => most.get(vendor) ?? 0,
  };
}
