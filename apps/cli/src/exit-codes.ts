import { ApiError, ServerUnreachable } from '@nextpanel/client';
import type { ExitCode, StoryView } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { exitCodeOfCode, exitCodeOfHttp, exitCodes, factsOf, isErrorCode, isIncomplete } from '@nextpanel/core/errors';
import { LocalError } from '@nextpanel/local/local-error';
import { InvalidStoryFile } from './story/invalid-story-file.ts';
import { Interrupted } from './system/interruption.ts';

export { exitCodes };

/** The exit code for anything thrown. The codes and their exit codes are in core's `errorCatalogue`. */
export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof Interrupted || thrown instanceof LocalError) return thrown.exitCode;
  if (thrown instanceof ApiError) {
    // A newer server may send a code that is not in the catalogue, and a proxy may answer without one.
    return (isErrorCode(thrown.code) ? factsOf(thrown.code).exit : undefined) ?? exitCodeOfHttp(thrown.status);
  }
  if (thrown instanceof NextpanelError || thrown instanceof InvalidStoryFile || thrown instanceof ServerUnreachable) {
    return exitCodeOfCode(thrown.code);
  }
  return exitCodes.unexpected;
}

/** The exit code of a command that followed a story until it stopped. */
export function exitCodeOfStatus(
  { status, warnings }: Pick<StoryView, 'status' | 'warnings'>,
  { strict = false }: { readonly strict?: boolean } = {},
): ExitCode {
  if (status !== 'completed') return exitCodes.attention;
  return strict && warnings.some(({ code }) => isIncomplete(code)) ? exitCodes.incomplete : exitCodes.done;
}
