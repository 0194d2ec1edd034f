import { expect, test } from 'vitest';
import { judgeStorage } from '../../src/doctor/check-storage.ts';

const at = '2026-11-30T12:00:00.000Z';
const mb = 1_048_576;

test('what artifacts take is shown with its limit, and more than the limit with what to do', () => {
  expect(judgeStorage(undefined).status).toBe('ok');
  expect(judgeStorage({ bytes: 7 * mb, limitBytes: null, at }).detail).toBe(
    `artifacts took 7 MB at ${at}, without a limit`,
  );
  expect(judgeStorage({ bytes: 7 * mb, limitBytes: 10 * mb, at }).status).toBe('ok');
  expect(judgeStorage({ bytes: 11 * mb, limitBytes: 10 * mb, at })).toMatchObject({
    status: 'warn',
    detail: expect.stringContaining('11 MB'),
    advice: expect.stringContaining('delete stories'),
  });
});
