import { expect, test } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { redisDatabase } from '../src/redis-url.ts';

const refusalOf = (env: Record<string, string>): string | null => {
  try {
    parseConfig(env);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['redis://h/notanumber', 'database'],
  ['redis://h/1/2', 'database'],
  ['redis://h/123456', 'database'],
  ['redis://h/-1', 'database'],
  ['redis://:p#zq@h', 'percent-encoded'],
  ['redis://:p/zq@h', 'percent-encoded'],
  ['redis://:p?zq@h', 'percent-encoded'],
  ['redis://:123#zq@h', 'percent-encoded'],
  ['redis://:p%zq@h', 'percent-encoded'],
  ['redis://h/0#zq', 'percent-encoded'],
  ['redis:///0', 'host'],
  ['redis://a,b', 'redis+sentinel://'],
  ['redis+sentinel://a,b', 'name the primary'],
  ['redis+cluster://a,b/1', 'no database'],
  ['http://h', 'redis://'],
  ['localhost:6379', 'redis://'],
])('REDIS_URL=%s is refused with the remedy, and nothing of it is repeated', (url, remedy) => {
  const message = refusalOf({ REDIS_URL: url });
  expect(message).toContain('REDIS_URL');
  expect(message).toContain(remedy);
  expect(message).not.toContain('zq');
});

test.each([
  ['redis://localhost', 0],
  ['redis://localhost:6379/', 0],
  ['rediss://user:p%23ss@[::1]:6379/3', 3],
  ['redis://h?db=5', 5],
])('%s names database %d', (url, database) => {
  expect(refusalOf({ REDIS_URL: url })).toBeNull();
  expect(redisDatabase(url)).toBe(database);
});

test.each([
  [
    'rediss+sentinel://np:p%23ss@a:1,[::1]/comics/2',
    {
      kind: 'sentinel',
      nodes: [
        { host: 'a', port: 1 },
        { host: '::1', port: 26_379 },
      ],
      name: 'comics',
      tls: true,
      username: 'np',
      password: 'p#ss',
      database: 2,
    },
  ],
  [
    'redis+cluster://a,b:7000',
    {
      kind: 'cluster',
      nodes: [
        { host: 'a', port: 6_379 },
        { host: 'b', port: 7_000 },
      ],
      tls: false,
    },
  ],
])('%s is read, and waits for a replica', (url, place) => {
  const config = parseConfig({ REDIS_URL: url });
  expect([config.redis, config.redisWait]).toMatchObject([place, 1]);
  expect(parseConfig({ REDIS_URL: 'redis://h', REDIS_PASSWORD: 'other' })).toMatchObject({
    redis: { kind: 'server', password: 'other' },
    redisWait: 0,
  });
});

test.each([
  ['OPENAI_API_KEY', 'sk-secret\r'],
  ['OPENAI_API_KEY', '"sk-secret"'],
  ['FAL_KEY', "'id:secret'"],
  ['AZURE_OPENAI_API_KEY', 'secret with spaces'],
  ['OPENAI_COMPATIBLE_API_KEY', 'secret\n'],
  ['OPENAI_BASE_URL', 'https://user:secret@api.example/v1'],
  ['OPENAI_COMPATIBLE_BASE_URL', 'https://api.example/v1?key=secret'],
  ['AZURE_OPENAI_ENDPOINT', 'https://api.example#secret'],
  ['FAL_BASE_URL', 'https://secret@gateway.example'],
])('%s=%j is refused without being printed', (name, value) => {
  const message = refusalOf({ [name]: value });
  expect(message).toContain(name);
  expect(message).not.toContain('secret');
});
