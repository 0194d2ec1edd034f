import { expect, test } from 'vitest';
import { azureAddress } from '../../src/azure/azure-address.ts';

const host = 'https://res.openai.azure.com';

test.each([
  [host, null, `${host}/openai/v1`, undefined],
  [`${host}/`, null, `${host}/openai/v1`, undefined],
  [`${host}/openai/v1`, null, `${host}/openai/v1`, undefined],
  [`${host}/openai/v1/`, 'preview', `${host}/openai/v1`, 'preview'],
  [host, 'v1', `${host}/openai/v1`, undefined],
  [host, '2025-04-01-preview', `${host}/openai/deployments/my%20comics`, '2025-04-01-preview'],
  [`${host}/openai`, '2025-04-01-preview', `${host}/openai/deployments/my%20comics`, '2025-04-01-preview'],
  ['https://gateway.example/azure', null, 'https://gateway.example/azure/openai/v1', undefined],
])('%s with version %s', (endpoint, apiVersion, baseUrl, version) => {
  const address = azureAddress({ endpoint, apiVersion }, 'my comics');
  expect(address.baseUrl).toBe(baseUrl);
  expect(address.query?.['api-version']).toBe(version);
});
