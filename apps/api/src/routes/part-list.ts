import { listOf, type OtherPages, type Page } from '@nextpanel/core';
import type { Context, Scope } from '@nextpanel/pipeline';
import type { z } from 'zod';
import { languageQuery, pageQuery, pagesQuery, storyParams } from '../parameters.ts';
import { jsonOf, problems } from '../responses.ts';
import type { Server } from '../server.ts';
import { withoutUndefined } from '../without-undefined.ts';

interface PartList<Item extends z.ZodType> {
  /** Last word of the address and tag in the description: `panels`. */
  readonly noun: string;
  readonly summary: string;
  readonly item: Item;
  readonly list: (
    context: Context,
    query: Scope & { limit: number; cursor?: string; language?: string } & OtherPages,
  ) => Promise<Page<z.output<Item>>>;
  /** Whether editions in other languages, and other layouts, have parts of their own. */
  readonly inEditions?: true;
}

/** `GET /v1/stories/{id}/<noun>`: a list of a story's parts, in pages. */
export function partListRoute<Item extends z.ZodType>(scope: Server, context: Context, part: PartList<Item>): void {
  scope.route({
    method: 'GET',
    url: `/v1/stories/:id/${part.noun}`,
    schema: {
      tags: [part.noun],
      operationId: `list${part.noun.replace(/^./, (letter) => letter.toUpperCase())}`,
      summary: part.summary,
      params: storyParams,
      querystring: part.inEditions ? pageQuery.extend(languageQuery.shape).extend(pagesQuery.shape) : pageQuery,
      response: { 200: jsonOf('A page of the list', listOf(part.item)), ...problems },
    },
    handler: async (request, reply) => {
      const page = await part.list(context, {
        tenant: request.tenant,
        id: request.params.id,
        ...withoutUndefined(request.query),
      });
      return reply.send(page as never); // TypeScript cannot follow listOf over a generic item
    },
  });
}
