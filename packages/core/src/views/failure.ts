import { z } from 'zod';
import { dollars, number } from './parts.ts';

export const failureSchema = z
  .object({
    panel: number.nullable(),
    panelId: z.string().nullable(),
    code: z.string(),
    detail: z.string(),
    againUsd: dollars
      .optional()
      .describe(
        'What the same words would probably cost once more: resuming the story tries them again. Absent where that does not help',
      ),
  })
  .meta({
    id: 'Failure',
    description: 'Why a panel (or, with panel null, its whole batch or story) needs attention',
  });

export type Failure = z.output<typeof failureSchema>;
