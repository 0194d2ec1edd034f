import { type ErrorFacts, type ExitCode, exitCodes } from './error-facts.ts';
import { requestErrors } from './request-errors.ts';
import { storyErrors } from './story-errors.ts';
import { systemErrors } from './system-errors.ts';

/** Every error code of the system. API, command line, dashboard and `docs/errors.md` are made from this table. */
export const errorCatalogue = { ...requestErrors, ...storyErrors, ...systemErrors } as const;

export type ErrorCode = keyof typeof errorCatalogue;
type With<Flag extends keyof ErrorFacts> = {
  [Code in ErrorCode]: (typeof errorCatalogue)[Code] extends Record<Flag, unknown> ? Code : never;
}[ErrorCode];
/** Codes a request to the API can be answered with. */
export type RequestErrorCode = With<'status'>;
/** Codes a story can stop with. */
export type StopCode = With<'stops'>;

export const errorCodes = Object.keys(errorCatalogue) as readonly ErrorCode[];

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalogue, code);

export const factsOf = (code: ErrorCode): ErrorFacts => errorCatalogue[code];

/** Whether the provider is paused for all stories when a request fails with this code. */
export const pausesProvider = (code: ErrorCode): boolean => factsOf(code).pausesProvider === true;

/**
 * Title, few words and remedy of a code. A newer server may send codes that this version does not know: those are described by their
 * name.
 */
export function describeCode(code: string): Required<Pick<ErrorFacts, 'title' | 'brief' | 'remedy'>> {
  const words = code.replaceAll('_', ' ');
  if (!isErrorCode(code)) {
    const remedy = 'Read the detail and fix the cause, then try again.';
    return { title: `The reason is “${words}”`, brief: words, remedy };
  }
  const { title, brief = words, remedy } = factsOf(code);
  return { title, brief, remedy };
}

/** What the command line exits with when it ends because of this code. */
export function exitCodeOfCode(code: ErrorCode): ExitCode {
  const { exit, status, stops, pausesProvider: pauses } = factsOf(code);
  if (exit !== undefined) return exit;
  if (status !== undefined) return exitCodeOfHttp(status);
  if (pauses) return exitCodes.credentials;
  return stops ? exitCodes.attention : exitCodes.unexpected;
}

/** What the command line exits with after an answer whose code it does not know. */
export function exitCodeOfHttp(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.credentials;
  if (status === 404) return exitCodes.notFound;
  if (status === 503) return exitCodes.environment;
  return status >= 400 && status < 500 && status !== 429 ? exitCodes.invalid : exitCodes.unexpected;
}
