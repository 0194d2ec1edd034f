import { expect, test } from 'vitest';
import { formatUtcDate, formatUtcDay } from '../../src/parts/format-time.ts';

test('a day of the costs is the one the server counted, wherever the reader is', () => {
  expect([formatUtcDate('2026-11-01'), formatUtcDay('2026-11-30T23:59:59Z')]).toEqual(['1 Nov 2026', '30 Nov']);
});
