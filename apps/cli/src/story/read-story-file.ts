import type { Chapter, EarlierCast, StorySpec } from '@nextpanel/core';
import { parseStorySpec, parseStoryValue } from '@nextpanel/core/parse-story-spec';
import { InvalidStoryFile } from './invalid-story-file.ts';
import { checkLocalPictures } from './local-pictures.ts';
import { readSourceFile } from './read-source-file.ts';

/** Settings on the command line that override the file. */
export interface RenderOverrides {
  readonly provider?: string | undefined;
  readonly model?: string | undefined;
}

/**
 * Reads and checks a story file. References may be local paths; the files must exist. A next chapter comes without the settings that it
 * leaves to the story it continues, for the server to fill in.
 *
 * @param file absolute path
 * @param earlier what a next chapter takes over, where that is known; without it, names of its cast are not judged
 * @throws InvalidStoryFile with every error, also if the file is missing or is not text
 */
export async function readStoryFile(
  file: string,
  overrides: RenderOverrides = {},
  earlier?: EarlierCast | null,
): Promise<StorySpec> {
  const { chapter, ...parsed } = parseStorySpec(
    await readSourceFile(file, 'give the path of a YAML or JSON file, such as a story in examples/'),
    {
      references: checkLocalPictures(file),
      ...(earlier !== undefined && { earlier }),
    },
  );
  if (!parsed.ok) throw new InvalidStoryFile(file, parsed.errors);
  return withoutOmitted(overrideRender(file, parsed.spec, overrides), chapter);
}

/** The defaults of what a next chapter omits would hide what it takes over. */
function withoutOmitted(spec: StorySpec, chapter: Chapter | undefined): StorySpec {
  if (chapter === undefined) return spec;
  const omitted: readonly string[] = chapter.omitted;
  return Object.fromEntries(Object.entries(spec).filter(([key]) => !omitted.includes(key))) as StorySpec;
}

function overrideRender(file: string, spec: StorySpec, { provider, model }: RenderOverrides): StorySpec {
  if (provider === undefined && model === undefined) return spec;
  // A model belongs to its vendor: a different provider uses its own default unless the command names a model too.
  const kept = provider === undefined || provider === spec.render.provider ? spec.render.model : undefined;
  const { model: _written, ...render } = spec.render;
  const chosen = model ?? kept;
  const overridden = {
    ...spec,
    render: {
      ...render,
      ...(provider === undefined ? {} : { provider }),
      ...(chosen === undefined ? {} : { model: chosen }),
    },
  };
  const parsed = parseStoryValue(overridden, { references: 'local-allowed' });
  if (parsed.ok) return parsed.spec;
  throw new InvalidStoryFile(
    file,
    parsed.errors.map((error) => ({ ...error, detail: `${error.detail} (from the command line)` })),
  );
}
