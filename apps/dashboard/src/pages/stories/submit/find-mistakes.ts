import { ApiError } from '@nextpanel/client';
import { findCast } from './story-cast.ts';

/** An error in the text and its position; lines and columns start at 1. */
export interface Mistake {
  readonly pointer: string;
  readonly detail: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** The errors the server found; null if it could not check the story. */
export function findMistakes(error: Error, text: string): readonly Mistake[] | null {
  if (!(error instanceof ApiError) || ![400, 422].includes(error.status)) return null;
  const { errors = [], detail } = error.problem;
  if (errors.length === 0) return [{ pointer: '', detail }];
  return errors.map((mistake) =>
    mistake.line === undefined ? { ...mistake, line: findLine(text, mistake.pointer) } : mistake,
  );
}

/**
 * The line of what a pointer names, for mistakes that were found after the text was read: an unknown model, a provider
 * that is not set up. Only where its key stands once in the text; otherwise none is better than a wrong one.
 */
function findLine(text: string, pointer: string): number | undefined {
  const key = pointer.split('/').findLast((part) => part !== '' && !/^\d+$/.test(part));
  if (key === undefined) return undefined;
  const pattern = new RegExp(`(?:^|[\\s{,])["']?${key.replaceAll(/[^\w-]/g, '.')}["']?\\s*:`);
  const lines = text.split('\n').flatMap((line, index) => (pattern.test(line) ? [index + 1] : []));
  return lines.length === 1 ? lines[0] : undefined;
}

/** Without those about pictures on this machine: they are named once, beside the cast. */
export function withoutLocalPictures(mistakes: readonly Mistake[], text: string): readonly Mistake[] {
  const local = new Set(
    findCast(text).flatMap(({ references }) =>
      references.filter(({ kind }) => kind === 'local').map(({ path }) => `/${path.join('/')}`),
    ),
  );
  return mistakes.filter(({ pointer }) => !local.has(pointer));
}
