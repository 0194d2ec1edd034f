import { z } from 'zod';
import { scriptFormats } from './script.ts';
import { scriptStatuses } from './script-status.ts';

const number = z.int().min(1);
const count = z.int().min(0);
const time = z.iso.datetime();
const dollars = z.number().min(0);

const findings = { panel: number, text: z.string() };

export const scriptDraftSchema = z
  .object({
    format: z.enum(scriptFormats).describe('What the script was read as'),
    story: z
      .record(z.string(), z.unknown())
      .describe('A story to edit and submit; what is marked DRAFT is for you to write'),
    yaml: z.string().describe('The same as a story file, with its gaps listed in front'),
    gaps: z.array(z.object({ pointer: z.string(), why: z.string() })).describe('What the script does not say'),
    coverage: z.object({
      leftOut: z
        .array(z.object({ line: number, text: z.string() }))
        .describe('Words of the script that are in no panel'),
      notVerbatim: z.array(z.object(findings)).describe('Texts that do not stand in the script word by word'),
      unknownNames: z.array(z.string()).describe('Names in the script that no character has'),
      outOfOrder: z.array(number).describe('Panels whose words stand before those of the panel in front of them'),
    }),
  })
  .meta({ id: 'ScriptDraft' });

export const scriptEstimateSchema = z
  .object({
    model: z.string(),
    pieces: count.describe('Sentences of prose, or lines of a screenplay'),
    calls: count.describe('Questions to the model: one for each part of the script, and one for each scene'),
    lowUsd: dollars,
    expectedUsd: dollars,
    highUsd: dollars.describe('Each question twice as long as expected, and each answer repaired once'),
    priceKnown: z.boolean().describe('Whether NEXTPANEL_SCRIPT_PRICE is set; without it the price counts as nothing'),
  })
  .meta({ id: 'ScriptEstimate' });

export const scriptModelsSchema = z
  .object({
    available: z.boolean().describe('Whether a server for scripts is set up here: NEXTPANEL_SCRIPT_BASE_URL'),
    models: z
      .array(z.string())
      .describe('Models that it offers, without those that plainly write no text. Others may be named, too'),
    problem: z.string().nullable().describe('Why the server does not list its models; then any name may be right'),
  })
  .meta({ id: 'ScriptModels', description: 'Language models that can adapt scripts here' });

export const scriptViewSchema = z
  .object({
    id: z.string(),
    status: z
      .enum(scriptStatuses)
      .describe(
        'waiting and writing: it is not over. The others: it is. deleted: only questions are left of which it is not known whether they were paid',
      ),
    model: z.string(),
    format: z.enum(['prose', 'fountain']),
    language: z.string(),
    title: z.string().nullable().describe('The one that was asked for'),
    panels: number.nullable().describe('About how many panels were asked for'),
    guidance: z.string().nullable(),
    estimate: scriptEstimateSchema.pick({ expectedUsd: true, highUsd: true, priceKnown: true }),
    maxUsd: dollars.nullable(),
    spentUsd: dollars,
    possiblyUsd: dollars.describe(
      'What answers that were lost on the way may have cost: the server cannot be asked about them',
    ),
    progress: z
      .object({ parts: count, partsTotal: count, scenes: count, scenesTotal: count })
      .nullable()
      .describe('Parts of the script whose scenes are known, and scenes that have their panels'),
    reason: z.string().nullable().describe('Why it waits or failed; of one that is done, what the model could not do'),
    code: z.string().nullable().describe('Of the error it waits for or failed with'),
    retryAt: time.nullable().describe('When the model is asked again'),
    createdAt: time,
    updatedAt: time,
  })
  .meta({
    id: 'Script',
    description:
      'A script that a language model adapts. It is kept for thirty days after it is over, and while it is not known of a question whether it was paid',
  });

export const scriptCallSchema = z.object({
  id: z.string(),
  state: z.enum(['ordered', 'kept', 'refused', 'possibly_paid']),
  costUsd: dollars,
  code: z.string().nullable(),
  orderedAt: time,
  settle: z
    .string()
    .optional()
    .describe(
      'Only of one that is possibly paid: where to POST {"paid": true} or {"paid": false}, once the bill of its provider shows which',
    ),
});

export const adaptedScriptSchema = scriptViewSchema
  .extend({
    draft: scriptDraftSchema.nullable().describe('The draft of a story, once it is done'),
    calls: z.array(scriptCallSchema).describe('Every question to the model, the oldest first'),
  })
  .meta({ id: 'AdaptedScript' });

export type ScriptDraft = z.output<typeof scriptDraftSchema>;
export type ScriptEstimate = z.output<typeof scriptEstimateSchema>;
export type ScriptModels = z.output<typeof scriptModelsSchema>;
export type ScriptView = z.output<typeof scriptViewSchema>;
export type AdaptedScriptView = z.output<typeof adaptedScriptSchema>;
