import type { Provider } from '@nextpanel/core';
import type { Credential } from './open-client.ts';
import type { Fetch } from './transport.ts';

/**
 * Asks for the list of models, which is free (https://developers.openai.com/api/reference/resources/models). Any JSON that is not
 * a server error shows that the vendor answers as itself, a refused key included; many self-hosted servers have no such list.
 */
export function reachModels(
  transport: Fetch,
  { baseUrl, query = {}, credential }: ModelsAddress,
): NonNullable<Provider['reach']> {
  const address = new URL(`${baseUrl.replace(/\/+$/, '')}/models`);
  const headers: Record<string, string> =
    credential.kind === 'none'
      ? {}
      : credential.kind === 'bearer'
        ? { authorization: `Bearer ${credential.value}` }
        : { 'api-key': credential.value };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return async (signal) => {
    const response = await transport(address, { headers, signal });
    const type = response.headers.get('content-type') ?? '';
    await response.body?.cancel();
    if (response.status >= 500 || response.status === 408 || response.status === 429) return 'down';
    if (response.status === 404 || response.status === 405) return 'unknown';
    return /json/.test(type) ? 'works' : 'down';
  };
}

export interface ModelsAddress {
  readonly baseUrl: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly credential: Credential;
}
