import { stripVTControlCharacters } from 'node:util';
import { ApiError, ServerUnreachable } from '@nextpanel/client';
import { NextpanelError, type SpecMistake } from '@nextpanel/core';
import { LocalError } from '@nextpanel/local';
import { type Io, printJson, printLine } from './io.ts';
import { InvalidStoryFile } from './story/invalid-story-file.ts';
import { Interrupted } from './system/interruption.ts';
import { paint } from './terminal/paint.ts';
import { plainLines, plainText } from './terminal/plain-text.ts';
import { toUser } from './user-paths.ts';

/** What went wrong, for people and programs. */
interface Told {
  readonly code: string;
  readonly detail: string;
  /** With their file in front, when they are in one. */
  readonly errors?: readonly SpecMistake[];
  readonly file?: string;
}

/** Says what went wrong on stderr, once; with `json` also as a document on stdout, where a program looks for its answer. */
export function reportError(io: Io, thrown: unknown, json: boolean): void {
  if (thrown instanceof Interrupted) return;
  const told = tell(io, thrown);
  if (json) printJson(io.stdout, { error: told });
  if (told.file === undefined)
    printLine(io.stderr, `${paint(io.stderr, io.env, 'red', 'error:')} ${plainLines(told.detail)}`);
  for (const mistake of told.errors ?? [])
    printLine(io.stderr, `${told.file === undefined ? '  ' : ''}${describeMistake(mistake, told.file)}`);
  if (told.code !== 'unexpected') return;
  if (isDebugging(io)) io.stderr.write(`${describeStack(thrown)}\n`);
  else printLine(io.stderr, 'Set LOG_LEVEL=debug for details.');
}

/** `FILE:LINE:COL pointer detail`, the form editors jump to. */
export function describeMistake({ line, column, pointer, detail }: SpecMistake, file?: string): string {
  const place = [...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [line, column ?? 1])].join(':');
  return plainText([place, pointer, detail].filter(Boolean).join(' '));
}

export function tell(io: Io, thrown: unknown): Told {
  if (thrown instanceof InvalidStoryFile) {
    return { code: thrown.code, detail: thrown.message, errors: thrown.errors, file: toUser(io, thrown.file) };
  }
  if (thrown instanceof ApiError) {
    const { code, detail, errors } = thrown.problem;
    const mistakes = errors?.filter((error) => error.detail !== detail || errors.length > 1).map(withoutUnset);
    return { code, detail: `${detail}${adviceOf(code)}`, ...(mistakes?.length ? { errors: mistakes } : {}) };
  }
  if (thrown instanceof ServerUnreachable) {
    const advice = 'Start one with `npm start`, or name a running one with --url or NEXTPANEL_URL.';
    return { code: thrown.code, detail: `${thrown.message} ${advice}` };
  }
  if (thrown instanceof NextpanelError || thrown instanceof LocalError) {
    return { code: thrown.code, detail: thrown.message };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unexpected', detail: message.split('\n')[0] ?? '' };
}

function withoutUnset({
  pointer,
  detail,
  line,
  column,
}: NonNullable<ApiError['problem']['errors']>[number]): SpecMistake {
  return { pointer, detail, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

const adviceOf = (code: string): string =>
  code === 'unauthorized' ? ' Give a key with --api-key or NEXTPANEL_API_KEY.' : '';

const isDebugging = ({ env }: Io): boolean => env.LOG_LEVEL === 'debug' || env.LOG_LEVEL === 'trace';

function describeStack(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by: ${describeStack(thrown.cause)}`;
  return stripVTControlCharacters(thrown.stack ?? thrown.message) + cause;
}
