import { type DrawRequest, findModel } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { countImages, falParameters } from '../../src/fal/fal-parameters.ts';

const model = (id: string) => findModel({ provider: 'fal', model: id });

const picture = { width: 8, height: 8, mime: 'image/png', bytes: new Uint8Array(), sha256: '00' } as const;

type Asked = Pick<DrawRequest, 'method' | 'size' | 'quality' | 'panels' | 'references' | 'seed' | 'extra'>;
const panels = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ number: at + 1, prompt: '', characters: [] }));
const asked = (changes: Partial<Asked> = {}): Asked => ({
  method: 'panels',
  size: { width: 1_024, height: 1_536 },
  quality: undefined,
  panels: panels(1),
  references: [],
  ...changes,
});

test('gpt-image-2 gets pixels and a quality, never a preset', () => {
  expect(falParameters(model('gpt-image-2'), asked())).toEqual({
    endpoint: 'openai/gpt-image-2',
    input: { image_size: { width: 1_024, height: 1_536 }, quality: 'medium', num_images: 1, output_format: 'png' },
  });
});

test('with references the edit endpoint draws', () => {
  const { endpoint, input } = falParameters(model('gpt-image-2'), asked({ references: [picture], quality: 'high' }));
  expect(endpoint).toBe('openai/gpt-image-2/edit');
  expect(input).toMatchObject({ quality: 'high', image_size: { width: 1_024, height: 1_536 } });
  expect(falParameters(model('gpt-image-2.5-flare'), asked()).endpoint).toBe(
    'openai/gpt-image-2.5/flare/text-to-image',
  );
});

test('nano-banana-2 gets a ratio and a resolution, and a limit to what was asked for', () => {
  expect(falParameters(model('nano-banana-2'), asked({ references: [picture] }))).toEqual({
    endpoint: 'fal-ai/nano-banana-2/edit',
    input: { aspect_ratio: '2:3', resolution: '2K', num_images: 1, output_format: 'png', limit_generations: true },
  });
  const square = falParameters(model('nano-banana-2'), asked({ size: { width: 1_024, height: 1_024 } }));
  expect(square.input).toMatchObject({ aspect_ratio: '1:1', resolution: '1K' });
});

test('flux-2-pro has neither a count nor a quality', () => {
  const { input } = falParameters(model('flux-2-pro'), asked({ quality: 'high' }));
  expect(input).toEqual({ image_size: { width: 1_024, height: 1_536 }, output_format: 'png' });
});

test('gpt-image-1.5 takes its sizes as text, and a fidelity with references only', () => {
  const old = model('gpt-image-1.5');
  expect(falParameters(old, asked()).input).toMatchObject({ image_size: '1024x1536' });
  expect(falParameters(old, asked()).input).not.toHaveProperty('input_fidelity');
  expect(falParameters(old, asked({ references: [picture] })).input).toMatchObject({ input_fidelity: 'high' });
});

test('one call draws as many as a call of the model goes; a contact sheet is one picture', () => {
  const gpt = model('gpt-image-2');
  expect(countImages(gpt, asked({ method: 'one-call', panels: panels(3) }))).toBe(3);
  expect(countImages(gpt, asked({ method: 'one-call', panels: panels(8) }))).toBe(4);
  const sheet = falParameters(gpt, asked({ method: 'contact-sheet', panels: panels(8) }));
  expect(sheet.input).toMatchObject({ num_images: 1 });
  const { width, height } = sheet.input.image_size as { width: number; height: number };
  expect(width * height).toBeGreaterThan(1_024 * 1_536);
});

test('what the model cannot draw is refused before anything is sent', () => {
  const refused = (id: string, changes: Partial<Asked>) => () => falParameters(model(id), asked(changes));
  expect(refused('gpt-image-2', { method: 'series' })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  expect(refused('imagen4', { references: [picture], size: { width: 1_024, height: 1_024 } })).toThrow(
    expect.objectContaining({ code: 'invalid_request' }),
  );
  expect(refused('gpt-image-2', { size: { width: 1_000, height: 1_000 } })).toThrow(
    expect.objectContaining({ code: 'size_unsupported' }),
  );
});

test('a seed goes to flux and nano-banana, parameters of the user to what the catalogue opens for them', () => {
  const said = asked({ seed: 7, extra: { safety_tolerance: '5' } });
  for (const id of ['flux-2-pro', 'nano-banana-2']) {
    expect(falParameters(model(id), said).input).toMatchObject({ seed: 7 });
    expect(falParameters(model(id), said).input).not.toHaveProperty('safety_tolerance');
    expect(falParameters(model(id), asked()).input).not.toHaveProperty('seed');
  }
  expect(falParameters(model('gpt-image-2'), said).input).not.toHaveProperty('seed');
  const flux = model('flux-2-pro');
  const opened = { ...flux, sends: { ...flux.sends, extra: true, size: false } };
  expect(falParameters(opened, said).input).toEqual({ output_format: 'png', seed: 7, safety_tolerance: '5' });
});
