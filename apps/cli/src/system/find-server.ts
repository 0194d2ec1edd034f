import { resolve } from 'node:path';
import { type Client, createClient } from '@nextpanel/client';
import { type Config, NextpanelError, parseConfig } from '@nextpanel/core';
import type { Io } from '../io.ts';
import { urlOf } from './start-system.ts';
import { readRunningUrl } from './up-file.ts';

export interface ServerOptions {
  readonly url?: string | undefined;
  readonly apiKey?: string | undefined;
}

/** The server a command talks to: the one named, the one running on the data folder, or the one on the usual port. */
export async function findServer(io: Io, options: ServerOptions): Promise<{ url: string; client: Client }> {
  const config = parseConfig(io.env);
  const named = options.url ?? (io.env.NEXTPANEL_URL || undefined);
  if (named !== undefined && !/^https?:\/\//.test(named)) {
    throw new NextpanelError(
      'usage',
      `"${named}" is not the URL of a server; it should look like http://127.0.0.1:3000`,
    );
  }
  const url = named ?? (await readRunningUrl(resolve(io.cwd, config.dataDir))) ?? urlOf(config.host, config.port);
  return { url, client: createClient({ baseUrl: url, apiKey: options.apiKey ?? apiKeyOf(io, config) }) };
}

/** The API key to use: the user's own, or the first key of a system started with the same environment. */
export function apiKeyOf({ env }: Pick<Io, 'env'>, config: Config): string | undefined {
  return env.NEXTPANEL_API_KEY || config.apiKeys[0]?.key;
}
