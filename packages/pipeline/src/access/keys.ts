import { randomBytes } from 'node:crypto';
import {
  isAllowed,
  type KeyChange,
  type KeyForm,
  type KeyRotation,
  type KeyView,
  NextpanelError,
  type Rights,
} from '@nextpanel/core';
import type { StoredKey } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { refuseRemoved, rememberRemoval } from '../removed-since.ts';
import { hashSecret, newSecret, prefixOf } from './secrets.ts';

type KeysContext = Pick<Context, 'state' | 'log'>;

/** Who manages keys: an admin those of the own tenant, the operator all. */
export interface KeyKeeper extends Rights {
  readonly tenant: string;
}

/** `change` names what the client asks for, where it sent an Idempotency-Key: see `nameChange`. */
interface Once {
  readonly change?: string;
}

const keysOfTenantMax = 1_000;

/** Keys of the keeper's tenant, or of all tenants, or of one of them. Throws `operator_key_required`. */
export async function listKeys(context: KeysContext, keeper: KeyKeeper, tenant?: string): Promise<KeyView[]> {
  if (tenant !== undefined) requireTenant(keeper, tenant);
  const all = await context.state.access.list();
  return viewAll(
    context,
    all.filter((key) =>
      tenant === undefined ? keeper.governs || key.tenant === keeper.tenant : key.tenant === tenant,
    ),
  );
}

/**
 * Makes a key; its secret is in this answer and in none after it. The same change again is answered with the key that is there, without its
 * secret, of which only the hash is stored. Throws `operator_key_required`, `invalid`, `removed_since`.
 */
export async function addKey(
  context: KeysContext,
  { change, ...keeper }: KeyKeeper & Once,
  form: KeyForm,
): Promise<KeyView> {
  const tenant = form.tenant ?? keeper.tenant;
  requireTenant(keeper, tenant);
  const { state, log } = context;
  const id = `k${change?.slice(0, 16) ?? randomBytes(8).toString('hex')}`;
  if (change !== undefined) {
    if ((await state.access.get(id)) !== null) return readKey(context, keeper, id);
    await refuseRemoved(context, 'key', id);
  }
  const own = (await state.access.list()).filter((key) => key.tenant === tenant);
  if (own.length >= keysOfTenantMax)
    throw new NextpanelError(
      'invalid',
      `the tenant has ${keysOfTenantMax} keys already; revoke those that are not used`,
    );
  const now = state.clock.now();
  const secret = newSecret();
  const key: StoredKey = {
    id,
    tenant,
    role: form.role,
    name: form.name,
    createdAt: now,
    expiresAt: form.expiresAt === undefined ? null : timeAhead(form.expiresAt, now),
    secrets: [{ hash: hashSecret(secret), prefix: prefixOf(secret), until: null }],
  };
  if (!(await state.access.replace(null, key))) return readKey(context, keeper, id);
  log.info({ key: key.id, tenant, role: key.role }, 'key added');
  return { ...(await viewOne(context, key)), secret };
}

/** Throws `not_found`, also for a key of another tenant. */
export const readKey = async (context: KeysContext, keeper: KeyKeeper, id: string): Promise<KeyView> =>
  viewOne(context, await find(context, keeper, id));

/** Throws `not_found`, `invalid`. */
export async function changeKey(
  context: KeysContext,
  keeper: KeyKeeper,
  id: string,
  { name, role, expiresAt }: KeyChange,
): Promise<KeyView> {
  const now = context.state.clock.now();
  const until = typeof expiresAt === 'string' ? timeAhead(expiresAt, now) : expiresAt;
  const after = await replace(context, keeper, id, (key) => ({
    ...key,
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role }),
    ...(until !== undefined && { expiresAt: until }),
  }));
  context.log.info({ key: id, role: after.role }, 'key changed');
  return viewOne(context, after);
}

/**
 * A new secret; the one before it opens for a while longer. The same change again makes no other one, and is answered without the secret.
 * Throws `not_found`.
 */
export async function rotateKey(
  context: KeysContext,
  { change, ...keeper }: KeyKeeper & Once,
  id: string,
  { graceHours }: KeyRotation,
): Promise<KeyView> {
  const { edits } = context.state;
  // Another rotation came after it: the secret that this one made is not the newest any more, and must stay so.
  if (change !== undefined && (await edits.wasMade(change))) return readKey(context, keeper, id);
  const secret = newSecret();
  const until = context.state.clock.now() + graceHours * 3_600_000;
  const isMade = ({ secrets: [current] }: StoredKey) => change !== undefined && current?.change === change;
  const made = {
    hash: hashSecret(secret),
    prefix: prefixOf(secret),
    until: null,
    ...(change !== undefined && { change }),
  };
  const after = await replace(context, keeper, id, (key) =>
    isMade(key)
      ? key
      : // One that was rotated out before ends now: two are enough to change everywhere.
        { ...key, secrets: [made, ...key.secrets.slice(0, graceHours > 0 ? 1 : 0).map((old) => ({ ...old, until }))] },
  );
  const view = await viewOne(context, after);
  if (after.secrets[0]?.hash !== made.hash) return view;
  if (change !== undefined) await edits.rememberMade(change);
  context.log.info({ key: id, graceHours }, 'key rotated');
  return { ...view, secret };
}

/** Ends a key, with the sessions and event streams that were opened with it. Throws `not_found`. */
export async function revokeKey(context: KeysContext, keeper: KeyKeeper, id: string): Promise<void> {
  await rememberRemoval(context, await find(context, keeper, id));
  await context.state.access.delete(id);
  context.log.info({ key: id }, 'key revoked');
}

async function replace(
  context: KeysContext,
  keeper: KeyKeeper,
  id: string,
  change: (key: StoredKey) => StoredKey,
): Promise<StoredKey> {
  for (;;) {
    const before = await find(context, keeper, id);
    const after = change(before);
    if (await context.state.access.replace(before, after)) return after;
  }
}

async function find({ state }: KeysContext, keeper: KeyKeeper, id: string): Promise<StoredKey> {
  const key = await state.access.get(id);
  if (key === null || (key.tenant !== keeper.tenant && !keeper.governs))
    throw new NextpanelError('not_found', `there is no key ${id.slice(0, 64)}`);
  return key;
}

function requireTenant(keeper: KeyKeeper, tenant: string): void {
  if (tenant === keeper.tenant || isAllowed(keeper, 'tenants')) return;
  throw new NextpanelError(
    'operator_key_required',
    `this key belongs to the tenant "${keeper.tenant}"; keys of "${tenant}" are made with the operator's key`,
  );
}

function timeAhead(time: string, now: number): number {
  const at = Date.parse(time);
  if (at > now) return at;
  throw new NextpanelError('invalid', 'expiresAt is in the past; give a time to come, or revoke the key', {
    detail: { pointer: '/expiresAt' },
  });
}

const viewOne = async (context: KeysContext, key: StoredKey): Promise<KeyView> =>
  (await viewAll(context, [key]))[0] as KeyView;

async function viewAll({ state }: KeysContext, keys: readonly StoredKey[]): Promise<KeyView[]> {
  const used = await state.access.lastUsed(keys.map(({ id }) => id));
  const now = state.clock.now();
  return keys.map(({ secrets: [current, before], ...key }, index) => ({
    id: key.id,
    tenant: key.tenant,
    role: key.role,
    name: key.name,
    prefix: current?.prefix ?? '',
    createdAt: timeOf(key.createdAt),
    expiresAt: key.expiresAt === null ? null : timeOf(key.expiresAt),
    lastUsedAt: used[index] == null ? null : timeOf(used[index]),
    previous:
      before?.until != null && before.until > now ? { prefix: before.prefix, until: timeOf(before.until) } : null,
  }));
}

const timeOf = (at: number): string => new Date(at).toISOString();
