import { expect, test } from 'vitest';
import { errorOfResponse } from '../../../src/openai/responses/error-of-response.ts';
import { readResponse } from '../../../src/openai/responses/read-response.ts';
import type { Vendor } from '../../../src/openai-family/vendor.ts';

const vendor: Vendor = {
  id: 'openai',
  name: 'OpenAI',
  baseUrlVariable: 'OPENAI_BASE_URL',
  keyVariable: 'OPENAI_API_KEY',
  secrets: [],
};
const message = (part: object) => ({ id: 'msg_1', type: 'message', role: 'assistant', content: [part] });
const call = (error: object) => ({ id: 'ig_1', type: 'image_generation_call', status: 'failed', result: null, error });
const imageUsage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };

test.each([
  ['failed', { error: { code: 'server_error', message: 'sorry' } }, 'server_error', true, 'possibly'],
  ['failed', { error: { code: 'rate_limit_exceeded', message: 'slow down' } }, 'rate_limited', true, 'possibly'],
  ['failed', { error: { code: 'insufficient_quota', message: 'pay' } }, 'quota_exhausted', false, 'none'],
  ['failed', { error: { code: 'invalid_image', message: 'no image' } }, 'invalid_request', false, 'none'],
  [
    'failed',
    { error: { code: 'invalid_prompt', message: 'your prompt was flagged' } },
    'moderation_blocked',
    false,
    'none',
  ],
  ['failed', { error: { code: 'image_content_policy_violation', message: 'no' } }, 'moderation_blocked', false, 'none'],
  ['completed', { output: [call({ type: 'server_error', message: 'oops' })] }, 'server_error', true, 'possibly'],
  [
    'completed',
    { output: [call({ code: 'moderation_blocked', moderation_details: { moderation_stage: 'output' } })] },
    'moderation_blocked',
    false,
    'paid',
  ],
  ['completed', { output: [message({ type: 'refusal', refusal: 'I will not' })] }, 'moderation_blocked', false, 'none'],
  ['completed', { output: [message({ type: 'output_text', text: 'Which hare?' })] }, 'bad_response', true, 'paid'],
  ['incomplete', { incomplete_details: { reason: 'content_filter' } }, 'moderation_blocked', false, 'none'],
  ['incomplete', { incomplete_details: { reason: 'max_output_tokens' } }, 'bad_response', true, 'paid'],
  ['cancelled', {}, 'server_error', true, 'possibly'],
] as const)('%s with %j: %s', (status, rest, code, retryable, money) => {
  const error = errorOfResponse(readResponse({ status, ...rest }, vendor), vendor);
  expect(error).toMatchObject({ code, retryable, money });
});

test('where usage is reported, it was paid', () => {
  const answer = { status: 'failed', error: { code: 'server_error' }, tool_usage: { image_gen: imageUsage } };
  expect(errorOfResponse(readResponse(answer, vendor), vendor)).toMatchObject({ money: 'paid', retryable: true });
});

test('what the language model said instead of drawing is reported', () => {
  const output = [message({ type: 'output_text', text: 'Which hare do you mean?' })];
  const error = errorOfResponse(readResponse({ status: 'completed', output }, vendor), vendor);
  expect(error.message).toContain('Which hare do you mean?');
});
