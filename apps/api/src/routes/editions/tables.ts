import type { EditionFormat } from '@nextpanel/core';
import type { FastifyReply } from 'fastify';
import { attachment } from '../books/attachment.ts';

/** What an edition may come as. XLIFF 1.2 has no registered type; these are what tools send. */
export const editionTypes: ReadonlyMap<string, EditionFormat> = new Map([
  ['application/json', 'json'],
  ['application/yaml', 'yaml'],
  ['application/x-yaml', 'yaml'],
  ['text/yaml', 'yaml'],
  ['text/csv', 'csv'],
  ['application/x-xliff+xml', 'xliff'],
  ['application/xliff+xml', 'xliff'],
  ['application/xml', 'xliff'],
  ['text/xml', 'xliff'],
]);

const exported = { csv: 'text/csv; charset=utf-8', xliff: 'application/x-xliff+xml; charset=utf-8' } as const;

/** Sends a table or XLIFF as a file. */
export const sendTable = <Reply extends Pick<FastifyReply, 'type'>>(
  reply: Reply,
  format: keyof typeof exported,
  { text, fileName }: { readonly text: string; readonly fileName: string },
) =>
  (reply as unknown as FastifyReply)
    .type(exported[format])
    .header('content-disposition', attachment(fileName))
    .serializer((body: unknown) => body as string)
    .send(text) as never;
