import { expect, test } from 'vitest';
import { judgeProviders } from '../../src/doctor/check-providers.ts';

const since = '2026-11-29T12:00:00.000Z';
const provider = (over: object) => ({ id: 'openai', paused: null, outage: null, limits: [], ...over }) as never;

test('providers without trouble are named', () => {
  expect(judgeProviders([provider({}), provider({ id: 'fal' })])).toEqual({
    status: 'ok',
    detail: 'openai, fal: no trouble seen',
  });
});

test.each([
  [{ paused: { reason: 'auth_failed: the key is wrong', since } }, 'fail', /paused since 2026.*the key is wrong/],
  [{ outage: { reason: '502 Bad Gateway', since, retryAt: since } }, 'warn', /fails for every story.*502/],
  [{ limits: [{ refusing: { since, words: 'too many requests' } }] }, 'warn', /refuses requests.*too many/],
])('a provider in trouble is shown in the words of its vendor, with what to do: %o', (over, status, detail) => {
  const finding = judgeProviders([provider(over), provider({ id: 'fal' })]);
  expect(finding).toMatchObject({ status, detail: expect.stringMatching(detail), advice: expect.any(String) });
});
