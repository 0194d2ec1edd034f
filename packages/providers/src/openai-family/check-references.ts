import type { Model, Picture } from '@nextpanel/core';
import type { Vendor } from './vendor.ts';
import { vendorError } from './vendor-error.ts';

/** Refuses what the vendor would refuse, before anything is sent. Throws `invalid_request`. */
export function checkReferences(vendor: Vendor, model: Model, references: readonly Picture[]): void {
  const refuse = (says: string) =>
    vendorError(vendor, 'invalid_request', `model "${model.id}" ${says}`, {
      fault: 'final',
      retryable: false,
      money: 'none',
    });
  if (references.length > model.maxReferences) {
    throw refuse(`takes ${model.maxReferences} references, but there are ${references.length}`);
  }
  for (const [index, { bytes, mime }] of references.entries()) {
    if (!model.reference.mimes.includes(mime)) {
      throw refuse(`takes references of ${model.reference.mimes.join(', ')}, but reference ${index + 1} is ${mime}`);
    }
    if (bytes.length > model.reference.maxBytes) {
      throw refuse(
        `takes references of ${model.reference.maxBytes} bytes, but reference ${index + 1} has ${bytes.length}`,
      );
    }
  }
}
