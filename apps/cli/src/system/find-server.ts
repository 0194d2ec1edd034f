import { resolve } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core/error';
import type { Io } from '../io.ts';
import type { Profile } from './parse-configuration.ts';
import { readProfile } from './read-profile.ts';
import { readServerConfig, type ServerConfig } from './server-config.ts';
import { readRunningUrl } from './up-file.ts';
import { urlOf } from './url-of.ts';

export interface ServerOptions {
  readonly url?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Name of a profile in the user's configuration file. */
  readonly profile?: string | undefined;
}

/**
 * The server a command talks to: the one named, that of a profile, the one running on the data folder, or the one on the usual port.
 * The key of a profile goes to its own server only.
 */
export async function findServer(
  io: Io,
  options: ServerOptions,
): Promise<{ url: string; apiKey: string | undefined; client: Client }> {
  const config = await readServerConfig(io);
  const profile = await chosenProfile(io, options);
  const named = options.url ?? profile?.url ?? (io.env.NEXTPANEL_URL || undefined);
  if (named !== undefined && !/^https?:\/\//.test(named)) {
    throw new NextpanelError(
      'usage',
      `"${named}" is not the URL of a server; it should look like http://127.0.0.1:3000`,
    );
  }
  const url = named ?? (await readRunningUrl(resolve(io.cwd, config.dataDir))) ?? urlOf(config.host, config.port);
  const apiKey = options.apiKey ?? (profile ? profile.apiKey : apiKeyOf(io, config));
  return { url, apiKey, client: createClient({ baseUrl: url, apiKey, retries: 0 }) };
}

/** The profile, where nothing names another server before it. */
async function chosenProfile(io: Io, { url, profile }: ServerOptions): Promise<Profile | null> {
  if (url !== undefined) {
    if (profile === undefined) return null;
    throw new NextpanelError('usage', 'give either --url or --profile: each names a server');
  }
  // A variable of this shell counts more than what stands in a file as the default.
  if (profile === undefined && !io.env.NEXTPANEL_PROFILE && io.env.NEXTPANEL_URL) return null;
  return readProfile(io, profile);
}

/** The API key to use: the user's own, or the first key of a system started with the same environment. */
export function apiKeyOf({ env }: Pick<Io, 'env'>, config: ServerConfig): string | undefined {
  return env.NEXTPANEL_API_KEY || config.apiKeys[0]?.key || config.adminKey;
}
