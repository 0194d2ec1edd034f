import { expect, test } from 'vitest';
import { judgeClocks } from '../../src/doctor/check-clocks.ts';

test('clocks within two seconds of that of Redis are fine', () => {
  expect(judgeClocks([]).status).toBe('ok');
  expect(judgeClocks([{ whose: 'this machine', aheadMs: -1_900 }]).status).toBe('ok');
});

test('every machine whose clock differs by more than two seconds is named, with how much', () => {
  const { status, detail } = judgeClocks([
    { whose: 'this machine', aheadMs: 40 },
    { whose: 'draw-1 (worker 17)', aheadMs: 7_200_400 },
    { whose: 'draw-2 (worker 4)', aheadMs: -2_600 },
  ]);
  expect(status).toBe('warn');
  expect(detail).toBe(
    'the clock of draw-1 (worker 17) is 7200 s ahead of the clock of Redis; the clock of draw-2 (worker 4) is 3 s behind the clock of Redis',
  );
});
