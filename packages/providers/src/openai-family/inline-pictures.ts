import type { Picture } from '@nextpanel/core';
import type { Vendor } from './vendor.ts';
import { vendorError } from './vendor-error.ts';

/** OpenAI takes addresses of up to 20,971,520 characters; base64 is four thirds of the bytes. */
const longestInlineBytes = 15_000_000;

/** Whether pictures can go inside the JSON of a request. Throws `invalid_request`. */
export function checkInline(vendor: Vendor, references: readonly Picture[]): void {
  const large = references.find(({ bytes }) => bytes.length > longestInlineBytes);
  if (!large) return;
  const says = `with \`moderation: low\` ${vendor.name} takes references of ${longestInlineBytes} bytes, but one has ${large.bytes.length}; use a smaller picture, or leave render.moderation out`;
  throw vendorError(vendor, 'invalid_request', says, { fault: 'final', retryable: false, money: 'none' });
}

/** A picture as it goes inside a JSON edit. */
export const inlinePicture = ({ mime, bytes: { buffer, byteOffset, byteLength } }: Picture): { image_url: string } => ({
  image_url: `data:${mime};base64,${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`,
});
