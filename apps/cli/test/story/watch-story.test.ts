import { createClient } from '@nextpanel/client';
import type { StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { type Rest, watchStory } from '../../src/story/watch-story.ts';
import { type Answer, json, problem, serve, storyView } from '../testing.ts';

type EventOf = Readonly<Record<string, unknown>> & { readonly type: string };

/** A stream of events that ends after the replay with `follow=false`, and otherwise stays open. */
function events(replayed: readonly EventOf[], live: readonly EventOf[] = []): Answer {
  return (request, response) => {
    const url = new URL(request.url ?? '', 'http://api');
    const after = Number(String(request.headers['last-event-id'] ?? '0-0').split('-')[0]);
    const all = url.searchParams.get('follow') === 'false' ? replayed : [...replayed, ...live];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const [index, { type, ...data }] of all.entries()) {
      if (index + 1 <= after) continue;
      response.write(
        `id: ${index + 1}-0\nevent: ${type}\ndata: ${JSON.stringify({ type, story: 'st1', ...data })}\n\n`,
      );
    }
    if (url.searchParams.get('follow') === 'false') response.end();
  };
}

const noProviders = json({ items: [], nextCursor: null });
const status = (to: string, waitingOn?: string): EventOf => ({ type: 'story.status', status: to, waitingOn });

async function watch(url: string, quietMs = 60_000): Promise<{ rest: Rest; seen: string[]; started: number }> {
  const seen: string[] = [];
  let started = -1;
  const rest = await watchStory({
    client: createClient({ baseUrl: url }),
    id: 'st1',
    signal: new AbortController().signal,
    quietMs,
    onStart: (progress) => {
      started = progress.panels.size;
    },
    onEvent: (event, progress) => seen.push(`${event.type} ${progress.panels.size}`),
  });
  return { rest, seen, started };
}

test('earlier events are counted, new ones are reported, and the result is the story', async () => {
  let asked = 0;
  const story = (): StoryView => storyView({ status: asked++ === 0 ? 'drawing' : 'completed' });
  await using server = await serve({
    'GET /v1/stories/st1': (request, response) => json(story())(request, response),
    'GET /v1/stories/st1/events': events(
      [
        status('queued'),
        { type: 'panel.drawn', panel: 1 },
        { type: 'panel.drawn', panel: 1 },
        { type: 'panel.drawn', panel: 2 },
      ],
      [{ type: 'panel.drawn', panel: 3 }, status('completed')],
    ),
  });
  const { rest, seen, started } = await watch(server.url);
  expect(started).toBe(2);
  expect(seen).toEqual(['panel.drawn 3', 'story.status 3']);
  expect(rest.story.status).toBe('completed');
});

test('a story that stopped once and was resumed is followed to its end', async () => {
  let asked = 0;
  await using server = await serve({
    'GET /v1/stories/st1': (request, response) =>
      json(storyView({ status: asked++ < 2 ? 'drawing' : 'needs_attention', waitingOn: 'moderation' }))(
        request,
        response,
      ),
    'GET /v1/providers': noProviders,
    'GET /v1/stories/st1/events': events(
      [status('needs_attention', 'moderation'), status('drawing')],
      [status('paused'), status('drawing'), status('needs_attention', 'moderation')],
    ),
  });
  const { rest, seen } = await watch(server.url);
  expect(seen).toHaveLength(3);
  expect(rest.story.waitingOn).toBe('moderation');
});

test('a stopped story is not waited for', async () => {
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView({ status: 'cancelled' })),
    'GET /v1/stories/st1/events': events([status('cancelled')]),
  });
  expect((await watch(server.url)).rest.story.status).toBe('cancelled');
});

test('a paused provider ends the watch, although no event of the story says so', async () => {
  const paused = { reason: 'the key is wrong', since: '2026-11-22T10:00:00.000Z' };
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'GET /v1/stories/st1/events': events([status('drawing')]),
    'GET /v1/providers': json({ items: [{ id: 'storyboard', models: [], paused }], nextCursor: null }),
  });
  expect((await watch(server.url, 50)).rest.pausedProvider?.paused).toEqual(paused);
});

test('a story that does not exist is not found', async () => {
  await using server = await serve({});
  await expect(watch(server.url)).rejects.toMatchObject({ code: 'not_found' });
});

test('a server that is unreachable when the story stops is asked again', async () => {
  let asked = 0;
  const away = problem(503, 'not_ready', 'starting');
  await using server = await serve({
    'GET /v1/stories/st1': (request, response) => {
      asked += 1;
      const answer = asked === 1 ? json(storyView()) : asked < 4 ? away : json(storyView({ status: 'completed' }));
      return answer(request, response);
    },
    'GET /v1/stories/st1/events': events([status('drawing')], [status('completed')]),
  });
  expect((await watch(server.url, 30)).rest.story.status).toBe('completed');
  expect(asked).toBe(4);
});

test('an interruption ends the watch with its reason', async () => {
  await using server = await serve({
    'GET /v1/stories/st1': json(storyView()),
    'GET /v1/stories/st1/events': events([status('drawing')]),
  });
  const controller = new AbortController();
  const watching = watchStory({
    client: createClient({ baseUrl: server.url }),
    id: 'st1',
    signal: controller.signal,
    onStart: () => controller.abort(new Error('enough')),
    onEvent: () => {},
  });
  await expect(watching).rejects.toThrow('enough');
});
