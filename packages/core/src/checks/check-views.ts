import { z } from 'zod';
import { checkLabels, frameChecks } from './check-names.ts';

const count = z.int().min(0);

export const checkVerdictSchema = z
  .object({
    panel: z.int().min(1),
    panelId: z.string(),
    check: z.enum(frameChecks),
    sha256: z.string().describe('The frame that was measured, the selected one of the panel'),
    judged: z.boolean().describe('false: the check could not be made, as `detail` says, so nothing is found'),
    found: z.boolean(),
    value: z.number().describe('What was measured: what it means depends on the method'),
    limit: z.number().describe('Where the method begins to find something'),
    severity: z
      .number()
      .min(0)
      .describe('The value in units of the limit: from 1 on it is found. Lists begin with the highest'),
    method: z.string(),
    version: z.int().min(1).describe('Of the method: values of another version do not compare'),
    detail: z.string().describe('In words'),
    at: z.iso.datetime(),
    label: z.enum(checkLabels).nullable().describe('What a user says about it'),
  })
  .meta({ id: 'CheckVerdict', description: 'What a check measured of the selected frame of a panel' });

export const checksViewSchema = z
  .object({
    items: z.array(checkVerdictSchema).describe('Worst first'),
    checks: z
      .array(
        z.object({
          check: z.enum(frameChecks),
          action: z.enum(['off', 'warn', 'stop']).describe('What the story does when it finds something'),
          measured: count.describe('Frames, takes that are no longer selected included'),
          found: count,
          right: count.describe('How often users said that it was right, in this story'),
          wrong: count,
        }),
      )
      .describe('Each check that is on, or that measured something'),
  })
  .meta({ id: 'Checks', description: 'Verdicts on the frames of a story, and how often each check was right' });

export const checkLabelSchema = z
  .strictObject({ label: z.enum(checkLabels).nullable().describe('null: takes the label back') })
  .meta({ id: 'CheckLabel', description: 'Whether a verdict is right' });

export const acceptanceSchema = z.strictObject({ accepted: z.boolean() }).meta({
  id: 'Acceptance',
  description: 'Whether a user has looked at the selected frame of a panel and found it right',
});

export type CheckVerdict = z.output<typeof checkVerdictSchema>;
export type ChecksView = z.output<typeof checksViewSchema>;
