import { z } from 'zod';

export const scriptParams = z.object({
  script: z
    .string()
    .regex(/^script_[0-9a-f]{24}$/)
    .describe('Id of the script'),
});
