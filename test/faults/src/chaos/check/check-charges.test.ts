import type { LedgerEntry as StoryEntry } from '@nextpanel/core';
import type { LedgerEntry as Charge } from '@nextpanel/vendors';
import { expect, test } from 'vitest';
import { checkCharges } from './check-charges.ts';

const charge = (order: string, more: Partial<Charge> = {}): Charge => ({
  vendor: 'openai',
  endpoint: '/v1/images/edits',
  model: 'gpt-image-2',
  prompt: 'In tale1 the hare passes',
  references: [],
  requestId: 'req_1',
  jobId: null,
  headers: { 'x-client-request-id': order },
  webhook: null,
  images: [],
  costUsd: 0.05,
  fault: null,
  at: 0,
  ...more,
});

const entry = (request: string, state: StoryEntry['state'], more: Partial<StoryEntry> = {}): StoryEntry => ({
  request,
  key: 'k1',
  story: 's1',
  batch: 1,
  batchId: 'b1',
  panels: [1],
  panelIds: ['p1'],
  imported: false,
  provider: 'openai',
  model: 'gpt-image-2',
  state,
  vendorId: null,
  estimateUsd: 0.05,
  costUsd: state === 'kept' || state === 'possibly_paid' ? 0.05 : 0,
  orderedAt: null,
  settledAt: null,
  code: null,
  evidence: [],
  ...more,
});

const brokenBy = (charges: readonly Charge[], entries: readonly StoryEntry[]) =>
  checkCharges(charges, [entries], []).violations.map(({ invariant }) => invariant);

test('a charge that was kept, and one more that was marked possibly paid, are right', () => {
  expect(brokenBy([charge('a1')], [entry('a1', 'kept')])).toEqual([]);
  expect(brokenBy([charge('a1'), charge('a2')], [entry('a1', 'possibly_paid'), entry('a2', 'kept')])).toEqual([]);
});

test('a second charge of one request is a double charge', () => {
  expect(brokenBy([charge('a1'), charge('a1')], [entry('a1', 'kept')])).toEqual(['no double charge']);
  expect(brokenBy([charge('a2'), charge('a2')], [entry('a1', 'refused'), entry('a2', 'kept')])).toEqual([
    'no double charge',
  ]);
});

test('a charge that is missing in the ledger, or not marked as paid, is reported', () => {
  expect(brokenBy([charge('a1')], [])).toEqual(['every charge is reported']);
  expect(brokenBy([charge('a1')], [entry('a1', 'refused')])).toEqual(['every charge is reported']);
  expect(brokenBy([charge('a1')], [entry('a1', 'ordered')])).toEqual(['every charge is reported']);
});

test('every kept frame with a price was charged', () => {
  expect(brokenBy([], [entry('a1', 'kept')])).toEqual(['every charge is reported']);
  expect(brokenBy([], [entry('a1', 'kept', { provider: 'storyboard', costUsd: 0 })])).toEqual([]);
});

test('charges of fal name our request in the address of its webhook', () => {
  const byFal = charge('', { vendor: 'fal', headers: {}, webhook: 'http://127.0.0.1:1/v1/hooks/fal/a1' });
  expect(brokenBy([byFal, byFal], [entry('a1', 'kept', { provider: 'fal' })])).toEqual(['no double charge']);
});

test('charges of a deleted story, whose ledger is gone, are ignored', () => {
  expect(checkCharges([charge('a')], [], [{ mark: 'tale1' }]).violations).toEqual([]);
  expect(checkCharges([charge('a')], [], [{ mark: 'tale11' }]).violations).toHaveLength(1);
});

test('a charge of an order that a failover lost is that of the request that found it at the vendor', () => {
  const lost = charge('a1', { vendor: 'fal', jobId: 'job-1' });
  const found = entry('a2', 'kept', { provider: 'fal', vendorId: 'fal-ai/flux-2-pro#job-1' });
  expect(brokenBy([lost], [found])).toEqual([]);
  expect(brokenBy([lost, charge('a2', { vendor: 'fal', jobId: 'job-2' })], [found])).toEqual(['no double charge']);
  expect(brokenBy([lost], [entry('a2', 'kept', { provider: 'fal', vendorId: 'fal-ai/flux-2-pro#job-2' })])).toContain(
    'every charge is reported',
  );
});
