import type { LedgerEntry as StoryEntry } from '@nextpanel/core';
import type { LedgerEntry as Charge } from '@nextpanel/vendors';
import { expect, test } from 'vitest';
import { countWasted, expectWasted } from './count-wasted.ts';

const charge = (order: string, pictures = 1, jobId: string | null = null) =>
  ({
    jobId,
    headers: { 'x-client-request-id': order },
    webhook: null,
    images: Array.from({ length: pictures }),
    costUsd: 0.02 * pictures,
  }) as unknown as Charge;

const noMoney = { estimateUsd: 0, chargedUsd: 0, notChargedUsd: 0 };

const story = (render: Record<string, unknown>, ledger: Record<string, StoryEntry['state'] | 'blocked'>) => ({
  tale: { spec: { render } } as never,
  ledger: Object.entries(ledger).map(
    ([request, it]) =>
      ({
        request,
        estimateUsd: 0.03,
        costUsd: 0.05,
        ...(it === 'blocked' ? { state: 'possibly_paid', code: 'moderation_blocked' } : { state: it, code: null }),
      }) as StoryEntry,
  ),
});

test('what was charged is counted by the way it was bought, and what never arrived as wasted', () => {
  const bought = countWasted(
    [
      charge('a'),
      charge('b'),
      charge('c', 4),
      charge('d', 3, 'batch_1'),
      charge('retouch'),
      charge('e'),
      charge('of a deleted story'),
    ],
    [
      story(
        { provider: 'fal', method: 'panels' },
        { a: 'kept', b: 'possibly_paid', 'not charged': 'possibly_paid', e: 'blocked' },
      ),
      story({ provider: 'openai', method: 'series', recoverable: true }, { c: 'possibly_paid' }),
      story({ provider: 'openai', method: 'economy' }, { d: 'refused', retouch: 'possibly_paid' }),
    ],
  );
  expect(bought).toEqual([
    {
      way: 'fal panels',
      pictures: 3,
      wasted: 1,
      requests: 1,
      refused: 1,
      estimateUsd: 0.03,
      chargedUsd: 0.02,
      notChargedUsd: 0.05,
    },
    { way: 'openai economy', pictures: 3, wasted: 0, requests: 0, refused: 3, ...noMoney },
    { way: 'openai panels', pictures: 1, wasted: 1, requests: 1, refused: 0, ...noMoney },
    { way: 'openai series recoverable', pictures: 4, wasted: 4, requests: 1, refused: 0, ...noMoney },
  ]);
});

test('nothing may be wasted at fal and by economy, one request a kill by a recoverable series, and the rest is reported', () => {
  const bought = (way: string, requests: number) => ({
    way,
    pictures: 9,
    wasted: requests,
    requests,
    refused: 0,
    ...noMoney,
  });
  const broken = (way: string, requests: number, kills = 2) => expectWasted([bought(way, requests)], kills).length;
  expect(broken('fal panels', 0)).toBe(0);
  expect(broken('fal one-call', 1)).toBe(1);
  expect(broken('openai economy', 1)).toBe(1);
  expect(broken('openai series recoverable', 2)).toBe(0);
  expect(broken('openai series recoverable', 3)).toBe(1);
  expect(broken('openai series recoverable', 1, 0)).toBe(1);
  expect(broken('openai panels', 9)).toBe(0);
});
