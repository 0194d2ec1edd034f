import { expect, test } from 'vitest';
import { json, runInProcess, serve } from '../testing.ts';

const verdict = (panel: number, check: string, found: boolean, detail: string) => ({
  panel,
  check,
  judged: check !== 'review',
  found,
  detail,
  label: null,
});
const count = { action: 'warn', measured: 4, found: 1, right: 1, wrong: 2 };
const view = {
  items: [
    verdict(2, 'drift', true, 'darker than the other frames of its scene'),
    verdict(1, 'copies', false, 'is most like panel 2'),
    verdict(3, 'review', false, 'not reviewed: the judge declines'),
  ],
  checks: [
    { check: 'blank', action: 'stop', measured: 0, found: 0, right: 0, wrong: 0 },
    { check: 'drift', ...count },
  ],
};

test('checks lists what was found, worst first, and how often each check was right', async () => {
  await using server = await serve({ 'GET /v1/stories/st1/checks': json(view) });
  const { exitCode, stdout } = await runInProcess(['checks', 'st1', '--url', server.url]);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      'panel 2  drift    darker than the other frames of its scene',
      'panel 3  review   not reviewed: the judge declines',
      'blank    stop',
      'drift    warn; found something in 1 of 4 frames; right 1 of 3 times by your labels',
      '',
    ].join('\n'),
  );
  const all = await runInProcess(['checks', 'st1', '--all', '--url', server.url]);
  expect(all.stdout).toContain('panel 1  copies   nothing: is most like panel 2\n');
});
