import { NextpanelError, parseStorySpec, type StorySpec } from '@nextpanel/core';
import type { FastifySchemaCompiler } from 'fastify';
import { validatorCompiler } from 'fastify-type-provider-zod';
import type { Server } from './server.ts';

export const specTypes = ['application/json', 'application/yaml', 'application/x-yaml', 'text/yaml'] as const;

/** A story as it came: still text, so that mistakes can be told with their line. */
interface SpecSource {
  readonly format: 'json' | 'yaml';
  readonly text: string;
}

/** Makes a scope take stories as bodies, unparsed, in any of `specTypes`. */
export function acceptSpecs(scope: Server): void {
  scope.removeAllContentTypeParsers();
  for (const type of specTypes) {
    const format = type === 'application/json' ? 'json' : 'yaml';
    scope.addContentTypeParser(type, { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => ({
      format,
      text: decode(bytes),
    }));
  }
}

/** For routes whose body's schema only describes it: everything else is validated as usual. */
export const validateAllButBody: FastifySchemaCompiler<unknown> = (route) =>
  route.httpPart === 'body' ? (body: unknown) => ({ value: body }) : validatorCompiler(route as never);

/** The validated spec of a body read by acceptSpecs. Throws `unparsable` or `invalid` with every mistake and its place. */
export function readSpec(body: unknown): StorySpec {
  if (body === undefined || body === null)
    throw new NextpanelError('unparsable', 'the body is empty; send a story as JSON or YAML');
  const { text, format } = body as SpecSource;
  const parsed = parseStorySpec(text, { format, references: 'remote' });
  if (parsed.ok) return parsed.spec;
  const { errors, kind } = parsed;
  const count = errors.length === 1 ? 'one mistake' : `${errors.length} mistakes`;
  const message = kind === 'unparsable' ? (errors[0]?.detail ?? `not ${format}`) : `the story has ${count}`;
  throw new NextpanelError(kind, message, { detail: { errors } });
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new NextpanelError('unparsable', 'the body is not UTF-8', { cause });
  }
}
