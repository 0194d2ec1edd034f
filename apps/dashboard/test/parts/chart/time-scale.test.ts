import { describe, expect, it } from 'vitest';
import { timeIncrements, timeRange } from '../../../src/parts/chart/time-scale.ts';

const dayMs = 86_400_000;
const first = Date.parse('2026-12-01');

describe('the time scale of a chart', () => {
  it.each([1, 2, 31])('is as long as its %i days', (days) => {
    const times = Array.from({ length: days }, (_, index) => first + index * dayMs);
    const [from, to] = timeRange({ times, stepMs: dayMs });
    expect((to - from) / 86_400).toBe(days);
    expect(from * 1_000).toBe(first - dayMs / 2);
  });

  it('has a length without any span', () => {
    const [from, to] = timeRange({ times: [], stepMs: 60_000 });
    expect(to - from).toBe(60);
  });

  it('names no day twice, and minutes where spans are minutes', () => {
    expect(timeIncrements(dayMs)[0]).toBe(86_400);
    expect(timeIncrements(60_000)[0]).toBe(60);
    expect(timeIncrements(300_000)).toContain(3_600);
  });
});
