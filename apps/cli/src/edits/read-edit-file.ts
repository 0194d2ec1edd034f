import {
  type EditSourceResult,
  type LetteringChange,
  looksLikeStory,
  NextpanelError,
  type PanelSpec,
  type PanelText,
  parseLetteringSource,
  parsePanelsSource,
  parseStorySpec,
  parseTextsSource,
} from '@nextpanel/core';
import { InvalidStoryFile } from '../story/invalid-story-file.ts';
import { readSourceFile } from '../story/read-story-file.ts';

/** Panels to be inserted. Throws InvalidStoryFile with every mistake. */
export const readPanelsFile = (file: string): Promise<PanelSpec[]> => readBy(file, parsePanelsSource);

/** The words of one panel. Throws InvalidStoryFile with every mistake. */
export const readTextsFile = (file: string): Promise<PanelText[]> => readBy(file, parseTextsSource);

/**
 * The words of panels by their number, or those of a whole story file, a translation: its panels' in their order, its title,
 * language and reading direction.
 *
 * @param file absolute path
 * @param panels how many the story has, which a story file must have as well
 * @throws InvalidStoryFile with every mistake, NextpanelError `usage` for another number of panels
 */
export async function readLetteringFile(file: string, panels: number): Promise<LetteringChange> {
  const source = await readSourceFile(file);
  if (!looksLikeStory(source)) return contentOf(file, parseLetteringSource(source));
  const parsed = parseStorySpec(source, { references: 'local-allowed' });
  if (!parsed.ok) throw new InvalidStoryFile(file, parsed.errors);
  const { spec } = parsed;
  if (spec.panels.length !== panels) {
    throw new NextpanelError(
      'usage',
      `the story has ${panels} panels and the file has ${spec.panels.length}, so nobody can tell whose words are whose; ` +
        'give a story file with as many panels, or a lettering that names each panel: {panels: [{number: 1, text: […]}]}',
    );
  }
  const { title, language, readingDirection } = spec;
  return {
    title,
    language,
    readingDirection,
    panels: spec.panels.map(({ text }, index) => ({ number: index + 1, text })),
  };
}

async function readBy<Value>(file: string, parse: (source: string) => EditSourceResult<Value>): Promise<Value> {
  return contentOf(file, parse(await readSourceFile(file)));
}

function contentOf<Value>(file: string, parsed: EditSourceResult<Value>): Value {
  if (parsed.ok) return parsed.value;
  throw new InvalidStoryFile(file, parsed.errors);
}
