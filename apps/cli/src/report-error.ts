import { stripVTControlCharacters } from 'node:util';
import { ApiError, ServerUnreachable } from '@nextpanel/client';
import type { SpecError } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { describeCode } from '@nextpanel/core/errors';
import { LocalError } from '@nextpanel/local/local-error';
import { type Io, printJson, printLine } from './io.ts';
import { isDebugging } from './is-debugging.ts';
import { InvalidStoryFile } from './story/invalid-story-file.ts';
import { Interrupted } from './system/interruption.ts';
import { paint } from './terminal/paint.ts';
import { plainLines, plainText } from './terminal/plain-text.ts';
import { toUser } from './user-paths.ts';

/** What went wrong, for people and programs. */
interface ErrorReport {
  readonly code: string;
  readonly detail: string;
  /** What to do, where the message of a server does not say it. Messages made here name the command to type themselves. */
  readonly remedy?: string;
  /** Printed with their file, when they are in one. */
  readonly errors?: readonly SpecError[];
  readonly file?: string;
}

/** Prints what went wrong to stderr, and with `json` also as a document to stdout, where a program looks for its answer. */
export function reportError(io: Io, thrown: unknown, json: boolean): void {
  if (thrown instanceof Interrupted) return;
  const report = reportOf(io, thrown);
  if (json) printJson(io.stdout, { error: report });
  if (report.file === undefined)
    printLine(io.stderr, `${paint(io.stderr, io.env, 'red', 'error:')} ${plainLines(report.detail)}`);
  for (const mistake of report.errors ?? [])
    printLine(io.stderr, `${report.file === undefined ? '  ' : ''}${describeMistake(mistake, report.file)}`);
  if (report.remedy !== undefined) printLine(io.stderr, plainLines(report.remedy));
  if (report.code !== 'unexpected') return;
  if (isDebugging(io.env)) io.stderr.write(`${describeStack(thrown)}\n`);
  else printLine(io.stderr, 'Set LOG_LEVEL=debug for details.');
}

/** `FILE:LINE:COL pointer detail`, the form editors jump to. */
export function describeMistake({ line, column, pointer, detail }: SpecError, file?: string): string {
  const place = [...(file === undefined ? [] : [file]), ...(line === undefined ? [] : [line, column ?? 1])].join(':');
  return plainText([place, pointer, detail].filter(Boolean).join(' '));
}

export function reportOf(io: Io, thrown: unknown): ErrorReport {
  if (thrown instanceof InvalidStoryFile) {
    return { code: thrown.code, detail: thrown.message, errors: thrown.errors, file: toUser(io, thrown.file) };
  }
  if (thrown instanceof ApiError) {
    const { code, detail, remedy = describeCode(code).remedy, errors } = thrown.problem;
    const mistakes = errors?.filter((error) => error.detail !== detail || errors.length > 1).map(withoutUnset);
    // The list below says it better, place by place.
    return mistakes?.length ? { code, detail, errors: mistakes } : { code, detail, remedy };
  }
  if (thrown instanceof ServerUnreachable) {
    return { code: thrown.code, detail: thrown.message, remedy: describeCode(thrown.code).remedy };
  }
  if (thrown instanceof NextpanelError || thrown instanceof LocalError) {
    return { code: thrown.code, detail: thrown.message };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unexpected', detail: message.split('\n')[0] ?? '' };
}

/** A mistake as a server reports it. */
export function withoutUnset({
  pointer,
  detail,
  line,
  column,
}: NonNullable<ApiError['problem']['errors']>[number]): SpecError {
  return { pointer, detail, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

function describeStack(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const cause = thrown.cause === undefined ? '' : `\ncaused by: ${describeStack(thrown.cause)}`;
  return stripVTControlCharacters(thrown.stack ?? thrown.message) + cause;
}
