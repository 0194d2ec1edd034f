import { z } from 'zod';

// Parts that several views share.
export const count = z.int().min(0);
export const number = z.int().min(1);
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
export const time = z.iso.datetime();
export const dollars = z.number().min(0);
export const milliseconds = z.number().min(0);
export const share = z.number().describe('0–1; beyond that it stands outside');
export const sharePoint = z.object({ x: share, y: share });
export const progress = z.object({ drawn: count, total: count });
export const pictureSchema = z.object({ sha256, width: number, height: number, url: z.string() });
export const warnings = z.array(z.object({ code: z.string(), detail: z.string() }));

/** A page of a list; `nextCursor` is null at the end. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
