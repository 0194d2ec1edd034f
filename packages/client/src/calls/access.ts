import { defined } from '../defined.ts';
import type { Connection } from '../open-connection.ts';
import type { KeyChange, KeyForm, KeyRotation, KeyView, SessionView, TenantForm, TenantView } from '../types.ts';
import { byId } from './shared.ts';

/** Keys and tenants. */
export interface AccessCalls {
  /** Who asks, and what the key may do. */
  session(): Promise<SessionView>;
  /** Keys of your tenant; with the operator's key those of all, or of one. */
  keys(tenant?: string): Promise<KeyView[]>;
  /** The answer has the secret, and no later answer has it. */
  addKey(key: KeyForm): Promise<KeyView>;
  changeKey(id: string, change: KeyChange): Promise<KeyView>;
  /** A new secret; the one before it is valid for a while longer. */
  rotateKey(id: string, rotation?: KeyRotation): Promise<KeyView>;
  revokeKey(id: string): Promise<void>;
  tenants(): Promise<TenantView[]>;
  /** Sets up a tenant, or changes one that is there. */
  addTenant(tenant: TenantForm): Promise<TenantView>;
  deleteTenant(id: string): Promise<void>;
}

export const accessCalls = ({ GET, POST, PATCH, DELETE, read, open }: Connection): AccessCalls => ({
  session: () => read(GET('/v1/session')),
  keys: async (tenant) => (await read(GET('/v1/admin/keys', { params: { query: defined({ tenant }) } }))).items,
  addKey: (body) => read(POST('/v1/admin/keys', { body })),
  changeKey: (id, body) => read(PATCH('/v1/admin/keys/{id}', { ...byId(id), body })),
  rotateKey: (id, body = {}) => read(POST('/v1/admin/keys/{id}/rotate', { ...byId(id), body })),
  revokeKey: async (id) => void (await open(DELETE('/v1/admin/keys/{id}', byId(id)))),
  tenants: async () => (await read(GET('/v1/admin/tenants'))).items,
  addTenant: (body) => read(POST('/v1/admin/tenants', { body })),
  deleteTenant: async (id) => void (await open(DELETE('/v1/admin/tenants/{id}', byId(id)))),
});
