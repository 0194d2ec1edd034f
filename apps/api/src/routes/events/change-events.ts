import { type Context, followChanges } from '@nextpanel/pipeline';
import { bytesOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { type EventStreams, sendStream } from './send-stream.ts';
import type { StreamMessage } from './write-events.ts';

/**
 * `GET /v1/events`: which stories change, as they change. Messages are `{"stories": [ids]}`; an empty list, which comes first,
 * means "look at everything again". Nothing is replayed.
 */
export async function changeEventsRoute(scope: Server, context: Context, streams: EventStreams): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/events',
    config: { longLived: true },
    schema: {
      tags: ['events'],
      operationId: 'followChanges',
      summary: 'Ids of stories that change, as Server-Sent Events',
      response: { 200: bytesOf('An event stream', 'text/event-stream'), ...problems },
    },
    handler: async (request, reply) =>
      sendStream(request, reply, streams, async (signal) =>
        messagesOf(await followChanges(context, { tenant: request.tenant, signal })),
      ),
  });
}

async function* messagesOf(changes: AsyncIterable<readonly string[]>): AsyncGenerator<StreamMessage> {
  for await (const stories of changes) yield { data: { stories } };
}
