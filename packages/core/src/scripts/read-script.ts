import { NextpanelError } from '../error.ts';
import { isComicScript, readComicScript } from './comic-script.ts';
import { isFountain, readFountain } from './fountain-script.ts';
import { readProse } from './prose.ts';
import type { Script, ScriptFormat } from './script.ts';
import { isScriptTable, readScriptTable } from './script-table.ts';

/** The longest script that is read, in UTF-16 code units: more than a story of 2,000 panels has. */
export const longestScript = 500_000;

/** By what a script looks like; prose is what nothing else is. */
export function detectScriptFormat(text: string): ScriptFormat {
  if (isScriptTable(text)) return 'csv';
  if (isComicScript(text)) return 'comic';
  if (isFountain(text)) return 'fountain';
  return 'prose';
}

/**
 * Reads a script in any of `scriptFormats`; `auto` looks at it. Throws `invalid` for an empty one, one that is too long, and one of which
 * no panel comes.
 *
 * @param language BCP 47: by it prose is parted into sentences
 */
export function readScript(source: string, format: ScriptFormat | 'auto', language: string): Script {
  const text = source.replace(/^\uFEFF/, '');
  if (text.length > longestScript)
    throw new NextpanelError(
      'invalid',
      `the script has ${text.length} characters; the longest that is read has ${longestScript}`,
    );
  const chosen = format === 'auto' ? detectScriptFormat(text) : format;
  const script = readers[chosen](text, language);
  if (script.panels.length > 0) return script;
  throw new NextpanelError('invalid', `no panel was found in it; it was read as ${names[chosen]}`);
}

const readers: Readonly<Record<ScriptFormat, (text: string, language: string) => Script>> = {
  comic: readComicScript,
  fountain: readFountain,
  csv: readScriptTable,
  prose: readProse,
};
const names: Readonly<Record<ScriptFormat, string>> = {
  comic: 'a comic script, with PAGE and PANEL headings',
  fountain: 'a screenplay in Fountain',
  csv: 'a table',
  prose: 'prose',
};
