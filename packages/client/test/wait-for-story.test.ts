import { expect, test } from 'vitest';
import { createClient } from '../src/index.ts';
import { sendJson, startTestServer } from './testing.ts';

const event = (id: string, status: string): string =>
  `id: ${id}\nevent: story.status\ndata: {"type":"story.status","story":"s","at":"t","status":"${status}"}\n\n`;

test('waiting ends with the story when it rests, not with an event of its past', async () => {
  const statuses = ['drawing', 'drawing', 'completed'];
  await using server = await startTestServer((response, count) => {
    if (server.requests[count - 1]?.url === '/v1/stories/s')
      return sendJson(response, { id: 's', status: statuses.shift() });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    // Paused and resumed before anybody waited.
    response.end(count === 2 ? event('1-0', 'paused') : event('1-0', 'paused') + event('2-0', 'completed'));
  });
  const story = await createClient({ baseUrl: server.baseUrl }).wait('s');
  expect(story).toEqual({ id: 's', status: 'completed' });
});

test('a story that rests is answered at once, and an aborted wait throws', async () => {
  await using server = await startTestServer((response, count) => {
    if (count === 1) return sendJson(response, { id: 's', status: 'needs_attention' });
    if (count === 2) return sendJson(response, { id: 's', status: 'drawing' });
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': heartbeat\n\n');
  });
  const client = createClient({ baseUrl: server.baseUrl });
  expect(await client.wait('s')).toMatchObject({ status: 'needs_attention' });
  const stop = new AbortController();
  const waiting = client.wait('s', { signal: stop.signal });
  setImmediate(() => stop.abort(new Error('no time left')));
  await expect(waiting).rejects.toThrow('no time left');
});
