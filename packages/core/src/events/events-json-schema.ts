import { z } from 'zod';
import { changeSchema, eventSchemas } from './event-schemas.ts';
import { type EventType, eventTypes } from './event-types.ts';

/**
 * The JSON Schema (draft 2020-12) of what event streams carry: any event of a story, with `x-changes` naming the parts of its
 * views it may change. Later versions add fields and types, so additional properties are allowed and unknown types are to be
 * skipped.
 */
export function eventsJsonSchema(): Record<string, unknown> {
  const definitions = Object.entries(eventSchemas).map(([type, schema]): [string, object] => {
    const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
    return [type, { title: type, 'x-changes': eventTypes[type as EventType], ...json }];
  });
  const { $schema: _, ...change } = z.toJSONSchema(changeSchema, { io: 'input', target: 'draft-2020-12' });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:nextpanel:events',
    title: 'nextpanel events',
    oneOf: definitions.map(([type]) => ({ $ref: `#/$defs/${type}` })),
    $defs: { ...Object.fromEntries(definitions), Change: { title: 'Change', ...change } },
  };
}
