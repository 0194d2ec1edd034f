import { expect } from 'vitest';
import { parseStorySpec } from '../../src/parse-story-spec.ts';

type Format = 'yaml' | 'json' | 'auto';
/** Pointer, line and a pattern for the message. */
export type Expected = readonly [pointer: string, line: number, says: RegExp];

/** The errors in a source, as reported; null if it is a valid story. */
export function mistakesOf(source: string, format: Format = 'auto') {
  const result = parseStorySpec(source, { format });
  if (result.ok) return null;
  return { kind: result.kind, reported: result.errors.map(({ pointer, line, detail }) => ({ pointer, line, detail })) };
}

export const reportedBy = (source: string) => mistakesOf(source)?.reported ?? [];

export function mistakes(kind: 'invalid' | 'unparsable', expected: readonly Expected[]) {
  return {
    kind,
    reported: expected.map(([pointer, line, says]) => ({
      pointer,
      line,
      detail: expect.stringMatching(says) as string,
    })),
  };
}
