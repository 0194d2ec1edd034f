import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseConfig } from '@nextpanel/core';
import { freePort } from '@nextpanel/local';
import { expect, test } from 'vitest';
import { checkChat } from '../../src/doctor/check-chat.ts';

const check = (url: string, key = 'right-key-0123456789') =>
  checkChat(parseConfig({ NEXTPANEL_REVIEW_BASE_URL: url, NEXTPANEL_REVIEW_API_KEY: key }).review, 'NEXTPANEL_REVIEW');

test('a review server is asked for its models: it answers and takes the key, refuses it, is somewhere else, or is not there', async () => {
  const server = createServer(({ url, method, headers }, response) => {
    if (method !== 'GET' || url !== '/v1/models') return response.writeHead(404).end('not found');
    if (headers.authorization !== 'Bearer right-key-0123456789') return response.writeHead(401).end('{}');
    return response.writeHead(200).end(JSON.stringify({ data: [{ id: 'sees' }] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    expect(await check(url)).toEqual({ status: 'ok', detail: `${url} accepts the key and offers models: 1` });
    expect(await check(url, 'wrong-key-0123456789')).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('HTTP 401'),
      advice: 'correct NEXTPANEL_REVIEW_API_KEY',
    });
    expect(await check(`${url}/chat/completions`)).toMatchObject({ status: 'warn' });
    expect(await check(`http://127.0.0.1:${await freePort()}/v1`)).toMatchObject({
      status: 'fail',
      detail: expect.stringMatching(/does not answer: .*ECONNREFUSED/),
    });
    expect(await checkChat(null, 'NEXTPANEL_SCRIPT')).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('NEXTPANEL_SCRIPT_BASE_URL'),
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
