import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConfig } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { checkVendors } from '../../src/doctor/check-vendors.ts';

test('each vendor that is set up is asked for its models, with its own kind of key', async () => {
  const asked: string[] = [];
  const server = createServer(({ url, headers }, response) => {
    const key = headers['api-key'] ?? headers.authorization ?? 'none';
    asked.push(`${url} ${String(key)}`);
    const isWrong = String(key).includes('wrong');
    response.writeHead(isWrong ? 401 : 200).end(JSON.stringify({ data: [{ id: 'a' }, { id: 'b' }] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const checks = await checkVendors(
      parseConfig({
        OPENAI_API_KEY: 'sk-wrong-0123456789',
        OPENAI_BASE_URL: `${url}/v1`,
        AZURE_OPENAI_ENDPOINT: `${url}/openai/v1/`,
        AZURE_OPENAI_API_KEY: 'azure-key-0123456789',
        FAL_KEY: 'fal-id:0123456789abcdef',
        OPENAI_COMPATIBLE_BASE_URL: `${url}/own/v1`,
      }),
    );
    expect(checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'openai fail',
      'azure ok',
      'openai-compatible ok',
      'fal ok',
    ]);
    expect(checks[0]).toMatchObject({ advice: 'correct OPENAI_API_KEY' });
    expect(asked.sort()).toEqual([
      '/openai/v1/models azure-key-0123456789',
      '/own/v1/models none',
      '/v1/models Bearer sk-wrong-0123456789',
    ]);
    expect(await checkVendors(parseConfig({}))).toMatchObject([{ name: 'vendors', status: 'ok' }]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
