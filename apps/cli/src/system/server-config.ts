import type { Config } from '@nextpanel/core';
import { configDefaults } from '@nextpanel/core/config-defaults';
import type { Io } from '../io.ts';

/** What a command has to know of the environment to find a server on this machine, and a key for it. */
export type ServerConfig = Pick<Config, 'dataDir' | 'host' | 'port' | 'apiKeys' | 'adminKey'>;

const variables = ['HOST', 'PORT', 'NEXTPANEL_DATA_DIR', 'NEXTPANEL_API_KEYS', 'NEXTPANEL_ADMIN_KEY'];

/**
 * Without any of the variables the defaults are known without the schema, which takes longer to load than the rest of a command.
 *
 * @throws NextpanelError with every wrong variable
 */
export async function readServerConfig({ env }: Pick<Io, 'env'>): Promise<ServerConfig> {
  if (!variables.some((name) => env[name])) return { ...configDefaults, apiKeys: [], adminKey: undefined };
  return (await import('@nextpanel/core/config')).parseConfig(env);
}
