/**
 * What every key begins with, BullMQ's too: the hash tag lets a script touch a job's lock and a story's state together on a
 * cluster; the schema of the state keeps a process of an older release from finding anything.
 */
export const keyRoot = (prefix: string): string => `{${prefix}}:s2`;

/** Names of keys. All of them begin with `keyRoot`. */
export interface Keyspace {
  /** Also the prefix BullMQ is given. */
  readonly root: string;
  /** The schema of the installation's state. */
  readonly schema: string;
  /** When the installation was last restored. */
  readonly epoch: string;
  readonly active: string;
  readonly cancelled: string;
  /** Stories with an edition that is not wholly composed and bound. */
  readonly lettering: string;
  /** Channel on which is published which of the operations pages' lists changed. */
  readonly operations: string;
  /** What each process that draws or composes reports about itself, by its id. */
  readonly workers: string;
  /** When each of them was last heard of. */
  readonly workersSeen: string;
  /** The process that is sweeping artifacts. */
  readonly sweeping: string;
  /** Exists until the next sweep is due. */
  readonly swept: string;
  /** What artifacts took after the last sweep. */
  readonly stored: string;
  /** Webhooks of a tenant, by id. */
  webhooks(tenant: string): string;
  /** Stories that changed since a webhook was last sent everything. */
  readonly webhooksDirty: string;
  webhookPart(id: string, part: 'cursors' | 'deliveries' | 'order' | 'changed'): string;
  /** What signs the deliveries of a tenant's stories that have a webhook of their own. */
  webhookSecrets(tenant: string): string;
  /** Written to see whether Redis takes writes; also a channel nobody listens to. */
  readonly probe: string;
  story(id: string): string;
  /** A script that a model adapts. */
  script(id: string): string;
  /** Scripts of all tenants that are not over. */
  readonly openScripts: string;
  /** Scripts of a tenant by when they were sent; a colon and `open` follow for those that are not over, `costs` for what all of them cost. */
  scripts(tenant: string): string;
  storyPart(id: string, part: StoryPart): string;
  tenantIndex(tenant: string, index: 'created' | 'updated'): string;
  /** Channel on which the id of every story of a tenant that changes is published. */
  changes(tenant: string): string;
  /** Idempotency keys of a tenant: key → story id and body hash. */
  idempotency(tenant: string): string;
  /** What deleted stories of a tenant had cost. */
  deleted(tenant: string): string;
  /** What a change answered, for a while. */
  change(id: string): string;
  /** What the change was for to which a tenant gave this key. */
  askedFor(tenant: string, key: string): string;
  /** Deleted stories whose records are still to be removed: id → tenant and time. */
  readonly removals: string;
  /** API keys: id → key. */
  readonly accessKeys: string;
  /** Hash of a secret → id of its key. */
  readonly accessHashes: string;
  /** When each key was last used. */
  readonly accessUsed: string;
  /** Channel on which is published which key or session changed or ended. */
  readonly accessChanges: string;
  /** Settings of tenants: name → weight and limits. */
  readonly tenants: string;
  /** The key that a browser signed in with. */
  session(hash: string): string;
  /** Stories of a tenant that the system has work for. */
  working(tenant: string): string;
  /** What a tenant's requests of one day (UTC, days since 1970) cost. */
  tenantDay(tenant: string, day: number): string;
  /** Exists while a session that was signed out would otherwise still open. */
  endedSession(hash: string): string;
  /** Keys of the requests of a deleted story. */
  removed(story: string): string;
  provider(id: string): string;
  /** Ids of the provider's models that have drawn an edit in a vendor batch. */
  proven(provider: string): string;
  /** What a provider's minutes of statistics begin with; a colon and the number of the minute follow. */
  stats(provider: string): string;
  /** The story that a findable order belongs to. */
  order(id: string): string;
  /** The request that a vendor id answers. */
  taken(vendorId: string): string;
  /** The account at a vendor that a key of it belongs to, by the key's fingerprint. */
  account(fingerprint: string): string;
  /** What a vendor reported under a request key. */
  vendorId(requestKey: string): string;
}

export type StoryPart =
  | 'order'
  | 'chain'
  | 'plates'
  | 'cover'
  | 'pages'
  | 'panels'
  | 'art'
  | 'batches'
  | 'attempts'
  | 'requests'
  | 'orders'
  | 'open'
  | 'kept'
  | 'pictures'
  | 'takes'
  | 'selected'
  | 'redraws'
  | 'stays'
  | 'failures'
  | 'verdicts'
  | 'labels'
  | 'notes'
  | 'links'
  | 'sheets'
  | 'books'
  | 'editions'
  | 'editionSheets'
  | 'editionBooks'
  | 'editionFailures'
  | 'otherSheets'
  | 'events';

export function openKeyspace(prefix: string): Keyspace {
  const root = keyRoot(prefix);
  return {
    root,
    schema: `${root}:schema`,
    epoch: `${root}:epoch`,
    active: `${root}:active`,
    cancelled: `${root}:cancelled`,
    lettering: `${root}:lettering`,
    operations: `${root}:operations`,
    workers: `${root}:workers`,
    workersSeen: `${root}:workers:seen`,
    sweeping: `${root}:sweeping`,
    swept: `${root}:swept`,
    stored: `${root}:stored`,
    webhooks: (tenant) => `${root}:tenant:${tenant}:webhooks`,
    webhooksDirty: `${root}:webhooks:dirty`,
    webhookPart: (id, part) => `${root}:webhook:${id}:${part}`,
    webhookSecrets: (tenant) => `${root}:tenant:${tenant}:webhook-secrets`,
    probe: `${root}:probe`,
    story: (id) => `${root}:story:${id}`,
    script: (id) => `${root}:script:${id}`,
    openScripts: `${root}:open-scripts`,
    scripts: (tenant) => `${root}:tenant:${tenant}:scripts`,
    storyPart: (id, part) => `${root}:story:${id}:${part}`,
    tenantIndex: (tenant, index) => `${root}:tenant:${tenant}:${index}`,
    changes: (tenant) => `${root}:tenant:${tenant}:changes`,
    idempotency: (tenant) => `${root}:idempotency:${tenant}`,
    change: (id) => `${root}:change:${id}`,
    askedFor: (tenant, key) => `${root}:tenant:${tenant}:asked:${key}`,
    accessKeys: `${root}:keys`,
    accessHashes: `${root}:keys:hashes`,
    accessUsed: `${root}:keys:used`,
    accessChanges: `${root}:keys:changes`,
    tenants: `${root}:tenants`,
    session: (hash) => `${root}:session:${hash}`,
    working: (tenant) => `${root}:tenant:${tenant}:working`,
    tenantDay: (tenant, day) => `${root}:tenant:${tenant}:day:${day}`,
    removals: `${root}:removals`,
    endedSession: (hash) => `${root}:session:ended:${hash}`,
    removed: (story) => `${root}:removed:${story}`,
    deleted: (tenant) => `${root}:tenant:${tenant}:deleted`,
    proven: (provider) => `${root}:proven:${provider}`,
    provider: (id) => `${root}:provider:${id}`,
    stats: (provider) => `${root}:stats:${provider}`,
    order: (id) => `${root}:order:${id}`,
    taken: (vendorId) => `${root}:taken:${vendorId}`,
    account: (fingerprint) => `${root}:account:${fingerprint}`,
    vendorId: (requestKey) => `${root}:vendor-id:${requestKey}`,
  };
}
