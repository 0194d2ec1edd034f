import { type Change, changeSchema } from '@nextpanel/core';
import { type Context, followChanges } from '@nextpanel/pipeline';
import { eventsOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { type EventStreams, sendStream } from './send-stream.ts';
import type { StreamMessage } from './write-events.ts';

/**
 * `GET /v1/events`: what changes, as it changes. Messages are `{"stories": [ids]}`; an empty list, which comes first, means "read
 * everything again". Events named `operations` are `{"operations": [names]}`: which of queues, providers, workers and statistics
 * changed. Events named `scripts` are `{"scripts": [ids]}`. Nothing is replayed.
 */
export async function changeEventsRoute(scope: Server, context: Context, streams: EventStreams): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/events',
    config: { longLived: true },
    schema: {
      tags: ['events'],
      operationId: 'followChanges',
      summary: 'Which stories, scripts, queues, providers and workers change, as Server-Sent Events',
      response: { 200: eventsOf('An event stream', changeSchema), ...problems },
    },
    handler: async (request, reply) =>
      sendStream(request, reply, streams, async (signal) =>
        messagesOf(await followChanges(context, { tenant: request.tenant, signal })),
      ),
  });
}

async function* messagesOf(changes: AsyncIterable<Change>): AsyncGenerator<StreamMessage> {
  // Named, so that programs that read only the unnamed messages see stories and nothing else.
  for await (const data of changes)
    yield 'stories' in data ? { data } : { type: 'scripts' in data ? 'scripts' : 'operations', data };
}
