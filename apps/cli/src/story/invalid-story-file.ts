import type { SpecMistake } from '@nextpanel/core';

/** A story file, or a file for an edit, that cannot be used, with every mistake in it. */
export class InvalidStoryFile extends Error {
  override readonly name = 'InvalidStoryFile';
  readonly code = 'invalid_story_file';
  /** Absolute. */
  readonly file: string;
  readonly errors: readonly SpecMistake[];

  constructor(file: string, errors: readonly SpecMistake[]) {
    super(errors.length === 1 ? 'the file has a mistake' : `the file has ${errors.length} mistakes`);
    this.file = file;
    this.errors = errors;
  }
}
