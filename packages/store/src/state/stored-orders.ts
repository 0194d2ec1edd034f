import { createHash } from 'node:crypto';
import type { Order, PreparedBody } from '@nextpanel/core';
import type { Redis } from 'ioredis';

/** An order as `intend` stored it, with the body that was sent when it was ordered. */
export interface StoredOrder {
  readonly order: Order;
  /** Null until it is ordered. */
  readonly body: PreparedBody | null;
}

/** An order in the hash of its story. Its catalogue entry is stored once for all orders that share it. */
type PackedOrder = Omit<Order, 'model'> & { readonly version: 1; readonly model: string };

/**
 * The order as text. Its catalogue entry goes into `entries` under the field that the text names.
 */
export function packOrder(order: Order, entries: Map<string, string>): string {
  const { id, key, method, size, quality, language, recoverable, prompt, panels, references, referenceFrame } = order;
  const { moderation, seed, extra, vendorBatch, mask } = order;
  const facts = ({ sha256, width, height, mime }: Order['references'][number]) => ({ sha256, width, height, mime });
  const packed: PackedOrder = {
    version: 1,
    id,
    key,
    model: fieldOf(order.model, entries),
    method,
    size: { width: size.width, height: size.height },
    quality,
    language,
    recoverable,
    ...(moderation !== undefined && { moderation }),
    ...(seed !== undefined && { seed }),
    ...(extra !== undefined && { extra }),
    prompt,
    panels,
    ...(vendorBatch !== undefined && { vendorBatch }),
    // Without their bytes.
    references: references.map(facts),
    ...(mask && { mask: facts(mask) }),
    referenceFrame: referenceFrame && facts(referenceFrame),
  };
  return JSON.stringify(packed);
}

/** The same entry object is hashed once; a process has few of them. */
const known = new WeakMap<Order['model'], { readonly field: string; readonly json: string }>();

function fieldOf(model: Order['model'], entries: Map<string, string>): string {
  let entry = known.get(model);
  if (!entry) {
    const json = JSON.stringify(model);
    entry = { field: `model:${createHash('sha256').update(json).digest('hex').slice(0, 16)}`, json };
    known.set(model, entry);
  }
  entries.set(entry.field, entry.json);
  return entry.field;
}

/** Reads orders from the hash `key`, each with its catalogue entry. */
export async function readOrders(
  redis: Redis,
  key: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredOrder>> {
  if (ids.length === 0) return new Map();
  const texts = await redis.hmget(key, ...ids.flatMap((id) => [id, `${id}.body`]));
  const packed = ids.flatMap((id, index) => {
    const order = texts[2 * index];
    const body = texts[2 * index + 1];
    const stored = order ? (JSON.parse(order) as PackedOrder & { readonly kind?: string }) : null;
    // A review draws nothing.
    if (stored === null || stored.kind === 'review') return [];
    return [{ id, order: stored, body: body ? (JSON.parse(body) as PreparedBody) : null } as const];
  });
  const fields = [...new Set(packed.map(({ order }) => order.model))];
  const entries = fields.length === 0 ? [] : await redis.hmget(key, ...fields);
  const models = new Map(fields.map((field, index) => [field, entries[index]]));
  return new Map(
    packed.flatMap(({ id, order: { version: _version, model, ...order }, body }) => {
      const entry = models.get(model);
      return entry ? [[id, { order: { ...order, model: JSON.parse(entry) as Order['model'] }, body }]] : [];
    }),
  );
}
