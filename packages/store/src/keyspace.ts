/**
 * Names of keys. All of them, BullMQ's too, begin with one hash-tagged prefix, so that a script may touch a job's lock and
 * a story's state together on a cluster.
 */
export interface Keyspace {
  /** `{prefix}`, also the prefix BullMQ is given. */
  readonly root: string;
  readonly active: string;
  readonly cancelled: string;
  story(id: string): string;
  storyPart(id: string, part: StoryPart): string;
  tenantIndex(tenant: string, index: 'created' | 'updated'): string;
  /** Idempotency keys of a tenant: key → story id and body hash. */
  idempotency(tenant: string): string;
  provider(id: string): string;
  /** What a vendor reported under a request key. */
  vendorId(requestKey: string): string;
}

export type StoryPart =
  | 'panels'
  | 'batches'
  | 'attempts'
  | 'requests'
  | 'open'
  | 'kept'
  | 'takes'
  | 'selected'
  | 'failures'
  | 'sheets'
  | 'books'
  | 'events';

export function openKeyspace(prefix: string): Keyspace {
  const root = `{${prefix}}`;
  return {
    root,
    active: `${root}:active`,
    cancelled: `${root}:cancelled`,
    story: (id) => `${root}:story:${id}`,
    storyPart: (id, part) => `${root}:story:${id}:${part}`,
    tenantIndex: (tenant, index) => `${root}:tenant:${tenant}:${index}`,
    idempotency: (tenant) => `${root}:idempotency:${tenant}`,
    provider: (id) => `${root}:provider:${id}`,
    vendorId: (requestKey) => `${root}:vendor-id:${requestKey}`,
  };
}
