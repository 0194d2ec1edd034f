import { z } from 'zod';

/** The form of a backup; a release reads its own and older ones. */
export const backupFormat = 1;

export const manifestSchema = z.object({
  format: z.int().min(1),
  /** What wrote it. */
  kind: z.enum(['backup', 'story']),
  /** The schema of the stored state. */
  schema: z.int(),
  /** Milliseconds since the epoch, by Redis' clock: what happened later is not in it. */
  at: z.number(),
  /** Whether pictures are in it, or only what names them. */
  pictures: z.boolean(),
  /** Of an exported story: the tenant whose keys its records have. */
  tenant: z.string().optional(),
});
export type Manifest = z.output<typeof manifestSchema>;

/** The last file: an archive without it is not whole. */
export const countsSchema = z.object({
  keys: z.int(),
  records: z.int(),
  pictures: z.int(),
  /** Named by the state and not stored. */
  missing: z.int(),
});
export type Counts = z.output<typeof countsSchema>;
