import { expect, test } from 'vitest';
import { daysBetween, daysOf, readCostsSearch } from '../../../src/pages/costs/periods.ts';

const newYear = Date.UTC(2027, 0, 1, 0, 30);

test('periods end today, or with the last month', () => {
  expect(daysOf('month', newYear)).toEqual({});
  expect(daysOf('week', newYear)).toEqual({ from: '2026-12-26', to: '2027-01-01' });
  expect(daysOf('last-month', newYear)).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(daysOf('year', newYear)).toEqual({ from: '2026-01-02', to: '2027-01-01' });
});

test('every day has its place in the chart, also one without costs', () => {
  expect(daysBetween('2026-12-31', '2027-01-01')).toEqual([Date.UTC(2026, 11, 31), Date.UTC(2027, 0, 1)]);
});

test('an address with an unknown period shows this month', () => {
  expect(readCostsSearch({ period: 'toString' })).toEqual({});
  expect(readCostsSearch({ period: 'week' })).toEqual({ period: 'week' });
});
