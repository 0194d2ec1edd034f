import { LocalError } from '@nextpanel/local';
import { expect, test } from 'vitest';
import { describeProcessFailure, formatLogLine } from '../../src/system/format-log-line.ts';

test('a JSON log line becomes one readable line, without the fields that every line has', () => {
  const text = JSON.stringify({
    level: 40,
    time: new Date(2026, 10, 22, 9, 8, 7).getTime(),
    pid: 7,
    hostname: 'box',
    name: 'worker',
    story: 's1',
    batch: 2,
    err: { type: 'Error', message: 'too many requests', stack: 'Error: …' },
    msg: 'batch failed',
  });
  expect(formatLogLine({ name: 'worker', text })).toBe(
    '09:08:07 WARN  worker    batch failed  too many requests  story=s1  batch=2',
  );
});

test.each(['Segmentation fault', '{"half a', '[1,2]', '{"no":"level"}'])('%s is shown unchanged', (text) => {
  expect(formatLogLine({ name: 'api', text })).toBe(`api  ${text}`);
});

test('a log line cannot control the terminal', () => {
  const text = JSON.stringify({ level: 30, msg: 'story \u001B[2Jgone', title: 'a\u0007b' });
  expect(formatLogLine({ name: 'api', text })).not.toMatch(/\p{Cc}/u);
});

test('a failed process is described by its last error', () => {
  const words = JSON.stringify({
    level: 60,
    code: 'redis_evicts',
    msg: 'Redis may evict; set maxmemory-policy noeviction',
  });
  const error = new LocalError(
    'process_failed',
    `api ended (exit code 5). Last lines of its output:\nnoise\n${words}`,
    {
      exitCode: 5,
    },
  );
  const described = describeProcessFailure(error);
  expect(described.message).toBe('api ended (exit code 5). Redis may evict; set maxmemory-policy noeviction');
  expect(described.exitCode).toBe(5);
});

test('a process that died without logging keeps its raw last output', () => {
  const error = new LocalError(
    'process_failed',
    'api ended (exit code 1). Last lines of its output:\nSyntaxError: no',
    {
      exitCode: 1,
    },
  );
  expect(describeProcessFailure(error).message).toContain('SyntaxError: no');
});
