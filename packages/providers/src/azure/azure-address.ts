import type { Config } from '@nextpanel/core';

/**
 * Where a deployment is asked: the undated v1 path, where the body names it, or the dated one, where the path does. The
 * endpoint may be the resource's address or, as the portal shows it, that with a path.
 */
export function azureAddress(
  { endpoint, apiVersion }: Pick<NonNullable<Config['azure']>, 'endpoint' | 'apiVersion'>,
  deployment: string,
): { readonly baseUrl: string; readonly query?: Readonly<Record<string, string>> } {
  const resource = endpoint.replace(/\/+$/, '').replace(/\/openai(\/v1|\/deployments\/.*)?$/, '');
  if (apiVersion === null) return { baseUrl: `${resource}/openai/v1` };
  // The v1 path has versions of its own.
  if (apiVersion === 'preview' || apiVersion === 'latest' || apiVersion === 'v1') {
    return { baseUrl: `${resource}/openai/v1`, ...(apiVersion !== 'v1' && { query: { 'api-version': apiVersion } }) };
  }
  return {
    baseUrl: `${resource}/openai/deployments/${encodeURIComponent(deployment)}`,
    query: { 'api-version': apiVersion },
  };
}

/** Where the models of the resource are listed: beside the deployments. */
export function azureListAddress(config: Parameters<typeof azureAddress>[0]): ReturnType<typeof azureAddress> {
  const { baseUrl, ...rest } = azureAddress(config, '');
  return { baseUrl: baseUrl.replace(/\/deployments\/$/, ''), ...rest };
}
