import { afterEach, expect, test, vi } from 'vitest';
import { signOut } from '../../src/data/session.ts';

afterEach(() => vi.unstubAllGlobals());

const answers = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', answer);

test('a server that does not answer leaves whoever is signed in so', async () => {
  answers(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(signOut()).rejects.toThrow('the server does not answer');
});

test('a server that cannot end the session says so in its own words', async () => {
  answers(async () => Response.json({ detail: 'Redis is away' }, { status: 503 }));
  await expect(signOut()).rejects.toThrow('Redis is away');
  answers(async () => new Response('<html>', { status: 502 }));
  await expect(signOut()).rejects.toThrow('the server answered 502');
});
