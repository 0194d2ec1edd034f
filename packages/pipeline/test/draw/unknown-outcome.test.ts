import type { KnownRequest, OrderedFrame } from '@nextpanel/store';
import { describe, expect, it } from 'vitest';
import { asksFirst } from '../../src/draw/unknown-outcome.ts';

const asked = (panel: string, over: Partial<OrderedFrame> = {}): OrderedFrame[] => [
  { panel, target: panel, art: 0, redraw: 0, ...over },
];
const known = (state: KnownRequest['state'], frames: readonly OrderedFrame[]): KnownRequest => ({
  id: 'r',
  key: 'k',
  state,
  vendorId: null,
  provider: 'openai',
  model: null,
  method: 'panels',
  reviews: false,
  frames,
  from: { anchor: null, reference: null },
  estimate: 1,
  orderedAt: null,
  lostAt: null,
  settledAt: null,
  code: null,
});
const retry = { unknownOutcome: 'retry' } as const;

describe('before frames whose outcome is unknown are ordered again', () => {
  it('the user is not asked the first time', () => {
    expect(asksFirst(asked('1'), [], retry)).toBe(false);
    expect(asksFirst(asked('1'), [known('kept', asked('1')), known('refused', asked('1'))], retry)).toBe(false);
  });

  it('the user is asked the second time', () => {
    expect(asksFirst(asked('1'), [known('possibly_paid', asked('1'))], retry)).toBe(true);
  });

  it('the user is always asked where the story says so', () => {
    expect(asksFirst(asked('1'), [], { unknownOutcome: 'ask' })).toBe(true);
  });

  it('other panels, earlier revisions and other retakes do not count', () => {
    const others = [asked('2'), asked('1', { art: 1 }), asked('1', { redraw: 1 }), [...asked('1'), ...asked('2')]];
    for (const frames of others) expect(asksFirst(asked('1'), [known('possibly_paid', frames)], retry)).toBe(false);
  });
});
