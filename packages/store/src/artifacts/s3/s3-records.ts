import { wallClock } from '../../clock.ts';
import type { Artifacts } from '../artifacts.ts';
import type { Bucket } from './open-bucket.ts';

export interface S3Records {
  readonly access: Pick<Artifacts, 'mayHaveRecords' | 'readRecord' | 'writeRecord' | 'removeRecord' | 'records'>;
}

const folder = 'records/';

export const recordKey = (tenant: string, key: string): string =>
  `${folder}${tenant}/${key.slice(0, 2)}/${key.slice(2)}`;

/** The record that an object is; null for other objects. */
export function recordOf(key: string): { readonly tenant: string; readonly key: string } | null {
  const [, tenant, start, rest] = /^records\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(key) ?? [];
  return tenant === undefined || start === undefined || rest === undefined ? null : { tenant, key: `${start}${rest}` };
}

/** A record that is written once more is only renewed when it is at least this old, in milliseconds. */
const renewedAfterMs = 12 * 60 * 60 * 1_000;

/** Records as objects `records/<tenant>/ab/cd…`, one JSON document each, as on disk. */
export function openS3Records(bucket: Bucket): S3Records {
  const read = async (tenant: string, key: string) => {
    const stored = await bucket.get(recordKey(tenant, key));
    if (stored === null) return null;
    try {
      return { etag: stored.etag, bytes: stored.bytes, record: JSON.parse(textOf(stored.bytes)) as unknown };
    } catch {
      // Half a record counts as missing and is replaced.
      await bucket.remove(recordKey(tenant, key), stored.etag);
      return null;
    }
  };
  /** The age of what exists is renewed, so that a sweep leaves it until the story that wants it is known. */
  const renew = async (name: string, { bytes, etag }: { bytes: Uint8Array; etag: string }) => {
    const facts = await bucket.head(name);
    if (facts !== null && wallClock() - facts.modified > renewedAfterMs)
      await bucket.put(name, bytes, { when: { etag } });
  };
  /** Tenants that have been seen to have records. */
  const having = new Set<string>();
  return {
    access: {
      async mayHaveRecords(tenant) {
        if (having.has(tenant)) return true;
        for await (const _ of bucket.list(`${folder}${tenant}/`)) {
          having.add(tenant);
          return true;
        }
        return false;
      },
      readRecord: async (tenant, key) => (await read(tenant, key))?.record ?? null,
      async writeRecord(tenant, key, record, { replace = false } = {}) {
        const name = recordKey(tenant, key);
        const bytes = Buffer.from(JSON.stringify(record));
        if (replace) return bucket.put(name, bytes);
        for (;;) {
          if (await bucket.put(name, bytes, { when: { absent: true } })) return true;
          const stored = await read(tenant, key);
          // It was removed, or was damaged, between the two.
          if (stored === null) continue;
          // A request whose answer was lost is sent again by the SDK, and finds its own record.
          if (Buffer.compare(stored.bytes, bytes) === 0) return true;
          await renew(name, stored);
          return false;
        }
      },
      async removeRecord(tenant, key, fits) {
        const stored = await read(tenant, key);
        if (stored === null || !fits(stored.record)) return false;
        await bucket.remove(recordKey(tenant, key), stored.etag);
        return true;
      },
      async *records(only) {
        for await (const listed of bucket.list(only ? recordKey(only.tenant, only.start) : folder)) {
          const name = recordOf(listed.key);
          if (name) yield name;
        }
      },
    },
  };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
