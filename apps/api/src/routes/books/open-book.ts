import { bookFormats, describeFormat } from '@nextpanel/core';
import { type Context, openBook, openPartialBook } from '@nextpanel/pipeline';
import { bookParams, languageQuery, pagesQuery, partialQuery } from '../../parameters.ts';
import { bytesOf, problems } from '../../responses.ts';
import { forReader, sendBytes } from '../../send-bytes.ts';
import type { Server } from '../../server.ts';
import { withoutUndefined } from '../../without-undefined.ts';
import { attachment } from './attachment.ts';

const mimes = new Set(bookFormats.map((format) => describeFormat(format).mime));

/** `GET /v1/stories/{id}/books/{format}`: a bound book, streamed from where it is stored; with `partial=true` what is drawn of it. */
export async function openBookRoute(scope: Server, context: Context): Promise<void> {
  scope.route({
    method: 'GET',
    url: '/v1/stories/:id/books/:format',
    schema: {
      tags: ['books'],
      operationId: 'openBook',
      summary: 'Download a book',
      params: bookParams,
      querystring: languageQuery.extend(pagesQuery.shape).extend(partialQuery.shape),
      response: {
        200: bytesOf('The book', ...mimes, 'application/octet-stream'),
        ...problems,
      },
    },
    handler: async (request, reply) => {
      const { partial, ...query } = request.query;
      const asked = { tenant: request.tenant, ...request.params, ...withoutUndefined(query) };
      return forReader(reply, async (signal) => {
        const book = partial === 'true' ? openPartialBook(context, { ...asked, signal }) : openBook(context, asked);
        const { file, mime, etag, fileName } = await book;
        void reply.header('content-disposition', attachment(fileName));
        return sendBytes(request, reply, { content: file, mime, etag });
      });
    },
  });
}
