import { expect, it } from 'vitest';
import { readBookDate } from '../src/book-date.ts';
import { mistakes, mistakesOf } from './testing/mistakes.ts';

it('the date of a book is a year, a month or a day', () => {
  expect(readBookDate(2026)).toEqual({ year: 2026 });
  expect(readBookDate('2026')).toEqual({ year: 2026 });
  expect(readBookDate('2026-12')).toEqual({ year: 2026, month: 12 });
  expect(readBookDate('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
});

it.each([
  '',
  '26',
  '0026',
  '2026-13',
  '2026-00',
  '2026-02-30',
  '2026-1-1',
  '1 May 2026',
  '2026-12-01T00:00:00Z',
  2026.5,
  -2026,
])('%s is no date', (date) => expect(readBookDate(date)).toBeNull());

it.each(['2026', '2026-12', '2026-12-01', '"2026"'])('a story file may give %s', (date) => {
  expect(mistakesOf(`title: A\nbook: { date: ${date} }\npanels: [{ prompt: p }]\n`)).toBeNull();
});

it.each([
  ['2026-02-30', /"2026-02-30" is not a date that exists; write .* such as 2026, 2026-12 or 2026-12-01/],
  ['soon', /"soon" is not a date/],
  ['26', /at least 1000/],
  ['[2026]', /expected a year such as 2026, or a day such as 2026-12-01/],
])('a story file with the date %s is refused with what to write', (date, says) => {
  expect(mistakesOf(`title: A\nbook: { date: ${date} }\npanels: [{ prompt: p }]\n`)).toEqual(
    mistakes('invalid', [['/book/date', 2, says]]),
  );
});
