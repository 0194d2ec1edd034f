import { expect, test } from 'vitest';
import { readImagesAnswer } from '../../../src/openai-family/answers/read-images-answer.ts';
import type { Vendor } from '../../../src/openai-family/vendor.ts';

const vendor: Vendor = {
  id: 'openai',
  name: 'OpenAI',
  keyVariable: 'OPENAI_API_KEY',
  baseUrlVariable: 'OPENAI_BASE_URL',
  secrets: [],
};
const base64 = (text: string) => Buffer.from(text).toString('base64');
const read = (answer: unknown, asked = 8) => readImagesAnswer(answer, asked, vendor);
function shown(answer: unknown, asked?: number) {
  const answered = read(answer, asked);
  if (answered.kind === 'task') return `task ${answered.id}`;
  return answered.pictures.map((it) => it && (it.kind === 'url' ? it.url : Buffer.from(it.bytes).toString()));
}

test('bytes, addresses and data URLs are read, in order and no more than asked for', () => {
  const data = [
    { b64_json: base64('one') },
    { url: 'https://host.example/two.png' },
    { url: `data:image/png;base64,${base64('three')}` },
    { b64_json: `data:image/png;base64,${base64('four')}` },
  ];
  expect(shown({ data })).toEqual(['one', 'https://host.example/two.png', 'three', 'four']);
  expect(shown({ data }, 2)).toEqual(['one', 'https://host.example/two.png']);
});

test('every picture keeps its place; a gap is a gap', () => {
  const data = [{ b64_json: base64('one') }, { b64_json: '' }, { b64_json: base64('three') }];
  expect(shown({ data })).toEqual(['one', null, 'three']);
  expect(read({ data })).toMatchObject({ drawn: 3 });
});

const long = 'a picture that is long enough to be distinguished from words by its length alone';

test.each([
  [{ images: [{ url: 'https://host.example/a.png' }] }, ['https://host.example/a.png']],
  [{ images: [base64(long)] }, [long]],
  [{ images: [`data:image/png;base64,${base64('a')}`] }, ['a']],
  [{ output: ['https://host.example/a.png'] }, ['https://host.example/a.png']],
  [{ output: 'https://host.example/a.png' }, ['https://host.example/a.png']],
  [{ output: { results: [{ url: 'https://host.example/a.png' }] } }, ['https://host.example/a.png']],
  [{ data: { images: [{ b64_json: base64('a') }] } }, ['a']],
  [{ id: 'x', status: 'completed', results: ['http://host.example/a.jpg'] }, ['http://host.example/a.jpg']],
  [
    { data: { status: 'completed', result: { images: [{ url: ['https://host.example/a.png'] }] } } },
    ['https://host.example/a.png'],
  ],
  [
    { data: { task_status: 'succeed', task_result: { images: [{ index: 0, url: 'https://k.example/a' }] } } },
    ['https://k.example/a'],
  ],
  [{ data: [{ url: '/home/admin/.xinference/image/x.jpg', b64_json: null }] }, ['/home/admin/.xinference/image/x.jpg']],
  [{ image: base64(long) }, [long]],
  [base64(long), [long]],
  [{ predictions: [{ bytesBase64Encoded: base64('a'), mimeType: 'image/png' }] }, ['a']],
  [{ candidates: [{ content: { parts: [{ text: 'Here.' }, { inlineData: { data: base64(long) } }] } }] }, [long]],
  [{ output: [{ type: 'image_generation_call', result: base64(long) }] }, [long]],
  [{ data: { data: [{ b64_json: base64('a') }, { b64_json: base64('b') }] } }, ['a', 'b']],
])('%j', (answer, pictures) => {
  expect(shown(answer)).toEqual(pictures);
});

test.each([
  { data: [{ b64_json: base64('a'), nsfw: true }, { b64_json: base64('b') }] },
  { data: [{ b64_json: base64('a') }, { b64_json: base64('b') }], has_nsfw_concepts: [true, false] },
  {
    artifacts: [
      { base64: base64('a'), finishReason: 'CONTENT_FILTERED' },
      { base64: base64('b'), finishReason: 'SUCCESS' },
    ],
  },
])('%j: the first was blocked', (answer) => {
  expect(read(answer)).toMatchObject({ blocked: [0], drawn: 2 });
});

test('an entry of another shape is not understood, beside a picture it is a gap', () => {
  expect(() => read({ data: [{ surprise: 1 }] })).toThrow(expect.objectContaining({ code: 'answer_not_understood' }));
  expect(() => read({ data: [{ url: 'file:///tmp/x.png' }] })).toThrow(
    expect.objectContaining({ code: 'answer_not_understood' }),
  );
  expect(shown({ data: [{ surprise: 1 }, { b64_json: base64('b') }] })).toEqual([null, 'b']);
});

test('words are no picture, however long', () => {
  const words = 'This service is being updated and will be back in a few minutes we are sorry for the wait';
  expect(() => read({ output: words })).toThrow(expect.objectContaining({ code: 'answer_not_understood' }));
});

test.each([
  [{ code: 200, data: [{ status: 'submitted', task_id: 'task_1' }] }, 'task_1'],
  [{ data: { status: 'submitted', task_id: 'task_2' } }, 'task_2'],
  [
    { created: 1, id: 'task-unified-1', object: 'image.generation.task', status: 'pending', progress: 0 },
    'task-unified-1',
  ],
  [{ object: 'generation.task', id: 'gen_1', status: 'queued' }, 'gen_1'],
  [{ id: 'abc', status: 'processing' }, 'abc'],
  [{ code: 200, msg: 'success', data: { taskId: '0f3a' } }, '0f3a'],
  [{ output: { task_id: 'd-1', task_status: 'PENDING' }, request_id: 'r' }, 'd-1'],
  [{ request_id: 'req_8f', job_id: 'task_2026' }, 'task_2026'],
])('%j is a task', (answer, id) => {
  expect(shown(answer)).toBe(`task ${id}`);
});

test('an id that could not stand in an address is none', () => {
  expect(() => read({ data: [{ status: 'submitted', task_id: '../../etc' }] })).toThrow(
    expect.objectContaining({ code: 'answer_not_understood' }),
  );
});

test.each([
  [{ error: { message: 'Upstream request failed', code: 'upstream_timeout' } }, 'server_error', 'outage', 'possibly'],
  [{ error: { message: 'x', type: 'server_error' } }, 'server_error', 'outage', 'possibly'],
  [{ error: 'model is overloaded' }, 'server_error', 'outage', 'possibly'],
  [{ error: 'the GPU is out of memory' }, 'server_error', 'outage', 'possibly'],
  [{ success: false, message: 'the model is loading' }, 'server_error', 'outage', 'possibly'],
  [{ code: 502, message: 'bad gateway' }, 'server_error', 'outage', 'possibly'],
  [{ error: { message: 'slow down', code: 'rate_limit_exceeded' } }, 'rate_limited', 'rate_limit', 'none'],
  [{ error: { message: 'no', code: 'invalid_api_key' } }, 'wrong_credentials', 'final', 'none'],
  [{ error: { message: 'no credit', code: 'insufficient_quota' } }, 'quota_exhausted', 'final', 'none'],
  [{ error: { message: 'no', code: 'content_policy_violation' } }, 'moderation_blocked', 'final', 'none'],
  [{ error: { message: 'bad size', code: 'invalid_value' } }, 'invalid_request', 'final', 'none'],
  [{ success: false, message: 'size is not allowed' }, 'invalid_request', 'final', 'none'],
] as const)('%j in an answer with status 200: %s', (answer, code, fault, money) => {
  expect(() => read(answer)).toThrow(expect.objectContaining({ code, fault, money }));
  // The status was 200: no other one is shown.
  expect(() => read(answer)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('(400)') }));
});

test('nothing drawn and nothing counted is free, and the cause is asked for', () => {
  for (const answer of [
    { data: [], usage: { total_tokens: 0 } },
    { images: [], usage: { input_tokens: 0, output_tokens: 0, total_tokens: 0 } },
    { data: [], message: 'the queue is full' },
    { data: null, images: [], message: 'the queue is full' },
  ]) {
    expect(() => read(answer)).toThrow(
      expect.objectContaining({ code: 'nothing_drawn', money: 'none', retryable: false, fault: 'final' }),
    );
  }
  expect(() => read({ data: [], usage: { total_tokens: 0 } })).toThrow(/its log may/);
  expect(() => read({ data: [], message: 'the queue is full' })).toThrow(/the queue is full/);
});

test('an empty list that says nothing may have been charged', () => {
  for (const usage of [undefined, { input_tokens: 5, output_tokens: 200, total_tokens: 205 }]) {
    expect(() => read({ data: [], usage })).toThrow(
      expect.objectContaining({ code: 'bad_response', money: 'paid', fault: 'unusable' }),
    );
  }
});

test('usage is read with its details, without them as the dearer, and broken as none', () => {
  const usage = { input_tokens: 30, output_tokens: 200, total_tokens: 230 };
  const details = { input_tokens_details: { text_tokens: 10, image_tokens: 20 } };
  const data = [{ b64_json: base64('one') }];
  expect(read({ data, usage: { ...usage, ...details } })).toMatchObject({
    usage: {
      textIn: 10,
      imageIn: 20,
      imageOut: 200,
    },
  });
  expect(read({ data, usage })).toMatchObject({ usage: { textIn: 0, imageIn: 30 } });
  expect(read({ data, usage: { output_tokens: 'many' } })).toMatchObject({ usage: null });
  expect(read({ data })).toMatchObject({ usage: null });
});

test('an error with status 200 is an error', () => {
  const answer = {
    created: 1,
    error: { code: 'contentFilter', message: 'Your task failed as a result of our safety system.' },
  };
  expect(() => read(answer)).toThrow(expect.objectContaining({ code: 'moderation_blocked', money: 'none' }));
});

test('neither a page nor an object that nobody documents says whether it was paid; only the page may pass', () => {
  expect(() => read('<html><title>Sign in</title></html>')).toThrow(
    expect.objectContaining({ code: 'bad_response', money: 'possibly', retryable: true, fault: 'outage' }),
  );
  expect(() => read('<html><title>Sign in</title></html>')).toThrow(/: Sign in$/);
  for (const answer of [{ surprise: true }, undefined, { data: 'no' }]) {
    expect(() => read(answer)).toThrow(
      expect.objectContaining({ code: 'answer_not_understood', money: 'possibly', retryable: false, fault: 'final' }),
    );
  }
  expect(() => read({ surprise: true })).toThrow(/\{"surprise":true\}/);
});
