import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScriptModels } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { startTestApi } from '../testing.ts';

/** A server of chat completions as far as its list of models goes. */
async function startList(status: number, body: string) {
  const asked: (string | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  return {
    url,
    asked,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
const env = (url: string) => ({ NEXTPANEL_SCRIPT_BASE_URL: url, NEXTPANEL_SCRIPT_API_KEY: 'script-key-0123456789' });
const read = async ({ url }: { readonly url: string }): Promise<ScriptModels> => {
  const answer = await fetch(`${url}/v1/script-models`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as ScriptModels;
};

test('models that write are offered, in order; the server is asked once, with the key', async () => {
  const names = [
    'writes-all',
    'gpt-5.4',
    'text-embedding-3-small',
    'whisper-1',
    'tts-1',
    'gpt-image-2',
    'gpt-5.4',
    'tea',
  ];
  await using list = await startList(200, JSON.stringify({ data: names.map((id) => ({ id })) }));
  await using api = await startTestApi(env(list.url));
  expect(await read(api)).toEqual({ available: true, models: ['gpt-5.4', 'tea', 'writes-all'], problem: null });
  await Promise.all([read(api), read(api)]);
  expect(list.asked).toEqual(['GET /v1/models Bearer script-key-0123456789']);
});

test.each([
  [404, '{"error":{"message":"no such path"}}', /does not know the model or the address: no such path/],
  [401, '{"error":{"message":"bad key script-key-0123456789"}}', /does not accept the key/],
  [200, '<html>', /without a list of models/],
])(
  'a server that lists none (%i) is no error: any name may be typed, and the answer has the reason',
  async (status, body, why) => {
    await using list = await startList(status, body);
    await using api = await startTestApi(env(list.url));
    const answer = await read(api);
    expect(answer).toMatchObject({ available: true, models: [] });
    expect(answer.problem).toMatch(why);
    expect(answer.problem).not.toContain('script-key');
  },
);

test('where no server is set up, there is nothing to choose from', async () => {
  await using api = await startTestApi();
  expect(await read(api)).toEqual({ available: false, models: [], problem: null });
});
