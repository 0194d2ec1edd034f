import type { AdaptationWishes, MicroUsd, ScriptStatus } from '@nextpanel/core';
import type { Redis } from 'ioredis';
import { type Acknowledged, tooFewReplicas } from '../acknowledged.ts';
import type { Keyspace } from '../keyspace.ts';
import type { RunTransition } from '../load-transitions.ts';
import { valuesOf } from '../values-of.ts';

/** What a script was sent with. */
export interface ScriptSpec {
  readonly format: 'prose' | 'fountain';
  readonly model: string;
  /** Of the model, by its base URL. */
  readonly server: string;
  readonly language: string;
  readonly title: string | null;
  readonly wishes: AdaptationWishes;
  readonly expected: MicroUsd;
  readonly high: MicroUsd;
  readonly priceKnown: boolean;
}

/** How far a script has come. */
export interface ScriptProgress {
  /** Parts of the script whose scenes are known, and of how many. */
  readonly parts: number;
  readonly partsTotal: number;
  /** Scenes that have their panels, and of how many; 0 until all parts are known. */
  readonly scenes: number;
  readonly scenesTotal: number;
}

export interface StoredScript {
  readonly id: string;
  readonly tenant: string;
  readonly status: ScriptStatus;
  readonly spec: ScriptSpec;
  readonly progress: ScriptProgress | null;
  readonly spent: MicroUsd;
  readonly possibly: MicroUsd;
  /** Null: only the tenant's. */
  readonly budget: MicroUsd | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Why it waits, failed, or what of it the model could not do. */
  readonly reason: string | null;
  readonly code: string | null;
  /** When the server is asked again. */
  readonly retryAt: number | null;
  /** How often a user has had it tried again. */
  readonly retries: number;
}

/** A call that was made for a script. */
export interface ScriptCall {
  readonly id: string;
  readonly key: string;
  readonly state: 'ordered' | 'kept' | 'refused' | 'possibly_paid';
  readonly intent: ScriptCallIntent;
  readonly cost: MicroUsd;
  readonly code: string | null;
  readonly orderedAt: number;
}

export interface ScriptCallIntent {
  /** Always `script`: by provider and model days are counted. */
  readonly provider: string;
  readonly model: string;
  readonly estimate: MicroUsd;
}

/** A claim: writes are accepted under its fence alone. */
export interface ScriptFence {
  readonly script: string;
  readonly fence: string;
}

export type OrderScriptCall =
  | { readonly kind: 'ordered' | 'cancelled' | 'fenced' }
  | { readonly kind: 'budget'; readonly budget: MicroUsd; readonly needed: MicroUsd }
  | { readonly kind: 'tenant' };

export type MoveScript =
  | { readonly kind: 'moved' | 'gone' | 'fenced' }
  | { readonly kind: 'invalid'; readonly status: ScriptStatus };

/** Scripts that a model adapts. They are kept for thirty days after they are over, and while something of their cost is uncertain. */
export interface Scripts {
  submit(script: {
    readonly id: string;
    readonly tenant: string;
    readonly source: string;
    readonly spec: ScriptSpec;
    readonly budget: MicroUsd | null;
    readonly most: number;
  }): Promise<{ readonly kind: 'submitted' | 'exists' } | { readonly kind: 'full'; readonly open: number }>;
  get(id: string): Promise<StoredScript | null>;
  /** What is left of a script that was deleted while it was not known of some questions whether they were paid; null: nothing. */
  left(id: string): Promise<StoredScript | null>;
  source(id: string): Promise<string>;
  /** What came of it, as JSON. */
  result(id: string): Promise<string | null>;
  /** The oldest first; of a script that is deleted, those that are left. */
  calls(script: Pick<StoredScript, 'id' | 'status'>): Promise<readonly ScriptCall[]>;
  /** The newest first. */
  list(tenant: string, most: number): Promise<readonly StoredScript[]>;
  /** Scripts of which something is left, see `left`. */
  allLeft(tenant: string): Promise<readonly StoredScript[]>;
  /** Those of all tenants that are not over. */
  open(): Promise<readonly string[]>;
  /** What all scripts of a tenant cost, those that are gone included. */
  costs(tenant: string): Promise<{ readonly spent: MicroUsd; readonly possibly: MicroUsd; readonly held: MicroUsd }>;
  claim(id: string): Promise<ScriptFence | null>;
  order(
    fence: ScriptFence,
    call: {
      readonly id: string;
      readonly key: string;
      readonly intent: ScriptCallIntent;
      readonly body: unknown;
      readonly high: MicroUsd;
    },
  ): Promise<OrderScriptCall>;
  settle(
    fence: ScriptFence,
    call: {
      readonly id: string;
      readonly outcome: Exclude<ScriptCall['state'], 'ordered'>;
      readonly cost: MicroUsd;
      readonly code?: string;
    },
  ): Promise<void>;
  /** Notes how far it is; nothing when another process has it. */
  progress(fence: ScriptFence, progress: ScriptProgress): Promise<void>;
  finish(fence: ScriptFence, result: string, reason: string | null): Promise<MoveScript>;
  fail(fence: ScriptFence, reason: string, code: string): Promise<MoveScript>;
  /** @param retryAt milliseconds since the epoch */
  wait(fence: ScriptFence, reason: string, code: string, retryAt: number): Promise<MoveScript>;
  cancel(id: string): Promise<MoveScript>;
  retry(script: Pick<StoredScript, 'id' | 'retries'>): Promise<MoveScript>;
  /** What a user says of a call whose answer was lost, also of a script that is deleted. @param cost null: its estimate */
  learn(
    id: string,
    call: string,
    outcome: { readonly paid: boolean; readonly cost: MicroUsd | null },
  ): Promise<
    | { readonly kind: 'learnt' | 'unchanged' | 'gone' }
    | { readonly kind: 'invalid'; readonly state: ScriptCall['state'] }
  >;
  /** False: it is not over. Questions of which it is not known whether they were paid are left, see `left`. */
  delete(script: Pick<StoredScript, 'id' | 'spec'>): Promise<boolean>;
}

const listed = [
  'tenant',
  'status',
  'spec',
  'progress',
  'spent',
  'possibly',
  'budget',
  'createdAt',
  'updatedAt',
  'reason',
  'code',
  'retryAt',
  'retries',
] as const;

export function scripts(redis: Redis, run: RunTransition, acknowledged: Acknowledged, keys: Keyspace): Scripts {
  const fenced = (name: string, { script, fence }: ScriptFence, ...args: (string | number)[]) =>
    run(name, [keys.script(script)], [fence, ...args]);
  const move = async (id: string, fence: string, from: string, to: ScriptStatus, fields: Fields = {}) => {
    const [kind, status] = (await run('move-script', [keys.script(id)], [fence, from, to, ...flat(fields)])) as [
      MoveScript['kind'],
      ScriptStatus,
    ];
    return kind === 'invalid' ? { kind, status } : { kind };
  };
  const leftOf = (id: string): string => `${keys.script(id)}:left`;
  const read = async (ids: readonly string[], keyOf = (id: string): string => keys.script(id)) => {
    const reads = redis.pipeline();
    for (const id of ids) reads.hmget(keyOf(id), ...listed);
    const found = valuesOf(await reads.exec()) as (string | null)[][];
    return ids.map((id, index) => scriptOf(id, found[index] ?? []));
  };
  return {
    async submit({ id, tenant, source, spec, budget, most }) {
      const fields = { source, spec: JSON.stringify(spec), budget: budget ?? '' };
      const { answer, held } = await acknowledged.run(
        'submit-script',
        [keys.script(id)],
        [tenant, most, ...flat(fields)],
      );
      if (!held) throw tooFewReplicas();
      const [kind, open] = answer as ['submitted' | 'exists' | 'full', string];
      // It wrote nothing, and the answer before may have been that no replica holds it.
      if (kind === 'exists' && !(await acknowledged.held())) throw tooFewReplicas();
      return kind === 'full' ? { kind, open: Number(open) } : { kind };
    },
    get: async (id) => (await read([id]))[0] ?? null,
    left: async (id) => (await read([id], leftOf))[0] ?? null,
    source: async (id) => (await redis.hget(keys.script(id), 'source')) ?? '',
    result: (id) => redis.hget(keys.script(id), 'result'),
    async calls({ id, status }) {
      const fields = await redis.hgetall(`${status === 'deleted' ? leftOf(id) : keys.script(id)}:requests`);
      const ids = Object.keys(fields).flatMap((field) =>
        field.endsWith('.state') ? [field.slice(0, -'.state'.length)] : [],
      );
      return ids
        .map((call) => callOf(call, (part) => fields[`${call}.${part}`]))
        .sort((a, b) => a.orderedAt - b.orderedAt);
    },
    async list(tenant, most) {
      const ids = await redis.zrevrange(keys.scripts(tenant), 0, most - 1);
      const all = await read(ids);
      const gone = ids.filter((_, index) => all[index] === null);
      if (gone.length > 0) await redis.zrem(keys.scripts(tenant), ...gone);
      return all.filter((script) => script !== null);
    },
    async allLeft(tenant) {
      const index = `${keys.scripts(tenant)}:left`;
      const ids = await redis.smembers(index);
      const all = await read(ids, leftOf);
      const gone = ids.filter((_, at) => all[at] === null);
      if (gone.length > 0) await redis.srem(index, ...gone);
      return all.filter((script) => script !== null);
    },
    open: () => redis.smembers(keys.openScripts),
    async costs(tenant) {
      const [sums, open] = valuesOf(
        await redis
          .pipeline()
          .hmget(`${keys.scripts(tenant)}:costs`, 'spent', 'possibly')
          .smembers(`${keys.scripts(tenant)}:open`)
          .exec(),
      ) as [(string | null)[], string[]];
      const reads = redis.pipeline();
      for (const id of open) reads.hvals(`${keys.script(id)}:open`);
      const held = open.length === 0 ? [] : (valuesOf(await reads.exec()) as string[][]).flat();
      return {
        spent: Number(sums[0] ?? 0),
        possibly: Number(sums[1] ?? 0),
        held: held.reduce((sum, high) => sum + Number(high), 0),
      };
    },
    async claim(id) {
      const [kind, fence] = (await run('claim-script', [keys.script(id)], [])) as ['claimed' | 'over' | 'gone', string];
      return kind === 'claimed' ? { script: id, fence } : null;
    },
    async order({ script, fence }, { id, key, intent, body, high }) {
      const args = [fence, id, key, JSON.stringify(intent), JSON.stringify(body), high];
      const { answer, held } = await acknowledged.run('order-script-call', [keys.script(script)], args);
      const [kind, budget, needed] = answer as [OrderScriptCall['kind'], string, string];
      if (kind === 'ordered' && !held) {
        await run('settle-script-call', [keys.script(script)], [fence, id, 'refused', 0, JSON.stringify({ cost: 0 })]);
        throw tooFewReplicas();
      }
      if (kind === 'budget') return { kind, budget: Number(budget), needed: Number(needed) };
      return { kind };
    },
    async settle(fence, { id, outcome, cost, code }) {
      const result = JSON.stringify({ cost, ...(code !== undefined && { code }) });
      const [kind] = await fenced('settle-script-call', fence, id, outcome, cost, result);
      if (kind === 'fenced') throw new ScriptTaken(fence.script);
    },
    async progress(fence, progress) {
      await move(fence.script, fence.fence, 'writing', 'writing', { progress: JSON.stringify(progress) });
    },
    finish: ({ script, fence }, result, reason) =>
      move(script, fence, 'writing', 'done', { result, ...(reason !== null && { reason }) }),
    fail: ({ script, fence }, reason, code) => move(script, fence, 'writing', 'failed', { reason, code }),
    wait: ({ script, fence }, reason, code, retryAt) =>
      move(script, fence, 'writing', 'waiting', { reason, code, retryAt }),
    cancel: (id) => move(id, '', 'waiting writing', 'cancelled'),
    retry: ({ id, retries }) => move(id, '', 'failed cancelled waiting', 'waiting', { retries: retries + 1 }),
    async learn(id, call, { paid, cost }) {
      const say = async (key: string) =>
        (await run('learn-script-call', [key], [call, paid ? 'paid' : 'unpaid', cost ?? ''])) as [
          'learnt' | 'unchanged' | 'gone' | 'invalid',
          ScriptCall['state'],
        ];
      const own = await say(keys.script(id));
      const [kind, state] = own[0] === 'gone' ? await say(leftOf(id)) : own;
      return kind === 'invalid' ? { kind, state } : { kind };
    },
    async delete({ id, spec }) {
      const { format, model, server, language, title, expected, high, priceKnown } = spec;
      const wishes: AdaptationWishes = { panels: null, guidance: null };
      const kept: ScriptSpec = { format, model, server, language, title, wishes, expected, high, priceKnown };
      const [kind] = (await run('delete-script', [keys.script(id)], [JSON.stringify(kept)])) as [
        'deleted' | 'open' | 'gone',
      ];
      return kind !== 'open';
    },
  };
}

type Fields = Readonly<Record<string, string | number>>;
const flat = (fields: Fields): (string | number)[] => Object.entries(fields).flat();

/** Another process has the script now: what this one writes does not count. */
export class ScriptTaken extends Error {
  override readonly name = 'ScriptTaken';
}

function scriptOf(id: string, fields: readonly (string | null)[]): StoredScript | null {
  const [
    tenant,
    status,
    spec,
    progress,
    spent,
    possibly,
    budget,
    createdAt,
    updatedAt,
    reason,
    code,
    retryAt,
    retries,
  ] = fields;
  if (!tenant || !spec) return null;
  return {
    id,
    tenant,
    status: status as ScriptStatus,
    spec: JSON.parse(spec) as ScriptSpec,
    progress: progress ? (JSON.parse(progress) as ScriptProgress) : null,
    spent: Number(spent),
    possibly: Number(possibly),
    budget: budget ? Number(budget) : null,
    createdAt: Number(createdAt),
    updatedAt: Number(updatedAt),
    reason: reason ?? null,
    code: code ?? null,
    retryAt: retryAt ? Number(retryAt) : null,
    retries: Number(retries ?? 0),
  };
}

function callOf(id: string, part: (name: string) => string | undefined): ScriptCall {
  const { cost = 0, code = null } = JSON.parse(part('outcome') ?? '{}') as { cost?: number; code?: string };
  return {
    id,
    key: part('key') ?? '',
    state: part('state') as ScriptCall['state'],
    intent: JSON.parse(part('intent') ?? '{}') as ScriptCallIntent,
    cost,
    code,
    orderedAt: Number(part('orderedAt')),
  };
}
