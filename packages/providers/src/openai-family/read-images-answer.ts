import type { Usage } from '@nextpanel/core';
import { z } from 'zod';
import { Base64Picture } from './read-json.ts';
import { readErrorBody } from './read-refusal.ts';
import { imageUsageSchema, usageOf } from './read-usage.ts';
import type { Vendor } from './vendor.ts';
import { errorOfRefusal, vendorError } from './vendor-error.ts';

/** Where a picture is: in the answer, or at an address. */
export type AnsweredPicture =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'url'; readonly url: string };

/** A member that holds a picture. */
export const textOrPicture = z.union([z.string(), z.instanceof(Base64Picture)]).nullish();

const schema = z.object({
  data: z.array(z.object({ b64_json: textOrPicture, url: textOrPicture })),
  usage: imageUsageSchema.nullish().catch(null),
});

export interface ImagesAnswer {
  readonly pictures: readonly AnsweredPicture[];
  /** How many pictures the vendor drew, and charges, usable or not. */
  readonly drawn: number;
  readonly usage: Usage | null;
}

const dataUrl = /^data:[^,]*;base64,/;

/**
 * The pictures of an Images API answer, at most `asked` of them; fewer are no error, none are. Throws `bad_response`, or what
 * the `error` of an answer with status 200 means.
 */
export function readImagesAnswer(answer: unknown, asked: number, vendor: Vendor): ImagesAnswer {
  const refused = z.object({ error: z.looseObject({}), usage: z.unknown().optional() }).safeParse(answer);
  if (refused.success) {
    const rest = { status: 400, requestId: null, page: false, retryAfterMs: undefined };
    throw errorOfRefusal({ ...readErrorBody({ usage: refused.data.usage, ...refused.data.error }), ...rest }, vendor);
  }
  const parsed = schema.safeParse(answer);
  if (!parsed.success) {
    // Neither a page, which is not the vendor's, nor this says whether the vendor drew.
    const says = `${vendor.name}'s answer is not what it documents`;
    throw vendorError(vendor, 'bad_response', says, {
      words: typeof answer === 'string' ? answer.slice(0, 200) : z.prettifyError(parsed.error),
      fault: typeof answer === 'string' ? 'outage' : 'final',
      retryable: true,
      money: 'possibly',
    });
  }
  const { data, usage } = parsed.data;
  const pictures: AnsweredPicture[] = [];
  for (const item of data.slice(0, asked)) {
    const picture = pictureOf(item);
    // What comes after a gap would be taken for another panel's.
    if (picture === null) break;
    pictures.push(picture);
  }
  return { pictures, drawn: Math.min(data.length, asked), usage: usage ? usageOf(usage) : null };
}

function pictureOf({ b64_json: base64, url }: z.output<typeof schema>['data'][number]): AnsweredPicture | null {
  const inline = base64 || (url instanceof Base64Picture || dataUrl.test(url ?? '') ? url : null);
  if (!inline) return typeof url === 'string' && url !== '' ? { kind: 'url', url } : null;
  const bytes = bytesOf(inline);
  return bytes.length > 0 ? { kind: 'bytes', bytes } : null;
}

/** The bytes of a picture that stands in an answer. */
export const bytesOf = (inline: string | Base64Picture): Uint8Array =>
  typeof inline === 'string' ? Buffer.from(inline.replace(dataUrl, ''), 'base64') : inline.bytes;

/** Paid, and nothing to keep. `words` are what came instead. */
export const noPicture = (vendor: Vendor, words = '') =>
  vendorError(vendor, 'bad_response', `${vendor.name} answered without a picture`, {
    words,
    fault: 'unusable',
    retryable: true,
    money: 'paid',
  });
