import { type ScriptEvent, scriptEventSchema, writeScriptEvent } from '@nextpanel/core';
import { type Context, followingScript } from '@nextpanel/pipeline';
import { z } from 'zod';
import { eventsHeaders, eventsQuery } from '../../parameters.ts';
import { eventsOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { sendEvents } from '../events/send-events.ts';
import type { EventStreams } from '../events/send-stream.ts';
import type { StreamMessage } from '../events/write-events.ts';
import { scriptParams } from './script-params.ts';

/** `GET /v1/scripts/{script}/events`: like the events of a story. */
export async function scriptEventsRoute(scope: Server, context: Context, streams: EventStreams): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/scripts/:script/events',
    config: { longLived: true },
    schema: {
      tags: ['events'],
      operationId: 'followScript',
      summary: 'Events of a script that a model adapts, as Server-Sent Events',
      params: scriptParams,
      querystring: eventsQuery.extend({
        until: z
          .literal('end')
          .optional()
          .describe(
            'end: the stream ends when the script is done, failed or cancelled. Where nothing is left to be sent the answer is 204, after which browsers do not connect again',
          ),
      }),
      headers: eventsHeaders,
      response: {
        200: eventsOf('An event stream', scriptEventSchema),
        204: z.undefined().describe('With `until=end`: nothing is left to be sent'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const it = followingScript(context, { tenant: request.tenant, id: request.params.script });
      const asked = { query: request.query, lastEventId: request.headers['last-event-id'] };
      return sendEvents(request, reply, streams, it, asked, messageOf);
    },
  });
}

function messageOf(event: ScriptEvent): StreamMessage {
  const { id, ...data } = writeScriptEvent(event);
  return { id, type: data.type, data };
}
