import { type StoryEvent, storyEventSchema, writeEvent } from '@nextpanel/core';
import { type Context, followingStory } from '@nextpanel/pipeline';
import { z } from 'zod';
import { eventsHeaders, eventsQuery, storyParams } from '../../parameters.ts';
import { eventsOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { sendEvents } from './send-events.ts';
import type { EventStreams } from './send-stream.ts';
import type { StreamMessage } from './write-events.ts';

/**
 * `GET /v1/stories/{id}/events`: everything that happened and, unless `follow=false`, everything that will; with `until=end` until the story
 * rests.
 */
export async function storyEventsRoute(
  scope: Server,
  context: Context,
  streams: EventStreams,
  onSent: (lagMs: number) => void,
): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/events',
    config: { longLived: true },
    schema: {
      tags: ['events'],
      operationId: 'followEvents',
      summary: 'Events of a story as Server-Sent Events',
      params: storyParams,
      querystring: eventsQuery,
      headers: eventsHeaders,
      response: {
        200: eventsOf('An event stream', storyEventSchema),
        204: z.undefined().describe('With `until=end`: nothing is left to be sent'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const it = followingStory(context, { tenant: request.tenant, id: request.params.id });
      const asked = { query: request.query, lastEventId: request.headers['last-event-id'] };
      return sendEvents(request, reply, streams, it, asked, messageOf, (messages) =>
        measured(messages, streams.now, onSent),
      );
    },
  });
}

function messageOf(event: StoryEvent): StreamMessage {
  const { id, ...data } = writeEvent(event);
  return { id, type: data.type, data };
}

/** Reports how late each event is that happens from now on; those before were sent again. */
async function* measured(
  messages: AsyncIterable<StreamMessage>,
  now: () => number,
  onSent: (lagMs: number) => void,
): AsyncGenerator<StreamMessage> {
  const openedAt = now();
  for await (const message of messages) {
    const at = Number(message.id?.split('-')[0]);
    if (at >= openedAt) onSent(now() - at);
    yield message;
  }
}
