import { expect, test } from 'vitest';
import { judgeProcesses } from '../../src/doctor/check-processes.ts';
import { missingProcess } from '../../src/story/missing-process.ts';

const worker = { role: 'worker' } as const;
const finalizer = { role: 'finalizer' } as const;

test('a server without a worker, or without a finalizer, is a fault', () => {
  expect(judgeProcesses([worker, worker, finalizer])).toEqual({ status: 'ok', detail: 'workers: 2, finalizers: 1' });
  expect(judgeProcesses([finalizer])).toMatchObject({
    status: 'fail',
    advice: expect.stringContaining('nothing is drawn'),
  });
  expect(judgeProcesses([worker])).toMatchObject({
    status: 'fail',
    advice: expect.stringContaining('start a finalizer'),
  });
});

test('a story misses the process that its status needs', () => {
  expect(missingProcess('queued', [finalizer])).toBe('worker');
  expect(missingProcess('drawing', [worker])).toBe(null);
  expect(missingProcess('composing', [worker])).toBe('finalizer');
  expect(missingProcess('completed', [])).toBe(null);
});
