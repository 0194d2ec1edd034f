import { type DrawRequest, findModel, type ProviderId } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { type Asked, imagesParameters } from '../../src/openai-family/images-parameters.ts';

const panel = (number: number) => ({ number, prompt: 'a hare', characters: [] });
const reference = { bytes: new Uint8Array(1), mime: 'image/png', width: 64, height: 64, sha256: 'a' } as const;

const asked = (changes: Partial<DrawRequest> = {}): Asked => ({
  model: 'gpt-image-2',
  method: 'panels',
  size: { width: 1536, height: 1024 },
  quality: undefined,
  language: 'en',
  recoverable: false,
  prompt: 'a hare',
  panels: [panel(1)],
  references: [],
  referenceFrame: null,
  ...changes,
});

const parameters = (provider: ProviderId, model: string, changes: Partial<DrawRequest> = {}) =>
  imagesParameters(findModel({ provider, model }), asked(changes));

test('a panel: size, the default quality, PNG, and nothing that was not asked for', () => {
  expect(parameters('openai', 'gpt-image-2')).toEqual({ size: '1536x1024', quality: 'medium', output_format: 'png' });
});

test('one-call sends how many, a contact sheet its own size and one picture', () => {
  const panels = [1, 2, 3, 4].map(panel);
  expect(parameters('openai', 'gpt-image-2', { method: 'one-call', panels })).toMatchObject({ n: 4 });
  const sheet = parameters('openai', 'gpt-image-2', { method: 'contact-sheet', panels });
  expect(sheet).not.toHaveProperty('n');
  expect(sheet.size).not.toBe('1536x1024');
});

test('input_fidelity goes to the 1-series with references, and to nobody else', () => {
  const references = [reference];
  expect(parameters('openai', 'gpt-image-1.5', { references })).toMatchObject({ input_fidelity: 'high' });
  expect(parameters('openai', 'gpt-image-1.5')).not.toHaveProperty('input_fidelity');
  for (const model of ['gpt-image-2', 'gpt-image-2.5-flare', 'gpt-image-2.6-sunburst']) {
    const sent = parameters('openai', model, { references });
    for (const name of ['input_fidelity', 'response_format', 'moderation', 'complexity', 'background']) {
      expect(sent).not.toHaveProperty(name);
    }
  }
});

test('a quality the model does not have is refused; a model without any is sent none', () => {
  expect(() => parameters('openai', 'gpt-image-2', { quality: 'max' })).toThrow(/low, medium, high/);
  expect(parameters('openai', 'gpt-image-2.5-flare', { quality: 'max' })).toMatchObject({ quality: 'max' });
  expect(parameters('openai-compatible', 'some-model', { quality: 'max' })).toEqual({ size: '1536x1024' });
});

test('moderation, seed and parameters of the user are sent where the model takes them, and only when they are set', () => {
  const said = { moderation: 'low', seed: 7, extra: { steps: 30, negative_prompt: 'blurry' } } as const;
  const base = { size: '1536x1024', quality: 'medium', output_format: 'png' };
  expect(parameters('openai', 'gpt-image-2', said)).toEqual({ ...base, moderation: 'low' });
  expect(parameters('azure', 'gpt-image-2', said)).toEqual(base);
  expect(parameters('openai-compatible', 'own', said)).toEqual({
    size: '1536x1024',
    seed: 7,
    steps: 30,
    negative_prompt: 'blurry',
  });
  expect(parameters('openai-compatible', 'own')).toEqual({ size: '1536x1024' });
});

test('no size is sent to a server that takes none', () => {
  const model = findModel({ provider: 'openai-compatible', model: 'own' });
  expect(imagesParameters({ ...model, sends: { ...model.sends, size: false } }, asked())).toEqual({});
});
