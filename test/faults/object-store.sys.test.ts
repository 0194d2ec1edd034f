import { readdir } from 'node:fs/promises';
import { createClient } from '@nextpanel/client';
import { startObjectStore, startSystem } from '@nextpanel/harness';
import { expect, test } from 'vitest';
import { expectDrawnOnce, submitStory } from './watch-story.ts';

test('a story is drawn into a bucket that refuses for a while: every picture paid once, nothing on the machine', async () => {
  await using store = await startObjectStore();
  await using system = await startSystem({ STORYBOARD_LATENCY_MS: '100', ...store.env('studio') });
  const client = createClient({ baseUrl: system.url() });
  using story = await submitStory(client, 'in a bucket', 3);
  await story.until('batch.drawn');
  store.refuse({ method: 'PUT', status: 507, code: 'XMinioStorageFull' });
  // What is drawn meanwhile is held, and the log says so once.
  await expect.poll(() => system.process('worker').log()).toContain('XMinioStorageFull');
  expect((await fetch(`${system.url()}/readyz`)).status).toBe(503);
  store.serve();
  await expectDrawnOnce(client, story);

  const book = `${system.url()}/v1/stories/${story.id}/books/pdf`;
  const whole = Buffer.from(await (await fetch(book)).arrayBuffer());
  const part = await fetch(book, { headers: { range: 'bytes=100-299' } });
  expect([part.status, whole.subarray(0, 4).toString()]).toEqual([206, '%PDF']);
  expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), whole.subarray(100, 300))).toBe(0);
  expect(await readdir(system.dataDir)).toEqual([]);
});
