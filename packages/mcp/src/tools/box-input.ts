import { z } from 'zod';

/** The area of a retouch; whether it lies within the picture is judged by the server. */
export const boxInput = z
  .object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
  .optional()
  .describe('The area that may change, in shares of the picture from the top left, 0–1');
