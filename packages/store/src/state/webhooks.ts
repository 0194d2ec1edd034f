import type { Redis } from 'ioredis';
import type { Keyspace } from '../keyspace.ts';
import type { StoredSpec } from './stored.ts';

/** A secret that signs deliveries until its time is over (ms since the epoch). */
export interface WebhookSecret {
  readonly secret: string;
  readonly until: number | null;
  /** The change that made it, where the client named it. */
  readonly change?: string;
}

/** An address that is sent the events of a tenant's stories, or of one story. */
export interface StoredWebhook {
  /** That of its story, for the webhook of a single one. */
  readonly id: string;
  /** The story that has it for itself. */
  readonly story?: string;
  readonly tenant: string;
  readonly url: string;
  /** Types of events; empty for all. */
  readonly events: readonly string[];
  readonly description?: string;
  /** The newest first; an older one signs along. */
  readonly secrets: readonly WebhookSecret[];
  /** Milliseconds since the epoch; events from then on are sent. */
  readonly createdAt: number;
  /** Since when nothing got through; null when the last delivery did. */
  readonly failingSince: number | null;
  /** Why nothing is sent any more, and since when. */
  readonly disabled: { readonly at: number; readonly reason: string } | null;
}

/** How far a webhook has got with a story. */
export interface WebhookCursor {
  /** Id of the last event that was delivered, skipped or not wanted. */
  readonly after: string;
  /** Number of the last delivery. */
  readonly sequence: number;
}

/** One event for one webhook, with every try to deliver it. */
export interface StoredDelivery {
  readonly id: string;
  readonly story: string;
  readonly event: string;
  readonly type: string;
  readonly sequence: number;
  readonly state: 'pending' | 'delivered' | 'skipped';
  /** The newest last. */
  readonly tries: readonly {
    readonly at: number;
    readonly status: number | null;
    readonly ms: number;
    readonly detail: string;
  }[];
}

/** Deliveries that are remembered of each webhook. */
const deliveriesKept = 500;
const membersAtOnce = 500;

/** Webhooks of tenants and what was delivered. That a story changed is written by the transitions themselves (`announce` in lib.lua). */
export interface Webhooks {
  list(tenant: string): Promise<StoredWebhook[]>;
  /** Also the webhook of a single story, by the story's id. */
  get(tenant: string, id: string): Promise<StoredWebhook | null>;
  /** False: one with this id is there already. */
  add(webhook: StoredWebhook): Promise<boolean>;
  put(webhook: StoredWebhook): Promise<void>;
  /** False: there was none. Of a single story's webhook, only what was delivered. */
  delete(tenant: string, id: string): Promise<boolean>;
  /** What signs for stories with a webhook of their own, the newest first; none before the first delivery or the first look at it. */
  secrets(tenant: string): Promise<readonly WebhookSecret[]>;
  /** Unless others were stored meanwhile than `before`; answers with those that hold. */
  putSecrets(
    tenant: string,
    secrets: readonly WebhookSecret[],
    before: readonly WebhookSecret[],
  ): Promise<readonly WebhookSecret[]>;
  /** There may be something to deliver. */
  mark(of: WebhookStory): Promise<void>;
  /** Webhooks with stories that changed since they were last worked off, cursor by cursor. */
  dirty(): AsyncIterable<{ readonly tenant: string; readonly webhook: string; readonly story: string }>;
  /** How many stories have events that a webhook was not sent yet. */
  behind(): Promise<number>;
  /** How often the story changed since it was last worked off; 0: not. */
  changes(of: WebhookStory): Promise<number>;
  /** It was worked off, unless it changed more often than this meanwhile. */
  settle(of: WebhookStory, changes: number): Promise<void>;
  cursor(webhook: string, story: string): Promise<WebhookCursor | null>;
  /** null: the story is gone. */
  moveCursor(webhook: string, story: string, cursor: WebhookCursor | null): Promise<void>;
  delivery(webhook: string, id: string): Promise<StoredDelivery | null>;
  putDelivery(webhook: string, delivery: StoredDelivery, at: number): Promise<void>;
  /** The newest first. */
  deliveries(webhook: string): Promise<StoredDelivery[]>;
}

export interface WebhookStory {
  readonly tenant: string;
  readonly webhook: string;
  readonly story: string;
}

/** Only if nothing was added meanwhile. KEYS: 1 dirty. ARGV: 1 member 2 changes. */
const settleScript = `if redis.call('ZSCORE', KEYS[1], ARGV[1]) == ARGV[2] then redis.call('ZREM', KEYS[1], ARGV[1]) end return 1`;

/** KEYS: 1 secrets. ARGV: 1 those before, or '' 2 those after. Returns those that hold. */
const putSecretsScript = `local now = redis.call('GET', KEYS[1]) or ''
if now ~= ARGV[1] then return now end
redis.call('SET', KEYS[1], ARGV[2]) return ARGV[2]`;

/** What users change of the webhook of a single story, and what became of it. */
type ChangedPart = Pick<StoredWebhook, 'url' | 'events' | 'description' | 'failingSince' | 'disabled'>;

/** A story file without `events` means the changes of the story's status. */
const eventsOfStories = ['story.status'];

const memberOf = ({ tenant, webhook, story }: WebhookStory): string => `${tenant} ${webhook} ${story}`;

export function webhooks(redis: Redis, keys: Keyspace): Webhooks {
  const read = <Value>(text: string | null): Value | null => (text === null ? null : (JSON.parse(text) as Value));
  const secretsOf = async (tenant: string) =>
    read<readonly WebhookSecret[]>(await redis.get(keys.webhookSecrets(tenant))) ?? [];
  /** The webhook of a single story follows from its spec, but for what changed since. */
  const ofStory = async (tenant: string, story: string): Promise<StoredWebhook | null> => {
    const [owner, marked, created, text] = await redis.hmget(keys.story(story), 'tenant', 'webhook', 'created', 'spec');
    if (owner !== tenant || !marked || !text) return null;
    const { webhook } = JSON.parse(text) as StoredSpec;
    if (!webhook) return null;
    const changed = read<ChangedPart>(await redis.get(keys.webhookPart(story, 'changed')));
    return {
      id: story,
      story,
      tenant,
      url: webhook.url,
      events: webhook.events ?? eventsOfStories,
      createdAt: Number(created),
      failingSince: null,
      disabled: null,
      ...changed,
      secrets: await secretsOf(tenant),
    };
  };
  return {
    async list(tenant) {
      const all = await redis.hvals(keys.webhooks(tenant));
      return all.map((text) => JSON.parse(text) as StoredWebhook).sort((a, b) => a.createdAt - b.createdAt);
    },
    get: async (tenant, id) =>
      read<StoredWebhook>(await redis.hget(keys.webhooks(tenant), id)) ?? (await ofStory(tenant, id)),
    add: async (webhook) =>
      (await redis.hsetnx(keys.webhooks(webhook.tenant), webhook.id, JSON.stringify(webhook))) === 1,
    async put(webhook) {
      if (webhook.story !== undefined) {
        const { url, events, description, failingSince, disabled } = webhook;
        const changed: ChangedPart = { url, events, ...(description && { description }), failingSince, disabled };
        await redis.set(keys.webhookPart(webhook.story, 'changed'), JSON.stringify(changed));
        return;
      }
      await redis.hset(keys.webhooks(webhook.tenant), webhook.id, JSON.stringify(webhook));
    },
    async delete(tenant, id) {
      const [[, removed] = []] =
        (await redis
          .multi()
          .hdel(keys.webhooks(tenant), id)
          .del(...(['cursors', 'deliveries', 'order', 'changed'] as const).map((part) => keys.webhookPart(id, part)))
          .exec()) ?? [];
      return removed === 1;
    },
    secrets: secretsOf,
    async putSecrets(tenant, secrets, before) {
      const written = before.length === 0 ? '' : JSON.stringify(before);
      const key = keys.webhookSecrets(tenant);
      const now = (await redis.eval(putSecretsScript, 1, key, written, JSON.stringify(secrets))) as string;
      return JSON.parse(now) as readonly WebhookSecret[];
    },
    async mark(of) {
      await redis.zincrby(keys.webhooksDirty, 1, memberOf(of));
    },
    async *dirty() {
      let cursor = '0';
      do {
        const [next, entries] = await redis.zscan(keys.webhooksDirty, cursor, 'COUNT', membersAtOnce);
        for (let at = 0; at < entries.length; at += 2) {
          const [tenant = '', webhook = '', story = ''] = (entries[at] as string).split(' ');
          yield { tenant, webhook, story };
        }
        cursor = next;
      } while (cursor !== '0');
    },
    behind: () => redis.zcard(keys.webhooksDirty),
    changes: async (of) => Number((await redis.zscore(keys.webhooksDirty, memberOf(of))) ?? 0),
    async settle(of, changes) {
      await redis.eval(settleScript, 1, keys.webhooksDirty, memberOf(of), String(changes));
    },
    cursor: async (webhook, story) =>
      read<WebhookCursor>(await redis.hget(keys.webhookPart(webhook, 'cursors'), story)),
    async moveCursor(webhook, story, cursor) {
      const key = keys.webhookPart(webhook, 'cursors');
      if (cursor === null) await redis.hdel(key, story);
      else await redis.hset(key, story, JSON.stringify(cursor));
    },
    delivery: async (webhook, id) =>
      read<StoredDelivery>(await redis.hget(keys.webhookPart(webhook, 'deliveries'), id)),
    async putDelivery(webhook, delivery, at) {
      const [all, order] = [keys.webhookPart(webhook, 'deliveries'), keys.webhookPart(webhook, 'order')];
      await redis
        .multi()
        .hset(all, delivery.id, JSON.stringify(delivery))
        .zadd(order, 'NX', String(at), delivery.id)
        .exec();
      const old = await redis.zrange(order, '0', String(-deliveriesKept - 1));
      if (old.length > 0)
        await redis
          .multi()
          .hdel(all, ...old)
          .zrem(order, ...old)
          .exec();
    },
    async deliveries(webhook) {
      const ids = await redis.zrevrange(keys.webhookPart(webhook, 'order'), '0', String(deliveriesKept - 1));
      if (ids.length === 0) return [];
      const texts = await redis.hmget(keys.webhookPart(webhook, 'deliveries'), ...ids);
      return texts.flatMap((text) => (text === null ? [] : [JSON.parse(text) as StoredDelivery]));
    },
  };
}
