import { z } from 'zod';
import { changeSchema, eventSchemas } from './event-schemas.ts';
import { type EventType, eventTypes } from './event-types.ts';
import { scriptEventSchemas } from './script-events.ts';

/**
 * The JSON Schema (draft 2020-12) of what event streams carry: any event of a story, with `x-changes` naming the parts of its
 * views it may change, and any event of a script. Later versions add fields and types, so additional properties are allowed and
 * unknown types are to be skipped.
 */
export function eventsJsonSchema(): Record<string, unknown> {
  const stories = Object.entries(eventSchemas).map(([type, schema]): [string, object] => [
    type,
    { title: type, 'x-changes': eventTypes[type as EventType], ...jsonOf(schema) },
  ]);
  const scripts = Object.entries(scriptEventSchemas).map(([type, schema]): [string, object] => [
    type,
    { title: type, ...jsonOf(schema) },
  ]);
  const definitions = [...stories, ...scripts];
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:nextpanel:events',
    title: 'nextpanel events',
    oneOf: definitions.map(([type]) => ({ $ref: `#/$defs/${type}` })),
    $defs: { ...Object.fromEntries(definitions), Change: { title: 'Change', ...jsonOf(changeSchema) } },
  };
}

function jsonOf(schema: z.ZodType): object {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return json;
}
