import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { NextpanelError } from '@nextpanel/core';
import { LocalError } from '@nextpanel/local';
import { expect, test } from 'vitest';
import { exitCodeOf, exitCodeOfStatus } from '../src/exit-codes.ts';
import { InvalidStoryFile } from '../src/story/invalid-story-file.ts';
import { Interrupted } from '../src/system/interruption.ts';

const answer = (status: number, code: string) => new ApiError({ type: '', title: '', status, code, detail: '' });

test.each([
  [new Error('anything'), 1],
  ['a thrown text', 1],
  [answer(500, 'unexpected'), 1],
  [answer(429, 'too_many_requests'), 1],
  [new InvalidStoryFile('a.yaml', []), 2],
  [new NextpanelError('config_invalid', ''), 2],
  [answer(400, 'unparsable'), 2],
  [answer(422, 'invalid'), 2],
  [answer(422, 'unknown_model'), 2],
  [answer(409, 'invalid_state'), 2],
  [answer(401, 'unauthorized'), 4],
  [answer(403, 'host_not_allowed'), 4],
  [new ServerUnreachable('http://127.0.0.1:3000', null), 5],
  [answer(503, 'not_ready'), 5],
  [new LocalError('port_taken', ''), 5],
  [new LocalError('process_failed', '', { exitCode: 2 }), 2],
  [new NextpanelError('out_unwritable', ''), 5],
  [answer(404, 'not_found'), 6],
  [answer(404, 'not_bound'), 6],
  [new Interrupted(130), 130],
  [new Interrupted(143), 143],
])('%s → %i', (thrown, exitCode) => {
  expect(exitCodeOf(thrown)).toBe(exitCode);
});

test('a stopped story is done or needs attention', () => {
  expect(exitCodeOfStatus({ status: 'completed', warnings: [] })).toBe(0);
  expect(exitCodeOfStatus({ status: 'needs_attention', warnings: [] })).toBe(3);
  expect(exitCodeOfStatus({ status: 'paused', warnings: [] })).toBe(3);
});

test('a finished story of which something was left out is not done where --strict asks for it', () => {
  const warned = (code: string) => ({ status: 'completed' as const, warnings: [{ code, detail: '' }] });
  expect(exitCodeOfStatus(warned('text_overflow'))).toBe(0);
  expect(exitCodeOfStatus(warned('text_overflow'), { strict: true })).toBe(7);
  expect(exitCodeOfStatus(warned('near_identical'), { strict: true })).toBe(7);
  expect(exitCodeOfStatus(warned('model_unverified'), { strict: true })).toBe(0);
  expect(exitCodeOfStatus({ ...warned('text_overflow'), status: 'paused' }, { strict: true })).toBe(3);
});
