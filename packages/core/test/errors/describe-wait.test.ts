import { expect, test } from 'vitest';
import { describeWait } from '../../src/errors/index.ts';

const now = Date.parse('2026-11-29T02:59:00Z');
const clock = (iso: string, from: number, to: number) => new Date(iso).toLocaleString('sv-SE').slice(from, to);

test.for([
  [
    "the vendor's words and the time",
    { code: 'rate_limited', until: '2026-11-29T05:59:00Z', detail: 'Slow down' },
    `the provider asks to wait until ${clock('2026-11-29T05:59:00Z', 11, 16)} (Slow down)`,
  ],
  [
    'the day, when it is another one',
    { code: 'rate_limited', until: Date.parse('2026-12-01T05:59:00Z') },
    `the provider asks to wait until ${clock('2026-12-01T05:59:00Z', 0, 16)}`,
  ],
  [
    'no time that is over',
    { code: 'rate_limited', until: '2026-11-29T02:58:00Z', detail: 'Slow down' },
    'rate limit reached (Slow down)',
  ],
  [
    'that a provider fails',
    { code: 'provider_down', until: null, detail: 'OpenAI has been failing since 02:10' },
    'OpenAI has been failing since 02:10; it is tried again automatically',
  ],
  ['a line', { code: 'model_busy' }, 'in line for the model'],
  ['what a newer server waits for', { code: 'full_moon', detail: 'not yet' }, 'full moon (not yet)'],
] as const)('a wait names %s', ([_title, wait, words]) => {
  expect(describeWait(wait, now)).toBe(words);
});
