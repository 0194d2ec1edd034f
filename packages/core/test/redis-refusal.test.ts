import { expect, test } from 'vitest';
import { NextpanelError } from '../src/error.ts';
import { isAway } from '../src/is-away.ts';
import { isDemoted, redisLoss, redisRefusal } from '../src/redis-refusal.ts';

const reply = (message: string): Error => Object.assign(new Error(message), { name: 'ReplyError' });

/** As Redis 7 says them, and as Redis 6 does inside a script. */
test.each([
  ["READONLY You can't write against a read only replica.", 'redis_read_only'],
  ["READONLY You can't write against a read only replica. script: 0f1e, on @user_script:5.", 'redis_read_only'],
  [
    "ERR Error running script (call to f_0f1e): @user_script:1: @user_script: 1: -READONLY You can't write",
    'redis_read_only',
  ],
  ['UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)', 'redis_read_only'],
  ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'redis_read_only'],
  [
    'MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk.',
    'redis_cannot_save',
  ],
  ['NOREPLICAS Not enough good replicas to write.', 'redis_without_replicas'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'redis_full'],
  ["NOPERM this user has no permissions to run the 'info' command", 'redis_forbids'],
  [
    "ERR The user executing the script can't run this command or subcommand script: 0f1e, on @user_script:2.",
    'redis_forbids',
  ],
  ['BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.', 'redis_busy'],
  ['WRONGPASS invalid username-password pair or user is disabled.', 'redis_login'],
  ['NOAUTH Authentication required.', 'redis_login'],
])('%s', (message, code) => {
  const refusal = redisRefusal(new Error('while something was done', { cause: reply(message) }));
  expect(refusal).toMatchObject({ code, retryable: true, money: 'none' });
  expect(isDemoted(reply(message))).toBe(code === 'redis_read_only');
});

test('other errors are no refusals, whatever words they have', () => {
  for (const thrown of [
    reply('ERR syntax error'),
    reply('WRONGTYPE Operation against a key holding the wrong kind of value'),
    new Error('the vendor says: BUSY, try later'),
    new NextpanelError('server_error', 'OOM at the vendor'),
    'READONLY',
    undefined,
  ]) {
    expect(redisRefusal(thrown)).toBeNull();
  }
});

test.each([
  ['Error', 'Connection is closed.'],
  ['MaxRetriesPerRequestError', 'Reached the max retries per request limit (which is 2).'],
  ['ReplyError', 'LOADING Redis is loading the dataset in memory'],
])('%s "%s" is a Redis that was lost: a process that starts waits for it', (name, message) => {
  const loss = redisLoss(Object.assign(new Error(message), { name }));
  expect(loss).toMatchObject({ code: 'redis_unreachable', retryable: true });
  expect(loss && isAway(loss)).toBe(true);
});

test('anything else is none', () => {
  expect(redisLoss(new Error('The connection is closed. Try again.'))).toBeNull();
  expect(redisLoss('Connection is closed.')).toBeNull();
});
