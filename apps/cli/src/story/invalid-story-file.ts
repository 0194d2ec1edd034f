import type { SpecError } from '@nextpanel/core';

/** A story file, or a file for an edit, that cannot be used, with every error in it. */
export class InvalidStoryFile extends Error {
  override readonly name = 'InvalidStoryFile';
  readonly code = 'invalid_story_file';
  /** Absolute. */
  readonly file: string;
  readonly errors: readonly SpecError[];

  constructor(file: string, errors: readonly SpecError[]) {
    super(errors.length === 1 ? 'the file has an error' : `the file has ${errors.length} errors`);
    this.file = file;
    this.errors = errors;
  }
}
