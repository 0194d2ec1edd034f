import { readCatalogueFile } from '@nextpanel/core';
import { azureProvider } from '@nextpanel/providers/azure';
import { startVendors, type Vendors } from '@nextpanel/vendors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPicture, drawRequest } from './draw-request.ts';
import { direct, drawBy, failureOf } from './use-provider.ts';

const patience = new AbortController().signal;

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ keys: { azure: ['the-azure-key'] } });
});
afterAll(() => vendors.stop());

test.each<[string, string, 'key' | 'token', string | null, string]>([
  ['the resource', '', 'key', null, '/openai/v1/images/edits'],
  ['the resource', '', 'token', null, '/openai/v1/images/edits'],
  ['the v1 base URL', '/openai/v1', 'key', null, '/openai/v1/images/edits'],
  ['the resource and a version', '', 'key', '2025-04-01-preview', '/openai/deployments/gpt-image-2/images/edits'],
  ['the resource and a version', '', 'token', '2025-04-01-preview', '/openai/deployments/gpt-image-2/images/edits'],
  ['the resource and the preview of v1', '', 'key', 'preview', '/openai/v1/images/edits'],
])('endpoint is %s%s, by %s, version %s', async (_, path, kind, apiVersion, endpoint) => {
  const provider = direct(
    azureProvider({
      endpoint: `${vendors.azureUrl}${path}`,
      credential: { kind, value: 'the-azure-key' },
      apiVersion,
    }),
  );
  const references = await Promise.all([drawPicture(1), drawPicture(2)]);
  const { hashes, costMicroUsd } = await drawBy(provider, drawRequest({ references }), patience);
  const paid = vendors.ledger.at(-1);
  expect(paid).toMatchObject({ vendor: 'azure', endpoint, model: 'gpt-image-2' });
  expect(paid?.references.map(({ sha256 }) => sha256)).toEqual(references.map(({ sha256 }) => sha256));
  expect(hashes).toEqual(paid?.images.map(({ sha256 }) => sha256));
  expect(costMicroUsd / 1_000_000).toBeCloseTo(paid?.costUsd ?? 0, 6);
});

test('WebP does not go to Azure', async () => {
  const provider = direct(
    azureProvider({
      endpoint: vendors.azureUrl,
      credential: { kind: 'key', value: 'the-azure-key' },
      apiVersion: null,
    }),
  );
  const first = vendors.calls.length;
  const webp = { ...(await drawPicture(1)), mime: 'image/webp' as const };
  const error = await failureOf(provider.submit(drawRequest({ references: [webp] }), patience));
  expect(error).toMatchObject({ code: 'invalid_request', money: 'none' });
  expect(vendors.calls).toHaveLength(first);
});

test('an accepted request cannot be looked up again', async () => {
  const provider = direct(
    azureProvider({
      endpoint: vendors.azureUrl,
      credential: { kind: 'token', value: 'the-azure-key' },
      apiVersion: null,
    }),
  );
  await expect(provider.collect(drawRequest(), 'resp_1', patience)).rejects.toMatchObject({
    code: 'unknown_vendor_id',
  });
});

test('a deployment may have any name', async () => {
  await using own = await startVendors({ deployments: { 'my comics': 'gpt-image-2' } });
  const catalogue = readCatalogueFile({ models: [{ provider: 'azure', id: 'my comics', like: 'gpt-image-2' }] });
  for (const apiVersion of [null, '2025-04-01-preview']) {
    const provider = direct(
      azureProvider({ endpoint: own.azureUrl, credential: { kind: 'key', value: 'any-azure-key' }, apiVersion }),
      catalogue,
    );
    await drawBy(provider, drawRequest({ model: 'my comics' }), patience);
  }
  expect(own.ledger.map(({ model }) => model)).toEqual(['gpt-image-2', 'gpt-image-2']);
  const missing = direct(
    azureProvider(
      { endpoint: own.azureUrl, credential: { kind: 'key', value: 'any-azure-key' }, apiVersion: null },
      {},
    ),
  );
  await expect(missing.submit(drawRequest(), patience)).rejects.toMatchObject({
    code: 'model_not_found',
    money: 'none',
  });
});
