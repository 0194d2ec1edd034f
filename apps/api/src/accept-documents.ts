import { NextpanelError, type SpecError } from '@nextpanel/core';
import type { FastifySchemaCompiler } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { Server } from './server.ts';

export const documentTypes = ['application/json', 'application/yaml', 'application/x-yaml', 'text/yaml'] as const;

/** A body as it came: still text, so that errors can be reported with their line. */
export interface DocumentSource {
  readonly format: 'json' | 'yaml';
  readonly text: string;
  /** Whose it is: large ones are read in turn. */
  readonly tenant: string;
}

export const documentFormats = new Map<string, DocumentSource['format']>(
  documentTypes.map((type) => [type, type === 'application/json' ? 'json' : 'yaml']),
);

/** Makes a scope take documents as bodies, unparsed, in any of `documentTypes`, or of others with their formats. */
export function acceptDocuments(scope: Server, formats: ReadonlyMap<string, string> = documentFormats): void {
  scope.removeAllContentTypeParsers();
  for (const [type, format] of formats) {
    scope.addContentTypeParser(
      type,
      { parseAs: 'buffer' },
      async ({ tenant }: { readonly tenant: string }, bytes: Buffer) => ({
        format,
        text: decode(bytes),
        tenant,
      }),
    );
  }
}

/** For routes whose body's schema only describes it: everything else is validated as usual. */
export const validateAllButBody: FastifySchemaCompiler<unknown> = (route) =>
  route.httpPart === 'body' ? (body: unknown) => ({ value: body }) : validatorCompiler(route as never);

/** What a document that was not accepted is answered with. */
export function refuseDocument(
  what: string,
  format: DocumentSource['format'],
  { kind, errors }: { readonly kind: 'unparsable' | 'invalid'; readonly errors: readonly SpecError[] },
): NextpanelError {
  const count = errors.length === 1 ? 'one mistake' : `${errors.length} mistakes`;
  const message = kind === 'unparsable' ? (errors[0]?.detail ?? `not ${format}`) : `${what} has ${count}`;
  return new NextpanelError(kind, message, { detail: { errors } });
}

/** Throws `unparsable`. */
export function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NextpanelError('unparsable', 'the body is not UTF-8', { cause });
  }
}
