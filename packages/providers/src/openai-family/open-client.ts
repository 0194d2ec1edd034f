import OpenAI from 'openai';
import type { Fetch } from './transport.ts';

/** How we authenticate at a server. */
export type Credential =
  | { readonly kind: 'bearer'; readonly value: string }
  | { readonly kind: 'api-key'; readonly value: string }
  | { readonly kind: 'none' };

export interface ClientOptions {
  readonly baseUrl: string;
  readonly credential: Credential;
  readonly transport: Fetch;
  readonly deadlineMs: number;
  readonly query?: Readonly<Record<string, string>>;
}

/** The SDK's client with every option set: what is left out it would read from environment variables. It never retries. */
export function openClient({ baseUrl, credential, transport, deadlineMs, query }: ClientOptions): OpenAI {
  return new OpenAI({
    baseURL: baseUrl,
    // The SDK wants one even where the server does not.
    apiKey: credential.kind === 'none' ? 'none' : credential.value,
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: 'none',
    logLevel: 'off',
    maxRetries: 0,
    // The deadline of each call is shorter than this, and covers the body too.
    timeout: deadlineMs + 10_000,
    fetch: transport,
    ...(credential.kind !== 'bearer' && {
      defaultHeaders: {
        Authorization: null,
        ...(credential.kind === 'api-key' && { 'api-key': credential.value }),
      },
    }),
    ...(query && { defaultQuery: { ...query } }),
  });
}
