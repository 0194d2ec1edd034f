import type { KnownRequest } from '@nextpanel/store';

/**
 * A request's id is its key and the number of the order under that key: an order is never overwritten, so what may have
 * been paid stays in the ledger when it is ordered again. Order 0 is a recall, which orders nothing.
 */
export const requestId = (key: string, order: number): string => `${key}:${order}`;

export const orderNumber = (id: string): number => Number(id.slice(id.lastIndexOf(':') + 1));

/** The newest order under a key, with its number; null when there is none. */
export function newestOrder(
  requests: readonly KnownRequest[],
  key: string,
): { readonly order: number; readonly known: KnownRequest } | null {
  const orders = requests
    .filter(({ id }) => id.startsWith(`${key}:`))
    .map((known) => ({ known, order: orderNumber(known.id) }))
    .sort((a, b) => b.order - a.order);
  return orders[0] ?? null;
}
