import type { Money, Provider, VendorErrorCode } from '@nextpanel/core';
import { type FaultName, startVendors, type VendorName, type Vendors } from '@nextpanel/vendors';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { drawPicture, drawRequest, type NamedRequest } from './draw-request.ts';
import { type DirectProvider, direct, drawBy, failureOf, secretsIn } from './use-provider.ts';

/** A provider under test, and where its vendor forces it to differ from the contract. */
export interface Subject {
  readonly vendor: VendorName;
  /** Name of the suite, for a provider that is tested more than once. */
  readonly name?: string;
  readonly model: string;
  /** A credential that must never be revealed. */
  readonly key: string;
  /** Opens an instance that uses the emulator with this credential, and waits `deadlineMs` for an answer if given. */
  open(vendors: Vendors, key: string, deadlineMs?: number): Provider;
  /** Additional fields of every request of the suite. */
  readonly request?: Partial<NamedRequest>;
  /** Outcomes of faults that differ from `usualOutcomes`; null: the fault cannot happen here. */
  readonly outcomes?: Partial<Record<FaultName, Outcome | null>>;
}

export interface Outcome {
  readonly code: VendorErrorCode;
  readonly retryable: boolean;
  readonly money: Money;
  /** The delay of the fault in milliseconds, and how many of them may have passed when it is reported. */
  readonly retryAfterMs?: { readonly ms: number; readonly within: number };
  readonly detail?: Readonly<Record<string, unknown>>;
}

const patience = new AbortController().signal;

const lost = { code: 'connection_lost', retryable: true, money: 'possibly' } as const;
const limited = { code: 'rate_limited', retryable: true, money: 'none' } as const;
const failed = { code: 'server_error', retryable: true, money: 'possibly' } as const;
const unusable = { code: 'bad_response', retryable: true, money: 'paid' } as const;
const blocked = { code: 'moderation_blocked', retryable: false } as const;

const usualOutcomes: Partial<Record<FaultName, Outcome>> = {
  'rate-limited': limited,
  'rate-limited-seconds': { ...limited, retryAfterMs: { ms: 3_000, within: 0 } },
  'rate-limited-ms': { ...limited, retryAfterMs: { ms: 1_500, within: 0 } },
  'rate-limited-date': { ...limited, retryAfterMs: { ms: 8_000, within: 3_000 } },
  'quota-exhausted': { code: 'quota_exhausted', retryable: false, money: 'none' },
  'wrong-key': { code: 'wrong_credentials', retryable: false, money: 'none' },
  forbidden: { code: 'forbidden', retryable: false, money: 'none' },
  'model-missing': { code: 'model_not_found', retryable: false, money: 'none' },
  'moderation-input': { ...blocked, money: 'none', detail: { stage: 'input', categories: ['violence'] } },
  'moderation-output': { ...blocked, money: 'paid', detail: { stage: 'output', categories: ['violence'] } },
  'server-error': failed,
  unavailable: failed,
  'gateway-timeout': failed,
  'bad-gateway-html': { code: 'bad_response', retryable: true, money: 'possibly' },
  'reset-before-work': lost,
  'reset-after-work': lost,
  'cut-body': lost,
  'truncated-json': unusable,
  'empty-picture': unusable,
  'no-images': unusable,
};

/** The contract of every provider, tested against the emulator. */
export function describeProvider(subject: Subject): void {
  const { key } = subject;
  const open = (...given: Parameters<Subject['open']>) => direct(subject.open(...given));
  describe(`${subject.name ?? subject.vendor}`, () => {
    let vendors: Vendors;
    let provider: DirectProvider;
    beforeAll(async () => {
      vendors = await startVendors();
      provider = open(vendors, key);
    });
    afterEach(() => vendors.faults.clear());
    afterAll(() => vendors.stop());

    const requestOf = (changes: Partial<NamedRequest> = {}) =>
      drawRequest({ model: subject.model, ...subject.request, ...changes });
    const draw = (request: NamedRequest, signal = patience) => drawBy(provider, request, signal);
    const ordersSince = (first: number) => vendors.calls.slice(first).filter(({ operation }) => operation === 'order');

    test('its frames are what the vendor was paid for, byte by byte', async () => {
      const { hashes, costMicroUsd } = await draw(requestOf());
      const paid = vendors.ledger.at(-1);
      expect(hashes).toEqual(paid?.images.map(({ sha256 }) => sha256));
      expect(paid?.vendor).toBe(subject.vendor);
      expect(Number.isSafeInteger(costMicroUsd)).toBe(true);
    });

    test('references arrive untouched, in the order given', async () => {
      const references = await Promise.all([drawPicture(1), drawPicture(2)]);
      await draw(requestOf({ references, referenceFrame: references[1] ?? null }));
      const received = vendors.ledger.at(-1)?.references.map(({ sha256, mime }) => ({ sha256, mime }));
      expect(received).toEqual(references.map(({ sha256, mime }) => ({ sha256, mime })));
    });

    const outcomes = { ...usualOutcomes, ...subject.outcomes } as Record<FaultName, Outcome | null>;
    for (const [fault, outcome] of Object.entries(outcomes) as [FaultName, Outcome | null][]) {
      if (outcome === null) continue;
      test(`${fault}: ${outcome.code}, ${outcome.retryable ? 'to be retried' : 'final'}, money ${outcome.money}, ordered once`, async () => {
        const { code, retryable, money, retryAfterMs, detail } = outcome;
        const called = vendors.calls.length;
        vendors.faults.next(fault, { vendor: subject.vendor, ...(retryAfterMs && { ms: retryAfterMs.ms }) });
        const error = await failureOf(draw(requestOf()));
        expect({ code: error.code, retryable: error.retryable, money: error.money }).toEqual({
          code,
          retryable,
          money,
        });
        expect(hintFits(error.retryAfterMs, retryAfterMs), `retryAfterMs: ${error.retryAfterMs}`).toBe(true);
        expect(error.detail).toMatchObject(detail ?? {});
        expect(secretsIn(error, [key])).toEqual([]);
        expect(ordersSince(called)).toHaveLength(1);
      });
    }

    test('an unreachable vendor costs nothing', async () => {
      const gone = await startVendors();
      const cut = open(gone, key);
      await gone.stop();
      const error = await failureOf(drawBy(cut, requestOf(), patience));
      expect(error).toMatchObject({ code: 'connection_lost', retryable: true, money: 'none' });
      expect(secretsIn(error, [key])).toEqual([]);
    });

    test('no answer within the deadline: money possibly spent', async () => {
      vendors.faults.next('hang', { vendor: subject.vendor });
      const error = await failureOf(drawBy(open(vendors, key, 300), requestOf(), patience));
      expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'possibly' });
    });

    test('a drip that never ends within the deadline is a timeout too', async () => {
      vendors.faults.next('drip', { vendor: subject.vendor, ms: 20_000 });
      const error = await failureOf(drawBy(open(vendors, key, 1_000), requestOf(), patience));
      expect(error).toMatchObject({ code: 'vendor_timeout', retryable: true, money: 'possibly' });
    });

    test('a slow answer is awaited', async () => {
      vendors.faults.next('slow', { vendor: subject.vendor, ms: 500 });
      expect((await draw(requestOf())).frames).toHaveLength(1);
    });

    test('the caller can stop waiting, and gets its own reason', async () => {
      vendors.faults.next('hang', { vendor: subject.vendor });
      const stop = new AbortController();
      const drawing = draw(requestOf(), stop.signal);
      const reason = new Error('drained');
      setTimeout(() => stop.abort(reason), 100);
      await expect(drawing).rejects.toBe(reason);
    });

    test('an aborted signal sends nothing', async () => {
      const called = vendors.calls.length;
      await expect(draw(requestOf(), AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
      expect(vendors.calls).toHaveLength(called);
    });

    test('the fingerprint differs between credentials and reveals none', () => {
      expect(provider.fingerprint).toMatch(/^[0-9a-f]{16}$/);
      expect(open(vendors, key).fingerprint).toBe(provider.fingerprint);
      expect(open(vendors, `${key}2`).fingerprint).not.toBe(provider.fingerprint);
    });

    test('parameters depend on the request alone', () => {
      const request = requestOf();
      const again = { ...requestOf(), key: 'another', prompt: 'other words' };
      expect(provider.parameters(again)).toEqual(provider.parameters(request));
      expect(JSON.parse(JSON.stringify(provider.parameters(request)))).toEqual(provider.parameters(request));
      expect(JSON.stringify(provider.parameters(request))).not.toContain(key);
      expect(provider.parameters({ ...request, size: { width: 1536, height: 1024 } })).not.toEqual(
        provider.parameters(request),
      );
    });
  });
}

function hintFits(reported: number | undefined, hint: Outcome['retryAfterMs']): boolean {
  if (reported === undefined || hint === undefined) return reported === hint;
  return reported <= hint.ms && reported >= hint.ms - hint.within;
}
