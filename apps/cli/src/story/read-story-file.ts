import { readFile, stat } from 'node:fs/promises';
import { type Chapter, type EarlierCast, parseStorySpec, parseStoryValue, type StorySpec } from '@nextpanel/core';
import { InvalidStoryFile } from './invalid-story-file.ts';
import { checkLocalPictures } from './local-pictures.ts';

/** Far above the parser's limit (16 Mi characters): keeps a wrong file, such as a film, out of memory. */
const largestFileBytes = 64 * 1024 * 1024;

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
  const { chapter, ...parsed } = parseStorySpec(await readSourceFile(file), {
    references: checkLocalPictures(file),
    ...(earlier !== undefined && { earlier }),
  });
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

/**
 * Reads a file written by the user.
 *
 * @param file absolute path
 * @throws InvalidStoryFile if it is missing or is not text
 */
export async function readSourceFile(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InvalidStoryFile(file, [{ pointer: '', detail: 'is not UTF-8 text; save it as YAML or JSON in UTF-8' }]);
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > largestFileBytes) {
      const detail = `is ${Math.round(size / 1024 / 1024)} MiB large; a story is a YAML or JSON file that refers to its pictures`;
      throw new InvalidStoryFile(file, [{ pointer: '', detail }]);
    }
    return await readFile(file);
  } catch (error) {
    if (error instanceof InvalidStoryFile) throw error;
    throw new InvalidStoryFile(file, [{ pointer: '', detail: describeUnreadable(error) }]);
  }
}

function describeUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist; give the path of a YAML or JSON file, such as a story in examples/';
    case 'EISDIR':
      return 'is a folder; give the path of a file in it';
    case 'EACCES':
      return 'cannot be read: permission denied; change its permissions';
    default:
      return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
