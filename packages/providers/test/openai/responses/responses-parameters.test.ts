import { type DrawRequest, findModel } from '@nextpanel/core';
import { expect, test } from 'vitest';
import {
  languageModelFor,
  responseBody,
  responsesParameters,
} from '../../../src/openai/responses/responses-parameters.ts';

const model = findModel({ provider: 'openai', model: 'gpt-image-2' });

const request = (count: number, changes: Partial<DrawRequest> = {}): DrawRequest => ({
  id: 'order-1',
  key: 'k'.repeat(64),
  model,
  method: 'series',
  size: { width: 1024, height: 1024 },
  quality: 'low',
  language: 'en',
  recoverable: false,
  prompt: 'a hare',
  panels: Array.from({ length: count }, (_, index) => ({ number: index + 1, prompt: 'a hare', characters: [] })),
  references: [],
  referenceFrame: null,
  ...changes,
});

test('the tool gets what the Images API would get, but never n', () => {
  const { tools, max_tool_calls: most } = responsesParameters(model, request(8));
  expect(tools).toEqual([
    { type: 'image_generation', model: 'gpt-image-2', size: '1024x1024', quality: 'low', output_format: 'png' },
  ]);
  expect(most).toBe(8);
});

test('it is ordered in the background and stored', () => {
  expect(responseBody(request(8), [])).toMatchObject({ background: true, store: true, model: 'gpt-5.4' });
});

test('one picture is forced, a series is left to the model', () => {
  const one = request(1, { method: 'panels', recoverable: true });
  expect(responseBody(one, [])).toMatchObject({ tool_choice: { type: 'image_generation' }, max_tool_calls: 1 });
  expect(responsesParameters(model, request(4))).toMatchObject({ tool_choice: 'auto', reasoning: { effort: 'high' } });
});

test('series and recoverable requests go this way where the model has it', () => {
  const old = findModel({ provider: 'openai', model: 'gpt-image-1.5' });
  expect(languageModelFor(model, { method: 'panels', recoverable: false })).toBeNull();
  expect(languageModelFor(model, { method: 'panels', recoverable: true })).toBe('gpt-5.4');
  expect(languageModelFor(model, { method: 'series', recoverable: false })).toBe('gpt-5.4');
  expect(languageModelFor(old, { method: 'panels', recoverable: true })).toBeNull();
  expect(() => languageModelFor(old, { method: 'series', recoverable: false })).toThrow('series');
});
