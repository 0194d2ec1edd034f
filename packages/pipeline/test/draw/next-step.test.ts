import type { KnownRequest } from '@nextpanel/store';
import { describe, expect, it } from 'vitest';
import { nextStep } from '../../src/draw/next-step.ts';
import type { RequestRecord } from '../../src/record.ts';

const render = { recall: true, unknownOutcome: 'retry' } as const;
const known = (order: number, state: KnownRequest['state'], vendorId: string | null = null): KnownRequest => ({
  id: `key:${order}`,
  state,
  vendorId,
});
const record = (story: string, request: string): RequestRecord => ({
  version: 2,
  story,
  request,
  frames: [],
  costMicroUsd: 42,
  provider: 'openai',
  model: 'm',
  prompt: 'p',
  references: [],
});
const step = (requests: readonly KnownRequest[], found: RequestRecord | null = null, over = {}) =>
  nextStep('story', 'key', requests, found, { ...render, ...over });

describe('the next step of a request', () => {
  it('that nobody ever asked for is to intend it', () => {
    expect(step([])).toEqual({ kind: 'intend', id: 'key:1', lost: null });
  });

  it('whose frames are recorded is to keep them and pay nothing, unless recall is declined', () => {
    expect(step([], record('other', 'key:1'))).toMatchObject({ kind: 'keep', id: 'key:0', cost: 0 });
    expect(step([], record('other', 'key:1'), { recall: false })).toMatchObject({ kind: 'intend', id: 'key:1' });
  });

  it('that was intended and not ordered is to order it, not to intend it again', () => {
    expect(step([known(1, 'intended')])).toEqual({ kind: 'order', id: 'key:1' });
  });

  it('that the vendor accepted is to collect it', () => {
    expect(step([known(1, 'ordered', 'v1')])).toEqual({ kind: 'collect', id: 'key:1', vendorId: 'v1' });
  });

  it('whose own record was written before the crash is to keep it at its own cost', () => {
    expect(step([known(1, 'ordered', 'v1')], record('story', 'key:1'))).toMatchObject({
      kind: 'keep',
      id: 'key:1',
      cost: 42,
    });
    expect(step([known(1, 'ordered')], record('story', 'key:1'))).toMatchObject({
      kind: 'keep',
      id: 'key:1',
      cost: 42,
    });
  });

  it("that the vendor accepted is still collected when another story's record is there: ours is paid too", () => {
    expect(step([known(1, 'ordered', 'v1')], record('other', 'key:1'))).toMatchObject({ kind: 'collect' });
  });

  it('whose outcome nobody knows is to mark it lost and intend it anew, once; then a person is asked', () => {
    expect(step([known(1, 'ordered')])).toEqual({ kind: 'intend', id: 'key:2', lost: 'key:1' });
    expect(step([known(1, 'possibly_paid'), known(2, 'ordered')])).toEqual({ kind: 'ask', lost: 'key:2' });
    expect(step([known(1, 'ordered')], null, { unknownOutcome: 'ask' })).toEqual({ kind: 'ask', lost: 'key:1' });
  });

  it('that a person resumed after that is a new order', () => {
    expect(step([known(1, 'possibly_paid'), known(2, 'possibly_paid')])).toEqual({
      kind: 'intend',
      id: 'key:3',
      lost: null,
    });
  });

  it('that was refused is a new order', () => {
    expect(step([known(1, 'refused')])).toEqual({ kind: 'intend', id: 'key:2', lost: null });
  });

  it('looks at the newest order by number, not by text', () => {
    const orders = [known(10, 'refused'), known(9, 'kept'), known(2, 'refused')];
    expect(step(orders)).toMatchObject({ kind: 'intend', id: 'key:11' });
  });

  it('is not confused by the orders of other requests', () => {
    expect(step([{ id: 'key2:1', state: 'ordered', vendorId: 'v' }])).toEqual({
      kind: 'intend',
      id: 'key:1',
      lost: null,
    });
  });
});
