import { afterEach, expect, test, vi } from 'vitest';
import { signOut } from '../../src/data/session.ts';

afterEach(() => vi.unstubAllGlobals());

const answers = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', answer);

test('if the server does not answer, the user stays signed in', async () => {
  answers(() => Promise.reject(new TypeError('Failed to fetch')));
  await expect(signOut()).rejects.toThrow('the server does not answer');
});

test('if the server cannot end the session, its message is shown', async () => {
  answers(async () => Response.json({ detail: 'Redis is away' }, { status: 503 }));
  await expect(signOut()).rejects.toThrow('Redis is away');
  answers(async () => new Response('<html>', { status: 502 }));
  await expect(signOut()).rejects.toThrow('the server answered 502');
});
