/** What a key may do, each including those before it. */
export const roles = ['read', 'submit', 'control', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * What an operation needs: a role of the tenant; `operator`, for what all tenants share; or `tenants`, for tenants and the keys of others.
 * `open` needs no key.
 */
export type Need = Role | 'operator' | 'tenants' | 'open';

/** Who asks, as far as it decides what is allowed. */
export interface Rights {
  readonly role: Role;
  /** May see and pause what all tenants share. */
  readonly operates: boolean;
  /** May set up tenants and make keys for them. */
  readonly governs: boolean;
}

export const includesRole = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);

/** Whether a caller with these rights may do what needs `need`. */
export function isAllowed({ role, operates, governs }: Rights, need: Need): boolean {
  if (need === 'open') return true;
  if (need === 'operator') return operates;
  if (need === 'tenants') return governs;
  return includesRole(role, need);
}
