import OpenAI, { type APIError, toFile } from 'openai';
import { describe, expect, test } from 'vitest';
import type { FaultName } from '../../src/faults/fault-facts.ts';
import { sha256Of } from '../../src/ledger.ts';
import { startVendors } from '../../src/start-vendors.ts';
import { azureDatedOf, azureV1Of, drawPicture, openaiOf, rejectionOf } from '../clients.ts';

const prompt = 'The tortoise walks on';
const model = 'gpt-image-2';
const size = '1024x1024';

describe('Azure through the openai SDK', () => {
  test('v1 path with a Bearer key, with an api-key, and with a version', async () => {
    await using vendors = await startVendors();
    const bearer = azureV1Of(vendors);
    const key = azureV1Of(vendors, { defaultHeaders: { 'api-key': 'K', authorization: null } });
    const versioned = azureV1Of(vendors, { defaultQuery: { 'api-version': 'preview' } });
    for (const client of [bearer, key, versioned]) {
      const answer = await client.images.generate({ model, prompt, size, quality: 'low' });
      expect(answer.data?.[0]).toMatchObject({ content_filter_results: { violence: { filtered: false } } });
      expect(answer._request_id).toBe(vendors.ledger.at(-1)?.requestId);
    }
    expect(vendors.ledger.map(({ vendor, endpoint }) => `${vendor} ${endpoint}`)).toEqual(
      Array(3).fill('azure /openai/v1/images/generations'),
    );
  });

  test('dated path: generate and edit, the deployment in the path', async () => {
    await using vendors = await startVendors({ deployments: { comics: 'gpt-image-2' } });
    const client = azureDatedOf(vendors);
    await client.images.generate({ model: 'comics', prompt, size });
    const png = await drawPicture('previous');
    const image = [await toFile(png, 'p.png', { type: 'image/png' })];
    await client.images.edit({ model: 'comics', prompt, image, size });
    expect(vendors.ledger).toMatchObject([
      { endpoint: '/openai/deployments/comics/images/generations', model: 'gpt-image-2' },
      { endpoint: '/openai/deployments/comics/images/edits', references: [{ sha256: sha256Of(png) }] },
    ]);
  });

  test('WebP, JSON edits, an unknown deployment, a wrong key, a path without version', async () => {
    await using vendors = await startVendors({ keys: { azure: ['right'] } });
    const client = azureV1Of(vendors, { apiKey: 'right' });
    const webp = client.images.generate({ model, prompt, output_format: 'webp' });
    expect(await rejectionOf(webp, OpenAI.BadRequestError)).toMatchObject({ param: 'output_format' });
    await rejectionOf(client.post('/images/edits', { body: { model, prompt, images: [] } }), OpenAI.BadRequestError);
    expect(
      await rejectionOf(client.images.generate({ model: 'gpt-image-2.6-flare', prompt }), OpenAI.NotFoundError),
    ).toMatchObject({ code: 'DeploymentNotFound' });
    expect(
      await rejectionOf(azureV1Of(vendors).images.generate({ model, prompt }), OpenAI.AuthenticationError),
    ).toMatchObject({ code: '401' });
    const unversioned = openaiOf(vendors, {
      baseURL: `${vendors.azureUrl}/openai/deployments/${model}`,
      apiKey: 'right',
    });
    await rejectionOf(unversioned.images.generate({ model, prompt }), OpenAI.NotFoundError);
    expect(vendors.ledger).toEqual([]);
  });
});

describe("Azure's own refusals", () => {
  const shapes: readonly [FaultName, number, string, Record<string, unknown>][] = [
    [
      'azure-content-policy',
      400,
      'content_policy_violation',
      {
        inner_error: { code: 'ResponsibleAIPolicyViolation', content_filter_results: { violence: { filtered: true } } },
      },
    ],
    [
      'azure-content-filter',
      400,
      'content_filter',
      { innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { violence: { filtered: true } } } },
    ],
    ['azure-created-error', 400, 'contentFilter', { message: 'Your task failed as a result of our safety system.' }],
    [
      'azure-output-filtered',
      400,
      'contentFilter',
      { message: expect.stringContaining('Generated image was filtered') },
    ],
    ['azure-moderation-blocked', 400, 'moderation_blocked', { moderation_details: { moderation_stage: 'input' } }],
    ['azure-resource-blocked', 403, 'Forbidden', { message: expect.stringContaining('temporarily blocked') }],
    ['rate-limited-seconds', 429, '429', {}],
    ['wrong-key', 401, '401', {}],
    ['model-missing', 404, 'DeploymentNotFound', {}],
  ];
  test.each(shapes)('%s', async (fault, status, code, error) => {
    await using vendors = await startVendors();
    vendors.faults.next(fault, { vendor: 'azure' });
    const seen: APIError = await rejectionOf(
      azureV1Of(vendors).images.generate({ model, prompt, size }),
      OpenAI.APIError,
    );
    expect(seen).toMatchObject({ status, code, error });
    expect(seen.headers?.get('apim-request-id')).toBeTruthy();
    expect(seen.headers?.get('retry-after') ?? null).toBe(status === 429 ? '1' : null);
    expect(vendors.ledger.map((entry) => entry.fault)).toEqual(fault === 'azure-output-filtered' ? [fault] : []);
  });
});
