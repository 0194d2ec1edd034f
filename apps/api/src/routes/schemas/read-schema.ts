import { eventsJsonSchema, storyJsonSchema } from '@nextpanel/core';
import { z } from 'zod';
import { problems } from '../../responses.ts';
import type { Server } from '../../server.ts';

const documents = { events: eventsJsonSchema, 'story-spec': storyJsonSchema } as const;
const mediaType = 'application/schema+json';

/** `GET /v1/schemas/{name}`: the JSON Schema of story files, and of the events of a story. Needs no key. */
export async function readSchemaRoute(scope: Server): Promise<void> {
  const schemas = new Map(Object.entries(documents).map(([name, make]) => [name, JSON.stringify(make())]));
  scope.route({
    method: 'GET',
    url: '/v1/schemas/:name',
    schema: {
      tags: ['schemas'],
      operationId: 'readSchema',
      summary: 'JSON Schema of story files (story-spec) or of events (events)',
      security: [],
      params: z.object({ name: z.enum(['events', 'story-spec']) }),
      response: {
        200: { description: 'A JSON Schema', content: { [mediaType]: { schema: z.record(z.string(), z.unknown()) } } },
        ...problems,
      },
    },
    handler: async (request, reply) => {
      // Made once: it never changes while the server runs.
      const schema = schemas.get(request.params.name) as string;
      return reply
        .header('content-type', mediaType)
        .serializer(String)
        .send(schema as never);
    },
  });
}
