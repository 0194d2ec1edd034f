import { type ErrorCode, NextpanelError, triesMax } from '@nextpanel/core';
import { describe, expect, it } from 'vitest';
import { decideOutcome, type Outcome, pausedProviderMs, type TurnFacts } from '../../src/draw/decide-outcome.ts';
import { type Ending, endingOf, TurnEnded } from '../../src/draw/turn-ending.ts';
import { LostFrame } from '../../src/frames.ts';

const facts: TurnFacts = { tries: 0, stopping: false, cancelled: false, now: 1_000_000 };
const error = (code: ErrorCode, options: ConstructorParameters<typeof NextpanelError>[2] = {}) =>
  new NextpanelError(code, `the vendor says ${code}`, options);
const failed = (...errors: readonly NextpanelError[]): Ending => ({
  kind: 'failed',
  failed: errors.map((it, index) => ({ panels: [`p${index + 1}`], error: it })),
});
const frame = { sha256: 'a', width: 1, height: 1, mime: 'image/png', source: { kind: 'upload', asset: 'x' } } as const;
const lost = new LostFrame('p3', frame, null);
const again = { retryable: true } as const;

/** What an ending means; `over` changes the facts. */
const table: readonly (readonly [title: string, Ending, over: Partial<TurnFacts>, Partial<Outcome>])[] = [
  ['a turn that lost the story writes nothing', { kind: 'superseded' }, {}, { kind: 'stop' }],
  ['nor does it when the story was cancelled, too', { kind: 'superseded' }, { cancelled: true }, { kind: 'stop' }],
  ['a cancelled story', { kind: 'cancelled' }, {}, { kind: 'release', code: 'cancelled', done: true }],
  ['cancelled while the process stops', { kind: 'cancelled' }, { stopping: true }, { code: 'interrupted', done: true }],
  ['a failure of a cancelled story', failed(error('server_error')), { cancelled: true }, { code: 'cancelled' }],
  [
    'another anchor was selected',
    { kind: 'frames_changed' },
    {},
    { kind: 'release', code: 'frames_changed', delayMs: 0 },
  ],
  [
    'something is awaited',
    { kind: 'waits', wait: { code: 'rate_limited', delayMs: 60_000, facts: {} } },
    {},
    { kind: 'suspend', wait: { code: 'rate_limited', delayMs: 60_000, facts: {} } },
  ],
  [
    'the process stops while something is awaited',
    { kind: 'waits', wait: { code: 'rate_limited', delayMs: 60_000, facts: {} } },
    { stopping: true },
    { kind: 'release', code: 'interrupted', done: true },
  ],
  ['a frame is damaged', { kind: 'frame_lost', lost }, {}, { kind: 'release', code: 'frame_lost', lost }],
  [
    'the process stops',
    failed(error('connection_lost', again)),
    { stopping: true },
    { kind: 'release', code: 'interrupted' },
  ],
  ['it stops, and the vendor refused', failed(error('moderation_blocked')), { stopping: true }, { kind: 'fail' }],
  ['it stops in the middle of a bug', failed(error('unexpected')), { stopping: true }, { code: 'interrupted' }],
  [
    'a wrong key',
    failed(error('wrong_credentials')),
    {},
    { kind: 'release', code: 'provider_paused', delayMs: pausedProviderMs },
  ],
  [
    'one wrong key among other failures',
    failed(error('server_error', again), error('forbidden')),
    {},
    { code: 'provider_paused' },
  ],
  [
    'a provider that is paused already',
    failed(error('provider_paused', again)),
    {},
    { kind: 'release', code: 'provider_paused' },
  ],
  [
    'nothing but rate limits',
    failed(error('rate_limited', { ...again, retryAfterMs: 7 }), error('rate_limited', again)),
    {},
    {
      kind: 'suspend',
      wait: {
        code: 'rate_limited',
        delayMs: 10_000,
        facts: { until: 1_010_000, detail: 'the vendor says rate_limited' },
      },
    },
  ],
  [
    'a rate limit that was over before the other requests had ended',
    failed(error('rate_limited', { ...again, retryAfterMs: 7, detail: { until: 999_000 } })),
    {},
    { kind: 'suspend', wait: { code: 'rate_limited', delayMs: 0, facts: { until: 999_000 } } },
  ],
  [
    'a provider that fails for everybody, beside its limits',
    failed(
      error('rate_limited', { ...again, detail: { until: 1_900_000 } }),
      error('provider_down', { ...again, detail: { until: 1_005_000 } }),
    ),
    {},
    {
      kind: 'suspend',
      wait: { code: 'provider_down', delayMs: 5_000, facts: { detail: 'the vendor says provider_down' } },
    },
  ],
  [
    'requests that were not sent while the provider fails',
    failed(error('interrupted', again), error('provider_down', { ...again, detail: { until: 1_005_000 } })),
    {},
    {
      kind: 'suspend',
      wait: { code: 'provider_down', delayMs: 5_000, facts: { detail: 'the vendor says provider_down' } },
    },
  ],
  [
    'a refusal while the provider fails',
    failed(error('provider_down', again), error('moderation_blocked')),
    {},
    {
      kind: 'fail',
      panels: [{ panel: 'p2', failure: { code: 'moderation_blocked', detail: 'the vendor says moderation_blocked' } }],
    },
  ],
  [
    'a refusal beside a wrong key',
    failed(error('wrong_credentials'), error('moderation_blocked')),
    {},
    {
      kind: 'fail',
      pause: error('wrong_credentials'),
      panels: [{ panel: 'p2', failure: { code: 'moderation_blocked', detail: 'the vendor says moderation_blocked' } }],
    },
  ],
  [
    'a refusal beside a provider that another story paused',
    failed(error('moderation_blocked'), error('provider_paused', again)),
    {},
    {
      kind: 'fail',
      panels: [{ panel: 'p1', failure: { code: 'moderation_blocked', detail: 'the vendor says moderation_blocked' } }],
    },
  ],
  ['a full disk', failed(error('disk_full', again)), {}, { kind: 'release', code: 'disk_full', delayMs: 30_000 }],
  ['a failure that may pass', failed(error('server_error', again)), {}, { kind: 'retry', delayMs: 1_000 }],
  [
    'the same, with a wish of the vendor',
    failed(error('server_error', { ...again, retryAfterMs: 9_000 })),
    {},
    { kind: 'retry', delayMs: 9_000 },
  ],
  [
    'a rate limit beside another failure',
    failed(error('rate_limited', again), error('server_error', again)),
    {},
    { kind: 'retry' },
  ],
  ['the last try', failed(error('server_error', again)), { tries: triesMax - 1 }, { kind: 'fail' }],
  [
    'a refusal',
    failed(error('moderation_blocked')),
    {},
    {
      kind: 'fail',
      panels: [{ panel: 'p1', failure: { code: 'moderation_blocked', detail: 'the vendor says moderation_blocked' } }],
    },
  ],
  ['an empty list of failures', failed(), {}, { kind: 'release', code: 'interrupted' }],
];

describe('what a turn without a commit means', () => {
  it.each(table)('%s', (_title, ending, over, outcome) => {
    expect(decideOutcome(ending, { ...facts, ...over })).toMatchObject(outcome);
  });

  it('a wrong key pauses the provider for every story; a pause that is there already does not', () => {
    const wrong = error('wrong_credentials');
    expect(decideOutcome(failed(wrong), facts)).toMatchObject({ pause: wrong, wait: { detail: wrong.message } });
    expect(decideOutcome(failed(error('provider_paused', again)), facts)).not.toHaveProperty('pause');
  });

  it('names only the panels that the user must look at', () => {
    const outcome = decideOutcome(failed(error('server_error', again), error('invalid_request')), facts);
    expect(outcome).toMatchObject({ kind: 'fail', failure: { code: 'invalid_request' }, panels: [{ panel: 'p2' }] });
  });
});

describe('the ending that a thrown value stands for', () => {
  it('is the one it carries', () => {
    expect(endingOf(new TurnEnded({ kind: 'superseded' }))).toEqual({ kind: 'superseded' });
  });

  it('is a lost frame, or a failure of the whole batch', () => {
    expect(endingOf(lost)).toEqual({ kind: 'frame_lost', lost });
    const bug = new TypeError('x is not a function');
    expect(endingOf(bug)).toMatchObject({ kind: 'failed', failed: [{ panels: [], error: { code: 'unexpected' } }] });
  });
});
