import { z } from 'zod';
import { callVendor } from '../../openai-family/call-vendor.ts';
import { vendorError } from '../../openai-family/vendor-error.ts';
import type { BatchesApi } from './batches-api.ts';
import { type BatchFacts, readBatch } from './read-batch.ts';

/** The most that a page of the list holds. */
const pageSize = 100;

/** How much earlier than by our clock a batch may have been made by the vendor's, in milliseconds. */
const clockMs = 600_000;

const pageSchema = z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish() });

/**
 * The batches of a name, the oldest first. The list has the newest first: it is read back to when the batch was sent, so that
 * "not there" is known from complete pages.
 */
export async function findBatches(
  { client, vendor, deadlineMs }: BatchesApi,
  { name, since }: { readonly name: string; readonly since: number },
  signal: AbortSignal,
): Promise<BatchFacts[]> {
  const found: BatchFacts[] = [];
  for (let after: string | undefined; ; ) {
    const query = { limit: pageSize, ...(after !== undefined && { after }) };
    const answer: unknown = await callVendor(vendor, { signal, deadlineMs }, (within) =>
      client.get('/batches', { query, signal: within }),
    );
    const page = pageSchema.safeParse(answer);
    if (!page.success) {
      const says = `${vendor.name}'s list of batches is not what it documents`;
      throw vendorError(vendor, 'bad_response', says, { fault: 'final', retryable: true, money: 'none' });
    }
    const batches = page.data.data.map((it) => readBatch(it, vendor));
    found.push(...batches.filter((batch) => batch.name === name));
    const last = batches.at(-1);
    if (!page.data.has_more || !last || last.createdAt < since - clockMs) break;
    after = last.id;
  }
  // The list begins with the newest. Times are whole seconds, so of two in one second its order says which is older.
  return found.toReversed().toSorted((a, b) => a.createdAt - b.createdAt);
}
