import type { EditSourceResult, LetteringChange, PanelSpec, PanelText } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import {
  looksLikeStory,
  parseLetteringSource,
  parsePanelsSource,
  parseTextsSource,
} from '@nextpanel/core/parse-edit-source';
import { parseStorySpec } from '@nextpanel/core/parse-story-spec';
import { InvalidStoryFile } from '../story/invalid-story-file.ts';
import { readSourceFile } from '../story/read-source-file.ts';

/** Panels to insert. Throws InvalidStoryFile with every error. */
export const readPanelsFile = (file: string): Promise<PanelSpec[]> => readBy(file, parsePanelsSource);

/** The texts of one panel. Throws InvalidStoryFile with every error. */
export const readTextsFile = (file: string): Promise<PanelText[]> => readBy(file, parseTextsSource);

/**
 * The texts of panels by number; or, from a complete story file such as a translation, the texts of all panels in order, the
 * title, language and reading direction.
 *
 * @param file absolute path
 * @param panels how many panels the story has; a story file must have the same number
 * @throws InvalidStoryFile with every error, NextpanelError `usage` if the number of panels differs
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
      `the story has ${panels} panels but the file has ${spec.panels.length}, so its texts cannot be matched to panels; ` +
        'use a story file with the same number of panels, or a lettering that numbers them: {panels: [{number: 1, text: […]}]}',
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
