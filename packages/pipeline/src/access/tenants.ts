import {
  defaultTenant,
  microUsd,
  NextpanelError,
  type TenantChange,
  type TenantForm,
  type TenantView,
  usd,
} from '@nextpanel/core';
import type { StoredTenant } from '@nextpanel/store';
import type { Context } from '../context.ts';

type TenantsContext = Pick<Context, 'state' | 'log' | 'config'>;

const unlimited = { waitingStories: null, concurrentImages: null, imagesPerDay: null, usdPerDay: null } as const;

/** What a tenant without settings of its own has. */
const plain = (id: string): StoredTenant => ({ id, name: id, weight: 1, limits: unlimited });

/** Tenants with settings, with keys, or named in the environment. */
export async function listTenants(context: TenantsContext): Promise<TenantView[]> {
  const { state } = context;
  const settings = new Map((await state.tenantSettings.list()).map((tenant) => [tenant.id, tenant]));
  const names = new Set([...settings.keys(), ...(await namedTenants(context))]);
  return Promise.all([...names].sort().map((id) => view(context, settings.get(id) ?? plain(id))));
}

/** Throws `not_found` for one that nothing names. */
export const readTenant = async (context: TenantsContext, id: string): Promise<TenantView> =>
  view(context, await find(context, id));

/** Sets up a tenant, or changes one that is there: repeats change nothing. */
export async function addTenant(context: TenantsContext, { id, ...change }: TenantForm): Promise<TenantView> {
  return put(context, (await context.state.tenantSettings.get(id)) ?? plain(id), change);
}

/** Throws `not_found`. */
export const changeTenant = async (context: TenantsContext, id: string, change: TenantChange): Promise<TenantView> =>
  put(context, await find(context, id), change);

/** Deletes a tenant's settings and revokes its keys. Throws `not_found`, `tenant_not_empty`. */
export async function deleteTenant(context: TenantsContext, id: string): Promise<void> {
  const { state, log } = context;
  await find(context, id);
  if (await state.tenantSettings.hasStories(id))
    throw new NextpanelError('tenant_not_empty', `the tenant "${id}" still has stories`);
  for (const key of await state.access.list()) if (key.tenant === id) await state.access.delete(key.id);
  await state.tenantSettings.delete(id);
  log.info({ tenant: id }, 'tenant deleted');
}

async function put(context: TenantsContext, before: StoredTenant, change: TenantChange): Promise<TenantView> {
  const limits = Object.fromEntries(Object.entries(change.limits ?? {}).filter(([, value]) => value !== undefined));
  const after: StoredTenant = {
    ...before,
    ...(change.name !== undefined && { name: change.name }),
    ...(change.weight !== undefined && { weight: change.weight }),
    limits: { ...before.limits, ...limits },
  };
  await context.state.tenantSettings.put(after);
  context.log.info({ tenant: after.id, weight: after.weight, limits: after.limits }, 'tenant changed');
  return view(context, after);
}

async function find(context: TenantsContext, id: string): Promise<StoredTenant> {
  const stored = await context.state.tenantSettings.get(id);
  if (stored !== null) return stored;
  if ((await namedTenants(context)).has(id) || (await context.state.tenantSettings.hasStories(id))) return plain(id);
  throw new NextpanelError('not_found', `there is no tenant ${id.slice(0, 64)}`);
}

/** Tenants that have a key. Without keys in the environment, `default` is that of everybody on this machine, or of the operator. */
async function namedTenants({ state, config }: TenantsContext): Promise<Set<string>> {
  const inEnvironment = config.apiKeys.map(({ tenant }) => tenant);
  const keyed = (await state.access.list()).map(({ tenant }) => tenant);
  return new Set([...keyed, ...inEnvironment, ...(config.apiKeys.length === 0 ? [defaultTenant] : [])]);
}

async function view({ state }: TenantsContext, { id, name, weight, limits }: StoredTenant): Promise<TenantView> {
  const use = await state.tenantSettings.use(id);
  return {
    id,
    name,
    weight,
    limits: { ...unlimited, ...limits },
    today: { images: use.images, usd: usd(microUsd(0) + use.microUsd) },
    waitingStories: use.waitingStories,
  };
}
