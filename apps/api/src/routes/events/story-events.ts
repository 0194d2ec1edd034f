import { type StoryEvent, storyEventSchema, writeEvent } from '@nextpanel/core';
import { type Context, followEvents, readEvents, readStory } from '@nextpanel/pipeline';
import { eventsHeaders, eventsQuery, storyParams } from '../../parameters.ts';
import { eventsOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { type EventStreams, sendStream } from './send-stream.ts';
import type { StreamMessage } from './write-events.ts';

/** `GET /v1/stories/{id}/events`: everything that happened and, unless `follow=false`, everything that will. */
export async function storyEventsRoute(scope: Server, context: Context, streams: EventStreams): Promise<void> {
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
      response: { 200: eventsOf('An event stream', storyEventSchema), ...problems },
    },
    handler: async (request, reply) =>
      sendStream(request, reply, streams, async (signal) => {
        const story = { tenant: request.tenant, id: request.params.id };
        await readStory(context, story); // not_found is answered with a problem, not with a stream
        const after = request.headers['last-event-id'] || request.query.after;
        const from = { ...story, ...(after === undefined ? {} : { after }) };
        return messagesOf(
          request.query.follow === 'true' ? followEvents(context, { ...from, signal }) : readEvents(context, from),
        );
      }),
  });
}

async function* messagesOf(events: AsyncIterable<StoryEvent>): AsyncGenerator<StreamMessage> {
  for await (const event of events) {
    const { id, ...data } = writeEvent(event);
    yield { id, type: data.type, data };
  }
}
