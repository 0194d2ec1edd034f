import type { Schema } from '../described-operations.ts';

/** The smallest value that a schema of the description takes, but for patterns. */
export function sampleOf(schema: Schema, schemas: Readonly<Record<string, Schema>>): unknown {
  const { $ref, anyOf, oneOf, type, properties = {}, required = [], items = {}, minItems = 0 } = schema;
  if ($ref !== undefined) return sampleOf(schemas[$ref.split('/').at(-1) ?? ''] ?? {}, schemas);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const [first] = anyOf ?? oneOf ?? [];
  if (first) return sampleOf(first, schemas);
  if (type === 'object')
    return Object.fromEntries(required.map((name) => [name, sampleOf(properties[name] ?? {}, schemas)]));
  if (type === 'array') return Array.from({ length: minItems }, () => sampleOf(items, schemas));
  if (type === 'integer' || type === 'number') return Math.max(schema.minimum ?? 1, 1);
  if (type === 'boolean') return true;
  return schema.format === 'uri' ? 'https://example.com/' : 'one';
}
