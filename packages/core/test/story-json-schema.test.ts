import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { storyJsonSchema } from '../src/story-json-schema.ts';

describe('story-spec.schema.json', () => {
  it('is the schema of this code; if not, run: npm run schema', () => {
    const file = readFileSync(new URL('../story-spec.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(file)).toEqual(storyJsonSchema());
  });

  it('describes what users write: fields with defaults are optional', () => {
    const { $schema, $defs } = storyJsonSchema() as { $schema: string; $defs: Record<string, { required?: string[] }> };
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect($defs.StorySpec?.required).toEqual(['title', 'panels']);
    expect($defs.RenderSpec?.required).toBeUndefined();
  });
});
