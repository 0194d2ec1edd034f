import type { NextpanelError } from '@nextpanel/core';

/** Some requests of a batch failed; the others were finished and kept. */
export class BatchFailure extends Error {
  override readonly name = 'BatchFailure';
  readonly failed: readonly { readonly panels: readonly number[]; readonly error: NextpanelError }[];

  constructor(failed: BatchFailure['failed']) {
    super(failed.map(({ error }) => error.message).join('; '));
    this.failed = failed;
  }
}
