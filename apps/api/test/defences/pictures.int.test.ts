import type { EstimateView, Problem } from '@nextpanel/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shortStory, startTestApi, type TestApi, untilStatus } from '../testing.ts';
import { plainPng } from './plain-png.ts';

let api: TestApi;
/** How often a picture was decoded, and how many at once at most. */
const decoding = { times: 0, now: 0, most: 0 };
beforeAll(async () => {
  api = await startTestApi();
  const { inspectPicture } = api.context.imaging;
  Object.assign(api.context.imaging, {
    async inspectPicture(bytes: Uint8Array) {
      decoding.times += 1;
      decoding.now += 1;
      decoding.most = Math.max(decoding.most, decoding.now);
      return inspectPicture(bytes).finally(() => {
        decoding.now -= 1;
      });
    },
  });
});
afterAll(() => api[Symbol.asyncDispose]());

const dataUrl = (bytes: Uint8Array) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
const yaml = { 'content-type': 'application/yaml' };

/** A cast whose members all have the same picture, by aliases. */
const bomb = (picture: string, members: number): string =>
  [
    'title: The Hares',
    'characters:',
    `  - { id: hare0, name: Hare 0, description: a hare, references: [&p "${picture}", *p, *p, *p] }`,
    ...Array.from(
      { length: members - 1 },
      (_, index) =>
        `  - { id: hare${index + 1}, name: Hare ${index + 1}, description: a hare, references: [*p, *p, *p, *p] }`,
    ),
    'panels: [{ prompt: The hares run }]',
  ].join('\n');

test.each(['/v1/stories', '/v1/estimates'])(
  '%s decodes a picture once, however often aliases repeat it',
  async (path) => {
    decoding.times = 0;
    const answer = await api.post(path, bomb(dataUrl(plainPng(7_000, 7_000)), 16), yaml);
    expect([answer.status, await answer.text()]).toEqual([path === '/v1/stories' ? 202 : 200, expect.any(String)]);
    expect(decoding.times).toBe(1);
  },
);

test('the pictures of one story are bounded together, and read two at a time', async () => {
  const large = plainPng(7_000, 7_000);
  const characters = Array.from({ length: 16 }, (_, index) => ({
    id: `hare${index}`,
    name: `Hare ${index}`,
    description: 'a hare',
    // Behind the end of a PNG anything may stand.
    references: [dataUrl(Buffer.concat([large, Buffer.from([index])]))],
  }));
  decoding.times = 0;
  decoding.most = 0;
  const answer = await api.post('/v1/stories', shortStory(1, { characters }));
  expect(answer.status).toBe(422);
  expect((await answer.json()) as Problem).toMatchObject({
    code: 'pictures_too_large',
    errors: [{ pointer: expect.stringMatching(/^\/characters\/\d+\/references\/0$/) }],
  });
  expect(decoding.times).toBeLessThan(characters.length);
  expect(decoding.most).toBe(2);
  const estimate = await api.post('/v1/estimates', shortStory(1, { characters }));
  expect((await estimate.json()) as EstimateView).toMatchObject({ panels: 1 });
});

test.each([
  [1, 50_000],
  [50_000, 1],
  [100, 2_001],
])('a picture of %d×%d is refused: nothing could draw from it, or show it', async (width, height) => {
  const answer = await api.post('/v1/assets', plainPng(width, height), { 'content-type': 'image/png' });
  expect([answer.status, (await answer.json()) as Problem]).toEqual([
    422,
    expect.objectContaining({ code: 'picture_too_narrow' }),
  ]);
});

test('a picture is scaled once for all widths near each other', async () => {
  await api.startDrawing();
  const story = await api.submit(shortStory(1));
  await untilStatus(api, story.id, 'completed');
  const tags = await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      const answer = await api.get(`/v1/stories/${story.id}/panels/1/image?width=${101 + index}`);
      expect(answer.status).toBe(200);
      return answer.headers.get('etag');
    }),
  );
  expect(new Set(tags).size).toBe(1);
});
