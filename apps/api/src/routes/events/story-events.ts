import { type StoryEvent, storyEventSchema, writeEvent } from '@nextpanel/core';
import { type Context, followEvents, followUntilRest, hasRested, readEvents, readStory } from '@nextpanel/pipeline';
import { z } from 'zod';
import { eventsHeaders, eventsQuery, storyParams } from '../../parameters.ts';
import { eventsOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { type EventStreams, sendStream } from './send-stream.ts';
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
      const story = { tenant: request.tenant, id: request.params.id };
      const { follow, until } = request.query;
      const after = request.headers['last-event-id'] || request.query.after;
      const from = { ...story, ...(after === undefined ? {} : { after }) };
      if (until === 'end' && after !== undefined && (await hasRested(context, from))) return reply.code(204).send();
      return sendStream(request, reply, streams, async (signal) => {
        await readStory(context, story); // not_found is answered with a problem, not with a stream
        if (follow === 'false') return messagesOf(readEvents(context, from));
        const events = until === 'end' ? followUntilRest : followEvents;
        return measured(messagesOf(events(context, { ...from, signal })), streams.now, onSent);
      });
    },
  });
}

async function* messagesOf(events: AsyncIterable<StoryEvent>): AsyncGenerator<StreamMessage> {
  for await (const event of events) {
    const { id, ...data } = writeEvent(event);
    yield { id, type: data.type, data };
  }
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
