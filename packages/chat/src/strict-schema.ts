import { z } from 'zod';

/** What `strict` does not know on every server that has it. */
const bounds = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'] as const;

/** A schema as JSON Schema for servers that hold a model to it, without bounds. Answers are checked against the schema itself. */
export function strictSchema(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _schema, ...strict } = z.toJSONSchema(schema, {
    io: 'input',
    override({ jsonSchema }) {
      for (const bound of bounds) delete jsonSchema[bound];
    },
  });
  return strict;
}
