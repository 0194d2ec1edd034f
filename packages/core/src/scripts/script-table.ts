import { parse } from 'csv-parse/sync';
import { NextpanelError } from '../error.ts';
import type { Script, ScriptPanel, ScriptText } from './script.ts';
import { spokenLine } from './spoken-line.ts';

/** Names of columns, and what they hold. The first one is the one that is written. */
const columns = {
  panel: ['panel', 'panel number', 'no', 'number', '#'],
  page: ['page'],
  prompt: ['prompt', 'description', 'picture', 'action', 'visual'],
  speaker: ['speaker', 'character', 'name', 'who'],
  text: ['text', 'dialogue', 'dialog', 'words', 'line'],
  scene: ['scene', 'location', 'place'],
  time: ['time'],
} as const;
type Column = keyof typeof columns;

const headerOf = (text: string): string[] =>
  (text.split(/\r\n?|\n/, 1)[0] ?? '').split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim().toLowerCase());

/** Whether a text is a table: its first line names columns that are known. */
export const isScriptTable = (text: string): boolean => {
  const header = headerOf(text);
  return header.length > 1 && header.some((name) => (columns.prompt as readonly string[]).includes(name));
};

/**
 * Reads a table with a header: `panel, prompt, speaker, text`, and optionally `page`, `scene` and `time`. Rows with the same panel number are
 * one panel; without numbers a row with a prompt begins one.
 *
 * Throws `invalid` for a table that is broken or has no column for the prompt.
 */
export function readScriptTable(source: string): Script {
  const rows = readRows(source);
  const panels: (Omit<ScriptPanel, 'prompt' | 'texts'> & { prompt: string; texts: ScriptText[]; number: string })[] =
    [];
  let page: string | null = null;
  for (const row of rows) {
    const last = panels.at(-1);
    const { panel: number, prompt } = row;
    const continues = last !== undefined && (number === '' ? prompt === '' : number === last.number);
    if (!continues) {
      const startsPage = panels.length > 0 && row.page !== '' && row.page !== page;
      const scene = row.scene === '' ? (last?.scene ?? null) : { place: row.scene, time: row.time || null };
      panels.push({ number, prompt, texts: [], scene, startsPage });
    } else if (prompt !== '' && prompt !== last.prompt) {
      last.prompt = `${last.prompt} ${prompt}`.trim();
    }
    if (row.page !== '') page = row.page;
    if (row.text !== '') panels.at(-1)?.texts.push(spokenLine(row.speaker || 'CAPTION', row.text));
  }
  return { format: 'csv', title: null, author: null, panels: panels.map(({ number: _number, ...panel }) => panel) };
}

/** A table that we wrote marks what begins like a formula, see `writeCsv`. */
const unescaped = (value: string): string => value.replace(/^'(?=[=+\-@])/, '');

function readRows(source: string): Record<Column, string>[] {
  let found: Record<string, string>[];
  try {
    found = parse(source, {
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      delimiter: [',', ';', '\t'],
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as Record<string, string>[];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NextpanelError('invalid', `the table cannot be read: ${why}`, { cause });
  }
  const names = new Set(headerOf(source.replace(/^\uFEFF/, '')));
  const nameOf = (column: Column) => columns[column].find((name) => names.has(name));
  if (nameOf('prompt') === undefined) {
    throw new NextpanelError(
      'invalid',
      `the table has no column for what pictures show; name one of its columns ${columns.prompt.join(', ')}`,
    );
  }
  return found.map((row) => {
    const cell = (column: Column) => unescaped(row[nameOf(column) ?? '']?.trim() ?? '');
    return {
      panel: cell('panel'),
      page: cell('page'),
      prompt: cell('prompt'),
      speaker: cell('speaker'),
      text: cell('text'),
      scene: cell('scene'),
      time: cell('time'),
    };
  });
}
