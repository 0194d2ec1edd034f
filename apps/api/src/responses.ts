import { problemSchema } from '@nextpanel/core';
import { z } from 'zod';

const problem = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: problemSchema } },
} as const;
/** What a route may answer instead of what it promises. */
export const problems = { '4xx': problem, default: problem } as const;

export const jsonOf = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** Bytes, as the API description names them. */
export const binary = z.unknown().meta({ type: 'string', format: 'binary' });

/** A stream of Server-Sent Events, whose `data` is each time a value of the schema. */
export const eventsOf = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'text/event-stream': { schema } },
});

export const bytesOf = (description: string, ...types: string[]) => ({
  description,
  content: Object.fromEntries(types.map((type) => [type, { schema: binary }])),
});
