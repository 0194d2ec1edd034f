import type { Config } from '@nextpanel/core';
import { askForModels, type ModelServer } from './ask-for-models.ts';
import { type Check, examine } from './check.ts';

type Vendors = Pick<Config, 'openai' | 'azure' | 'fal' | 'openaiCompatible'>;

/** Asks each vendor that is set up in this environment for its models, which costs nothing: does it answer, does it take the key? */
export async function checkVendors(config: Vendors): Promise<Check[]> {
  const asked = serversOf(config).map(([name, server]) => examine(name, () => askForModels(server)));
  const checks = await Promise.all(asked);
  if (config.fal !== null)
    checks.push({ name: 'fal', status: 'ok', detail: 'not asked: it has no free list of models that needs the key' });
  if (checks.length > 0) return checks;
  return [{ name: 'vendors', status: 'ok', detail: 'none is set up in this environment' }];
}

function serversOf({ openai, azure, openaiCompatible }: Vendors): (readonly [string, ModelServer])[] {
  return [
    ...(openai
      ? [
          [
            'openai',
            {
              baseUrl: openai.baseUrl,
              headers: { authorization: `Bearer ${openai.apiKey}` },
              addressVariable: 'OPENAI_BASE_URL',
              keyVariable: 'OPENAI_API_KEY',
            },
          ] as const,
        ]
      : []),
    ...(azure ? [['azure', azureServer(azure)] as const] : []),
    ...(openaiCompatible
      ? [
          [
            'openai-compatible',
            {
              baseUrl: openaiCompatible.baseUrl,
              headers: openaiCompatible.apiKey === null ? {} : { authorization: `Bearer ${openaiCompatible.apiKey}` },
              addressVariable: 'OPENAI_COMPATIBLE_BASE_URL',
              keyVariable: 'OPENAI_COMPATIBLE_API_KEY',
            },
          ] as const,
        ]
      : []),
  ];
}

/** Resources have the list at the undated path, whatever version their deployments are asked in. */
function azureServer({ endpoint, credential }: NonNullable<Config['azure']>): ModelServer {
  const { kind, value } = credential;
  return {
    baseUrl: `${endpoint.replace(/\/+$/, '').replace(/\/openai(\/v1)?$/, '')}/openai/v1`,
    headers: kind === 'key' ? { 'api-key': value } : { authorization: `Bearer ${value}` },
    addressVariable: 'AZURE_OPENAI_ENDPOINT',
    keyVariable: kind === 'key' ? 'AZURE_OPENAI_API_KEY' : 'AZURE_OPENAI_AD_TOKEN',
  };
}
