import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { json, runInProcess, serve, temporaryDir } from '../testing.ts';

const emptyList = { items: [], nextCursor: null };

/** A server that remembers the keys it was called with. */
async function recording() {
  const keys: (string | undefined)[] = [];
  const server = await serve({
    'GET /v1/stories': (request, response) => {
      keys.push(request.headers.authorization);
      return json(emptyList)(request, response);
    },
  });
  return { server, keys };
}

async function withConfiguration(text: string, args: readonly string[], env: Record<string, string> = {}) {
  await using dir = await temporaryDir();
  const file = join(dir.path, 'config.yaml');
  await writeFile(file, text);
  return await runInProcess(['list', ...args], { NEXTPANEL_CONFIG: file, ...env });
}

test('a profile gives the server and its key; the default one needs no option', async () => {
  const { server, keys } = await recording();
  await using _ = server;
  const text = `default: studio\nprofiles:\n  studio: { url: "${server.url}", apiKey: np_one }\n  open: { url: "${server.url}" }\n`;
  expect((await withConfiguration(text, [])).exitCode).toBe(0);
  expect((await withConfiguration(text, ['--profile', 'open'], { NEXTPANEL_API_KEY: 'mine' })).exitCode).toBe(0);
  expect((await withConfiguration(text, [], { NEXTPANEL_PROFILE: 'open' })).exitCode).toBe(0);
  expect((await withConfiguration(text, [], { NEXTPANEL_URL: server.url })).exitCode).toBe(0);
  expect((await withConfiguration(text, ['--url', server.url, '--api-key', 'typed'])).exitCode).toBe(0);
  // A key of the profile or of the shell never goes to another server.
  expect(keys).toEqual(['Bearer np_one', undefined, undefined, undefined, 'Bearer typed']);
});

test.each([
  ['profiles: { studio: { url: "http://127.0.0.1:1" } }', ['--profile', 'studoi'], 'did you mean studio?'],
  ['{}', ['--profile', 'studio'], 'has none'],
  ['profiles: { studio: { url: "ftp://x", apiKey: secret } }', ['--profile', 'studio'], 'profiles.studio.url'],
  ['profiles: { studio: { url: "http://x", key: secret } }', ['--profile', 'studio'], 'has no field key'],
  ['profiles:\n  studio: { url: "http://x", apiKey: secret', ['--profile', 'studio'], ':2 is not YAML'],
  [
    'profiles: { studio: { url: "http://x" } }',
    ['--profile', 'studio', '--url', 'http://y'],
    'either --url or --profile',
  ],
])('a configuration of %j with %j is refused without showing a key', async (text, args, why) => {
  const { exitCode, stderr } = await withConfiguration(text, args);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('secret');
});
