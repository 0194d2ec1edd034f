import { NextpanelError } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { describeProblem } from '../src/problem.ts';

test('an error of ours keeps its code and message', () => {
  expect(describeProblem(new NextpanelError('invalid_state', 'it is cancelled'), 'r1')).toEqual({
    type: '/problems/invalid_state',
    title: 'Not possible in the current state',
    status: 409,
    code: 'invalid_state',
    detail: 'it is cancelled',
    remedy: 'Read the detail: it names the state. Wait, pause or resume the story, then try again.',
  });
});

test('the place an error names becomes its one error', () => {
  const error = new NextpanelError('unknown_model', 'no model "x"', { detail: { pointer: '/render/model' } });
  expect(describeProblem(error, 'r1')).toMatchObject({
    status: 422,
    errors: [{ pointer: '/render/model', detail: 'no model "x"' }],
  });
});

test.each([
  new Error('connect ECONNREFUSED 10.0.0.7:6379'),
  new NextpanelError('catalogue_invalid', 'EVALSHA secret'),
  'thrown text',
  undefined,
  Object.assign(new Error('internal'), { statusCode: 500 }),
])('what is not meant for the outside does not get there (%#)', (thrown) => {
  const problem = describeProblem(thrown, 'r1');
  expect(problem).toMatchObject({ status: 500, code: 'unexpected', type: '/problems/unexpected' });
  expect(problem.detail).toBe('see the log of the server for request id r1');
});

test.each([
  "OOM command not allowed when used memory > 'maxmemory'.",
  "ERR OOM command not allowed when used memory > 'maxmemory'. script: 0123abcd, on @user_script:7.",
])('a Redis without memory says what to do: %s', (message) => {
  const { status, code, detail } = describeProblem(new Error(message), 'r1');
  expect([status, code]).toEqual([503, 'redis_full']);
  expect(detail).toBe('Redis has no memory left (maxmemory is reached); nothing was lost');
});
