import type { Usage } from '@nextpanel/core';
import { z } from 'zod';

/**
 * Where the pictures of an answer are, when they did not come with it: at addresses, or at a task. It is saved as the vendor id
 * of the request, so that a later turn, or a corrected setting, fetches what was paid.
 */
export type AnswerPlace =
  | { readonly kind: 'task'; readonly id: string }
  | {
      readonly kind: 'urls';
      /** In their places; null where the answer had no picture. */
      readonly urls: readonly (string | null)[];
      readonly usage: Usage | null;
      /** Indices of pictures that the server marked as blocked. */
      readonly blocked: readonly number[];
    };

const tokens = z.number();
const storedSchema = z.object({
  urls: z.array(z.string().nullable()),
  usage: z
    .object({
      textIn: tokens,
      cachedTextIn: tokens,
      imageIn: tokens,
      cachedImageIn: tokens,
      imageOut: tokens,
      textOut: tokens,
    })
    .nullable(),
  // Absent where none is, and in what older releases wrote.
  blocked: z.array(z.number()).default([]),
});

/** `task:ID`, `url:ADDRESS`, or `urls:` with JSON where there is more to say. */
export function encodePlace(place: AnswerPlace): string {
  if (place.kind === 'task') return `task:${place.id}`;
  const { urls, usage, blocked } = place;
  const [only] = urls;
  const more = blocked.length > 0 && { blocked };
  return urls.length === 1 && only != null && usage === null && !more
    ? `url:${only}`
    : `urls:${JSON.stringify({ urls, usage, ...more })}`;
}

/** What `encodePlace` wrote; null for the id of anything else. */
export function decodePlace(vendorId: string): AnswerPlace | null {
  const [, kind, rest = ''] = /^(task|url|urls):(.*)$/s.exec(vendorId) ?? [];
  if (kind === 'task') return { kind, id: rest };
  if (kind === 'url') return { kind: 'urls', urls: [rest], usage: null, blocked: [] };
  if (kind !== 'urls') return null;
  try {
    return { kind, ...storedSchema.parse(JSON.parse(rest)) };
  } catch {
    return null;
  }
}
