import { describe, expect, it } from 'vitest';
import { openConcurrency } from '../src/shared-concurrency.ts';

describe('the turns of a process', () => {
  it('are never more than its concurrency; who waits begins in the order of asking', async () => {
    const turns = openConcurrency(2);
    const begun: string[] = [];
    const signal = new AbortController().signal;
    expect([turns.tryBegin(), turns.tryBegin(), turns.tryBegin()]).toEqual([true, true, false]);
    const waiting = ['a', 'b'].map(async (name) => {
      if (await turns.begin(signal)) begun.push(name);
    });
    expect(turns.hasRoom()).toBe(false);
    turns.end();
    await waiting[0];
    expect(begun).toEqual(['a']);
    turns.end();
    await waiting[1];
    expect(begun).toEqual(['a', 'b']);
    turns.end();
    expect(turns.hasRoom()).toBe(true);
  });

  it('pass over who stopped waiting, and nobody slips in before who waits', async () => {
    const turns = openConcurrency(1);
    turns.tryBegin();
    const stop = new AbortController();
    const left = turns.begin(stop.signal);
    const stays = turns.begin(new AbortController().signal);
    stop.abort();
    expect(await left).toBe(false);
    expect(await turns.begin(stop.signal)).toBe(false);
    turns.end();
    expect(turns.tryBegin()).toBe(false);
    expect(await stays).toBe(true);
    turns.end();
    expect(turns.tryBegin()).toBe(true);
  });
});
