import { z } from 'zod';
import { storySpecSchema } from './story-spec.ts';

/**
 * The JSON Schema (draft 2020-12) of what users write: defaults may be left out. Editors complete and check stories
 * with it; the rules between fields are not in it, so only `parseStorySpec` says that a story is valid.
 */
export function storyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(storySpecSchema, { io: 'input', target: 'draft-2020-12' });
  return { $schema, $id: 'urn:nextpanel:story-spec', title: 'nextpanel StorySpec', ...schema };
}
