import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, requestKey } from '../src/request-key.ts';

const inputs = {
  tenant: 't',
  provider: 'openai',
  model: 'gpt-image-2',
  parameters: { size: '1024x1024', quality: 'medium' },
  prompt: 'a hare',
  references: ['a', 'b'],
  redraw: 0,
  occurrence: 0,
};

describe('the request key', () => {
  it('is the same for the same inputs, whatever the order of the parameters', () => {
    const turned = { ...inputs, parameters: { quality: 'medium', size: '1024x1024', none: undefined } };
    expect(requestKey(turned)).toBe(requestKey(inputs));
    expect(requestKey(inputs)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with every single input', () => {
    const others = [
      { tenant: 'u' },
      { provider: 'fal' },
      { model: 'x' },
      { parameters: { size: '512x512', quality: 'medium' } },
      { prompt: 'a hare ' },
      { references: ['b', 'a'] },
      { references: ['a'] },
      { redraw: 1 },
      { occurrence: 1 },
    ].map((over) => requestKey({ ...inputs, ...over }));
    expect(new Set([requestKey(inputs), ...others]).size).toBe(others.length + 1);
  });

  it('is computed from text that contains all inputs', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
