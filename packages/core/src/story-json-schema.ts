import { z } from 'zod';
import { storySpecSchema } from './story-spec.ts';

/**
 * The JSON Schema (draft 2020-12) of what users write: fields with defaults are optional. Editors use it to complete and check
 * stories. It does not contain the rules between fields, so only `parseStorySpec` decides whether a story is valid.
 */
export function storyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(storySpecSchema, { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: 'urn:nextpanel:story-spec', title: 'nextpanel StorySpec', ...schema };
}
