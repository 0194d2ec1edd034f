import { z } from 'zod';
import { bookLayouts } from '../layout/layouts.ts';
import { storyStatuses } from '../states.ts';
import { bookSignaturesSchema, boundBooks } from './book-parts.ts';
import { failureSchema } from './failure.ts';
import { count, dollars, number, progress, time, warnings } from './parts.ts';

const waitingSchema = z.object({
  code: z.string().describe('The same as waitingOn'),
  since: time,
  until: time.nullable().describe('When it will be over at the latest; null where that is not known'),
  detail: z.string().nullable().describe("Why, such as the provider's own words"),
  progress: z.object({ total: count, completed: count, failed: count }).nullable().describe('Requests at the provider'),
});

export const storyViewSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    status: z.enum(storyStatuses),
    waitingOn: z
      .string()
      .nullable()
      .describe(
        'What the story waits for, a code of the error catalogue: why it needs attention, or rate_limited, provider_paused …',
      ),
    waiting: waitingSchema
      .nullable()
      .describe('What is known of the wait of an active story; null while it does not wait, or needs attention'),
    provider: z.string(),
    model: z.string(),
    language: z.string(),
    readingDirection: z.enum(['ltr', 'rtl', 'vertical']),
    layout: z.enum(bookLayouts).describe('How the pages are laid out'),
    characters: z.array(z.object({ id: z.string(), name: z.string() })).describe('The cast'),
    progress: z.object({ panels: progress, batches: progress, sheets: progress }),
    cost: z.object({
      estimateUsd: dollars.describe('Expected price, judged at submit'),
      remainingUsd: dollars
        .optional()
        .describe(
          'What the panels that are not drawn yet will probably cost, corrected by what requests of this model have cost in this story so far; absent in lists',
        ),
      budgetUsd: dollars.nullable().describe('Hard limit of what the story may cost; null is none'),
      spentUsd: dollars,
      heldUsd: dollars.describe('High estimate of the requests under way'),
      possiblyUsd: dollars.describe('Cost of requests with unknown outcome; not part of spentUsd'),
    }),
    failures: z.array(failureSchema),
    priority: z.int().optional().describe('Among the stories of your tenant, −10 … 10; absent: 0'),
    line: z
      .object({ place: z.int().min(1), waiting: z.int().min(0) })
      .optional()
      .describe(
        'Where it stands among all stories that wait for a turn at its provider; absent while it does not stand in line',
      ),
    externalId: z.string().optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    continues: z
      .object({ story: z.string(), title: z.string(), panel: number, panelId: z.string() })
      .optional()
      .describe(
        'Of a next chapter: the story it continues, as it was at submit, and the panel from whose frame its first batch continues. What it took over are copies; that story may be gone since',
      ),
    duplicateOf: z
      .string()
      .optional()
      .describe(
        'A story that asked for exactly the same and was not cancelled when this one was submitted; both are drawn',
      ),
    warnings: warnings.describe(
      'What to know though it keeps nothing from being drawn: found at submit and, except in lists, on the composed sheets',
    ),
    books: z.array(z.string()).describe(boundBooks),
    signatures: bookSignaturesSchema.optional(),
    createdAt: time,
    updatedAt: time,
    rev: count.describe('Goes up with each change a user makes; send it as If-Match to change only what you have seen'),
    links: z.object({
      self: z.string(),
      panels: z.string(),
      cover: z.string().optional().describe('The cover, a panel outside the reading order, of a story that draws one'),
      batches: z.string(),
      sheets: z.string(),
      events: z.string(),
      books: z.record(z.string(), z.string()),
    }),
  })
  .meta({ id: 'Story' });

export type StoryView = z.output<typeof storyViewSchema>;
