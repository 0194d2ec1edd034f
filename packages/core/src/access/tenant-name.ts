/** Names of tenants: letters, digits and hyphens. */
export const tenantPattern = /^[a-z0-9][a-z0-9-]{0,62}$/i;

/** Whose stories are seen and made where no key says so. */
export const defaultTenant = 'default';
