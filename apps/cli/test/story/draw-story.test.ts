import { createClient } from '@nextpanel/client';
import { parseStoryValue, type StoryView } from '@nextpanel/core';
import { expect, test } from 'vitest';
import { drawStory } from '../../src/story/draw-story.ts';
import { type Answer, json, problem, serve, storyView } from '../testing.ts';

const parsed = parseStoryValue({ title: 'The Hare', panels: [{ prompt: 'runs' }] });
if (!parsed.ok) throw new Error('the test has no story');
const { spec } = parsed;
const noEvents: Answer = (_request, response) =>
  void response.writeHead(200, { 'content-type': 'text/event-stream' }).end();

/** Draws against a server that answers a submission with `submitted` and a resume with `resumed`. */
async function draw(submitted: StoryView, resumed: StoryView | null) {
  const keys: unknown[] = [];
  const notes: string[] = [];
  await using server = await serve({
    'POST /v1/stories': (request, response) => {
      keys.push(request.headers['idempotency-key']);
      return json(submitted, 202)(request, response);
    },
    'POST /v1/stories/st1/resume': resumed ? json(resumed, 202) : problem(409, 'invalid_state', 'must not be asked'),
    'GET /v1/stories/st1': json(resumed ?? submitted),
    'GET /v1/stories/st1/events': noEvents,
  });
  const display = {
    start: () => {},
    update: () => {},
    note: (line: string) => void notes.push(line),
    stop: () => {},
    [Symbol.dispose]: () => {},
  };
  const client = createClient({ baseUrl: server.url });
  const { signal } = new AbortController();
  const rest = await drawStory({ client, file: '/story.yaml', spec, pictures: new Map(), key: 'k', display, signal });
  return { rest, notes, keys };
}

test('a finished story is not drawn again, and its key was sent', async () => {
  const { rest, notes, keys } = await draw(storyView({ status: 'completed' }), null);
  expect(rest.story.status).toBe('completed');
  expect(notes).toEqual(['story st1 is already finished; writing its files again']);
  expect(keys).toEqual(['k']);
});

test.each([
  { status: 'paused', waitingOn: null },
  { status: 'needs_attention', waitingOn: 'moderation' },
] as const)('a story that is $status is resumed', async (waiting) => {
  const progress = { ...storyView().progress, panels: { drawn: 5, total: 16 } };
  const { rest, notes } = await draw(storyView({ ...waiting, progress }), storyView({ status: 'completed', progress }));
  expect(rest.story.status).toBe('completed');
  expect(notes).toEqual(['story st1 is already finished; writing its files again']);
});

test('running the command again is not an approval', async () => {
  const { rest } = await draw(storyView({ status: 'needs_attention', waitingOn: 'approval' }), null);
  expect(rest.story.waitingOn).toBe('approval');
});

test('a cancelled story stays cancelled', async () => {
  const { rest } = await draw(storyView({ status: 'cancelled' }), null);
  expect(rest.story.status).toBe('cancelled');
});

test('a new story that a worker claimed before the answer arrived is called new, not resumed', async () => {
  const progress = { ...storyView().progress, panels: { drawn: 0, total: 16 }, batches: { drawn: 0, total: 2 } };
  const { notes } = await draw(
    storyView({ status: 'drawing', progress }),
    storyView({ status: 'completed', progress }),
  );
  expect(notes).toEqual(['story st1: 16 panels in 2 batches']);
});

test('its warnings are shown; those of a finished story are left to the list with its files', async () => {
  const warnings = [{ code: 'weight_ignored', detail: '`weight` is ignored at panel 3' }];
  const attention = storyView({ status: 'needs_attention', waitingOn: 'approval', warnings });
  expect((await draw(attention, null)).notes).toContain('note: `weight` is ignored at panel 3');
  const { notes } = await draw(storyView({ status: 'completed', warnings }), null);
  expect(notes).not.toContain('note: `weight` is ignored at panel 3');
});
