import { Readable } from 'node:stream';
import { type Context, followEvents, readEvents, readStory } from '@nextpanel/pipeline';
import { eventsHeaders, eventsQuery, storyParams } from '../../parameters.ts';
import { bytesOf, problems } from '../../responses.ts';
import type { Server } from '../../server.ts';
import { writeEvents } from './write-events.ts';

export interface EventStreams {
  readonly heartbeatMs: number;
  /** The streams that are open now; aborting one ends it. */
  readonly open: Set<AbortController>;
}

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
      response: { 200: bytesOf('An event stream', 'text/event-stream'), ...problems },
    },
    handler: async (request, reply) => {
      const story = { tenant: request.tenant, id: request.params.id };
      await readStory(context, story); // not_found is answered with a problem, not with a stream
      void reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
      if (request.method === 'HEAD') return reply.send(Readable.from([]));

      const after = request.headers['last-event-id'] || request.query.after;
      const from = { ...story, ...(after === undefined ? {} : { after }) };
      const stream = new AbortController();
      streams.open.add(stream);
      const events =
        request.query.follow === 'true'
          ? followEvents(context, { ...from, signal: stream.signal })
          : readEvents(context, from);
      const body = writeEvents(events, {
        heartbeatMs: streams.heartbeatMs,
        onClose: (error) => {
          streams.open.delete(stream);
          const gone = body.destroyed && !body.readableEnded;
          if (error !== undefined && !stream.signal.aborted && !gone)
            request.log.warn({ err: error }, 'event stream broke');
        },
      });
      // Fastify destroys the body when the client leaves; what waits for the next event only hears the signal.
      body.once('close', () => stream.abort());
      return reply.send(body);
    },
  });
}
