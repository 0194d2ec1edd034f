import { z } from 'zod';
import { attemptOutcomes, batchStatuses, panelStatuses, requestStates, storyStatuses } from './states.ts';
import { bookFormats, panelSpecSchema, panelTextSchema, storySpecSchema } from './story-spec.ts';

/** What the HTTP API answers with. Numbers of panels, batches, sheets and takes start at 1; times are ISO 8601 in UTC. */

const count = z.int().min(0);
const number = z.int().min(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const time = z.iso.datetime();
const dollars = z.number().min(0);

const progress = z.object({ drawn: count, total: count });

export const failureSchema = z.object({ panel: number.nullable(), code: z.string(), detail: z.string() }).meta({
  id: 'Failure',
  description: 'Why a panel (or, with panel null, its whole batch or story) waits for a person',
});

export const storyViewSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.enum(storyStatuses),
    waitingOn: z
      .string()
      .nullable()
      .describe('What the story waits for, a stable code: a person (needs_attention) or rate_limited, provider_paused'),
    provider: z.string(),
    model: z.string(),
    language: z.string(),
    readingDirection: z.enum(['ltr', 'rtl', 'vertical']),
    progress: z.object({ panels: progress, batches: progress, sheets: progress }),
    cost: z.object({
      estimateUsd: dollars.describe('Expected price, judged at submit'),
      budgetUsd: dollars.nullable().describe('Hard limit of what the story may cost; null is none'),
      spentUsd: dollars,
      heldUsd: dollars.describe('High estimate of the requests under way'),
      possiblyUsd: dollars.describe('Cost of requests whose outcome nobody knows; not part of spentUsd'),
    }),
    failures: z.array(failureSchema),
    warnings: z
      .array(z.object({ code: z.string(), detail: z.string() }))
      .describe('What to know though it keeps nothing from being drawn, found at submit'),
    books: z.array(z.enum(bookFormats)).describe('Formats bound and ready to download'),
    createdAt: time,
    updatedAt: time,
    links: z.object({
      self: z.string(),
      panels: z.string(),
      batches: z.string(),
      sheets: z.string(),
      events: z.string(),
      books: z.record(z.string(), z.string()),
    }),
  })
  .meta({ id: 'Story' });

export const panelViewSchema = z
  .object({
    number,
    status: z.enum(panelStatuses),
    stale: z.boolean(),
    prompt: z.string(),
    characters: z.array(z.string()),
    text: z.array(panelTextSchema),
    take: number.nullable().describe('The selected take'),
    takes: count,
    frame: z.object({ sha256, width: number, height: number, url: z.string() }).nullable(),
    failure: failureSchema.omit({ panel: true }).nullable(),
  })
  .meta({ id: 'Panel' });

export const batchViewSchema = z
  .object({
    number,
    status: z.enum(batchStatuses),
    panels: z.tuple([number, number]).describe('First and last panel'),
    reference: z.object({ panel: number, sha256 }).nullable(),
    attempts: count,
  })
  .meta({ id: 'Batch' });

export const attemptViewSchema = z
  .object({
    batch: number,
    number,
    startedAt: time,
    endedAt: time.nullable(),
    outcome: z.enum(attemptOutcomes).nullable().describe('null while it runs'),
    code: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });

export const sheetViewSchema = z
  .object({
    number,
    status: z.enum(['waiting', 'composed']),
    panels: z.array(number),
    image: z.object({ sha256, width: number, height: number, url: z.string() }).nullable(),
    warnings: z.array(z.object({ panel: number.nullable(), code: z.string(), detail: z.string() })),
  })
  .meta({ id: 'Sheet' });

export const ledgerEntrySchema = z
  .object({
    request: z.string().describe('Request key, a colon, and the order number under that key'),
    story: z.string(),
    batch: number,
    panels: z.array(number),
    provider: z.string(),
    model: z.string(),
    state: z.enum(requestStates),
    vendorId: z.string().nullable(),
    estimateUsd: dollars,
    costUsd: dollars,
    code: z.string().nullable(),
  })
  .meta({ id: 'LedgerEntry', description: 'One request that was, or may have been, paid' });

export const spendingSchema = z
  .object({ spentUsd: dollars, heldUsd: dollars, possiblyUsd: dollars })
  .meta({ id: 'Spending' });

export const storySpendingSchema = spendingSchema
  .extend({ story: z.string(), title: z.string(), provider: z.string(), model: z.string() })
  .meta({ id: 'StorySpending' });

export const ledgerViewSchema = z
  .object({
    items: z.array(storySpendingSchema),
    nextCursor: z.string().nullable(),
    total: spendingSchema.describe('All stories of the tenant'),
    providers: z.record(z.string(), spendingSchema).describe('The same by provider'),
  })
  .meta({ id: 'Ledger', description: 'All spending of a tenant, by story and by provider' });

/** What `PATCH /v1/stories/{id}` takes; absent fields stay as they are. */
export const amendmentSchema = z
  .strictObject({
    title: storySpecSchema.shape.title.optional(),
    budget: storySpecSchema.shape.budget.unwrap().nullable().optional().describe('null removes the limit'),
  })
  .meta({ id: 'Amendment' });

/** What `PATCH /v1/stories/{id}/panels/{n}` takes; absent fields stay as they are. */
export const panelEditSchema = z
  .strictObject({
    prompt: panelSpecSchema.shape.prompt.optional(),
    characters: panelSpecSchema.shape.characters.unwrap().optional(),
    text: panelSpecSchema.shape.text.unwrap().optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'names nothing to change: prompt, characters or text')
  .meta({ id: 'PanelEdit' });

export const estimateViewSchema = z
  .object({ lowUsd: dollars, expectedUsd: dollars, highUsd: dollars, batches: count, requests: count })
  .meta({ id: 'Estimate' });

export const assetViewSchema = z
  .object({ id: z.string(), width: number, height: number, bytes: number })
  .meta({ id: 'Asset', description: 'An uploaded picture; use its id as a character reference' });

export const queueViewSchema = z
  .object({ name: z.string(), waiting: count, active: count, delayed: count })
  .meta({ id: 'Queue', description: 'How many jobs of a queue are where' });

export const providerViewSchema = z
  .object({
    id: z.string(),
    models: z.array(z.string()),
    paused: z.object({ reason: z.string(), since: time }).nullable(),
  })
  .meta({ id: 'Provider' });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; what programs should look at'),
    detail: z.string(),
    errors: z
      .array(
        z.object({ pointer: z.string(), detail: z.string(), line: z.int().optional(), column: z.int().optional() }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

/** A page of a list; `nextCursor` is null at the end. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export type Failure = z.output<typeof failureSchema>;
export type StoryView = z.output<typeof storyViewSchema>;
export type PanelView = z.output<typeof panelViewSchema>;
export type BatchView = z.output<typeof batchViewSchema>;
export type AttemptView = z.output<typeof attemptViewSchema>;
export type SheetView = z.output<typeof sheetViewSchema>;
export type LedgerEntry = z.output<typeof ledgerEntrySchema>;
export type LedgerView = z.output<typeof ledgerViewSchema>;
export type Spending = z.output<typeof spendingSchema>;
export type PanelEdit = z.output<typeof panelEditSchema>;
export type Amendment = z.output<typeof amendmentSchema>;
export type EstimateView = z.output<typeof estimateViewSchema>;
export type AssetView = z.output<typeof assetViewSchema>;
export type QueueView = z.output<typeof queueViewSchema>;
export type ProviderView = z.output<typeof providerViewSchema>;
export type Problem = z.output<typeof problemSchema>;
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
