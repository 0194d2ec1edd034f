import { expect, test } from 'vitest';
import { judgeSigning } from '../../src/doctor/check-signing.ts';

const now = Date.parse('2026-11-30T12:00:00Z');
const certificate = {
  certificate: 'f'.repeat(64),
  name: 'A Studio',
  issuer: 'A Studio root',
  validUntil: '2027-11-30T12:00:00.000Z',
  trust: 'untrusted',
} as const;
const ready = { status: 'ready', detail: 'version 0.8.0 of the library', certificate } as const;

test('it says who signs, that anyone could have made the certificate, and when it ends soon', () => {
  expect(judgeSigning(undefined, now)).toEqual({
    status: 'ok',
    detail: 'pages are not signed (NEXTPANEL_C2PA_MODULE)',
  });
  expect(judgeSigning(ready, now)).toEqual({
    status: 'ok',
    detail:
      'pages are signed by A Studio (certificate of A Studio root until 2027-11-30; UNTRUSTED: anyone can make such a certificate); version 0.8.0 of the library',
  });
  const soon = { ...ready, certificate: { ...certificate, validUntil: '2026-12-10T12:00:00.000Z' } };
  expect(judgeSigning(soon, now)).toMatchObject({ status: 'warn', advice: expect.stringContaining('new certificate') });
  const expired = { status: 'unusable', detail: 'the certificate expired', certificate: null } as const;
  expect(judgeSigning(expired, now)).toMatchObject({ status: 'fail', detail: 'the certificate expired' });
});
