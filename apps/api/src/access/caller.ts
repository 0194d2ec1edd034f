import { type ApiKey, type Config, defaultTenant, type Rights } from '@nextpanel/core';
import type { Context } from '@nextpanel/pipeline';
import { findStoredKey, type OpenKey, type OpenLink } from '@nextpanel/pipeline';
import { findKey } from './find-key.ts';

/** Who asks: a tenant, and what may be done for it. */
export interface Caller extends Rights {
  readonly tenant: string;
  /** The reviewer's link it was let in with: it opens that story alone. */
  readonly link: CallerLink | null;
  /** What it was let in with; what ends when this ends are its event streams, too. */
  readonly credential: Credential;
}

export interface CallerLink {
  readonly id: string;
  readonly story: string;
  readonly name: string | null;
}

export interface Credential {
  /** Id of the stored key; null for one of the environment, and where no keys are used. */
  readonly key: string | null;
  /** Hash of the stored key's secret. */
  readonly secret: string | null;
  /** Hash of the session that a browser signed in with. */
  readonly session: string | null;
  /** When it ends without being revoked, in ms since the epoch. */
  readonly endsAt: number | null;
}

const fixed: Credential = { key: null, secret: null, session: null, endsAt: null };

/** Everybody on this machine, where no keys are used. */
export const keylessCaller: Caller = {
  tenant: defaultTenant,
  role: 'admin',
  operates: true,
  governs: true,
  link: null,
  credential: fixed,
};

/** The keys of the environment: those of tenants, and the operator's. */
export const fixedKeys = ({ apiKeys, adminKey }: Pick<Config, 'apiKeys' | 'adminKey'>): readonly ApiKey[] =>
  adminKey === undefined ? apiKeys : [...apiKeys, { tenant: defaultTenant, key: adminKey }];

/** What a key of the environment may do: without an operator's key, also what that is for, except setting up tenants. */
export function callerOfFixed({ adminKey }: Pick<Config, 'adminKey'>, { tenant, key }: ApiKey): Caller {
  const operator = key === adminKey;
  return {
    tenant,
    role: 'admin',
    operates: operator || adminKey === undefined,
    governs: operator,
    link: null,
    credential: fixed,
  };
}

export const callerOfStored = ({ key, hash, endsAt }: OpenKey, session: string | null = null): Caller => ({
  tenant: key.tenant,
  role: key.role,
  operates: false,
  governs: false,
  link: null,
  credential: { key: key.id, secret: hash, session, endsAt },
});

/** A reviewer: who holds the link reads and comments, and the table of operations for links says what that means. */
export const callerOfLink = ({ tenant, story, link }: OpenLink): Caller => ({
  tenant,
  role: 'submit',
  operates: false,
  governs: false,
  link: { id: link.id, story, name: link.name },
  credential: { key: null, secret: null, session: null, endsAt: link.endsAt },
});

/** Whose secret this is. */
export async function findCaller(
  context: Pick<Context, 'config' | 'state'>,
  secret: string,
): Promise<{ readonly caller: Caller; readonly fixed?: ApiKey } | null> {
  const key = findKey(fixedKeys(context.config), secret);
  if (key !== undefined) return { caller: callerOfFixed(context.config, key), fixed: key };
  const stored = await findStoredKey(context, secret);
  return stored && { caller: callerOfStored(stored) };
}
