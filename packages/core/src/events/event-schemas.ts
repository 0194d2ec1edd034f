import { z } from 'zod';
import { bookFormats } from '../formats/book-formats.ts';
import { storyStatuses } from '../states.ts';
import type { EventType } from './event-types.ts';
import { operations } from './event-types.ts';

/**
 * The events of a story, as the API sends them. Numbers of panels and batches (`panel`, `batch`) are positions at the time of the
 * event; ids (`panelId`, `batchId`) never change. Fields are only ever added.
 */

const number = z.int().min(1);
const count = z.int().min(0);
const range = z.tuple([count, count]);
const id = z.string();
const code = z.string().describe('A code of the error catalogue');
const failure = z.object({
  code,
  detail: z.string(),
  againUsd: z.number().min(0).optional().describe('What the same words would probably cost once more'),
});
const language = z.string().describe('BCP 47');
const book = z
  .string()
  .optional()
  .describe('Name of the book, where it says more than its format, such as print@kdp-6x9');
const sheetWarnings = z.array(z.object({ panel: number.nullable(), code: z.string(), detail: z.string() }));
const frame = z.object({ sha256: z.string(), width: number, height: number });

const envelope = {
  id: z.string().describe('Id in the stream; send it as Last-Event-ID to continue after this event'),
  story: z.string(),
  at: z.iso.datetime().describe('By the clock of Redis, in UTC'),
  version: z.int().min(1).describe('Schema version of the event'),
};
/** Ids are absent in events that the first release wrote. */
const ofBatch = {
  batch: count.describe('0 for plates, which are drawn before the first batch'),
  batchId: id.optional(),
};
const ofPanel = { panel: count.describe('0 for a panel that was removed from the book'), panelId: id.optional() };

const ofNote = { note: id.describe('Id of the note'), resolved: z.boolean() };

const event = <const Type extends EventType, Fields extends z.core.$ZodLooseShape>(type: Type, fields: Fields) =>
  z.object({ ...envelope, type: z.literal(type), ...fields });

export const eventSchemas = {
  'story.status': event('story.status', {
    from: z.enum(storyStatuses).nullable().describe('null: it was submitted'),
    status: z.enum(storyStatuses),
    waitingOn: code.nullable(),
  }),
  'story.waiting': event('story.waiting', {
    waitingOn: code.nullable().describe('null: it no longer waits'),
    until: z
      .int()
      .optional()
      .describe("When it will be over at the latest, by Redis' clock, in milliseconds since the epoch"),
    detail: z.string().optional().describe("Why, such as the provider's own words"),
    progress: z
      .object({ total: count, completed: count, failed: count })
      .optional()
      .describe('How many requests the provider has, has finished and has failed'),
  }),
  'story.amended': event('story.amended', { fields: z.array(z.string()).describe('Names of the changed fields') }),
  'story.lettered': event('story.lettered', { panels: z.array(number), panelIds: z.array(id).optional() }),
  'story.approved': event('story.approved', {}),
  'story.deleted': event('story.deleted', {}),
  'batch.started': event('batch.started', {
    ...ofBatch,
    attempt: number,
    panels: range.describe('Lowest and highest'),
    panelIds: z.array(id).optional(),
  }),
  'batch.collecting': event('batch.collecting', { ...ofBatch, attempt: number }),
  'batch.released': event('batch.released', {
    ...ofBatch,
    attempt: number,
    outcome: z.enum(['yielded', 'crashed']),
    code: code.optional(),
  }),
  'batch.drawn': event('batch.drawn', {
    ...ofBatch,
    panels: range.describe('Lowest and highest'),
    panelIds: z.array(id).optional(),
  }),
  'batch.failed': event('batch.failed', {
    ...ofBatch,
    code,
    retry: z.boolean().optional().describe('Whether it is tried again automatically'),
    tries: number.optional(),
  }),
  'batch.reopened': event('batch.reopened', { ...ofBatch }),
  'requests.changed': event('requests.changed', {
    ...ofBatch,
    state: z.enum(['intended', 'ordered', 'settled', 'dropped', 'possibly_paid']),
  }),
  'panel.drawn': event('panel.drawn', {
    ...ofPanel,
    ...ofBatch,
    slot: z.string().describe('The id of the panel, with +i for the i-th further take'),
    frame,
  }),
  'panel.failed': event('panel.failed', { ...ofPanel, ...ofBatch, failure }),
  'panel.edited': event('panel.edited', {
    ...ofPanel,
    art: z.boolean().describe('Whether its picture changes: it is drawn again'),
  }),
  'panels.retaken': event('panels.retaken', {
    ...ofBatch,
    panels: z.array(count.describe('0 for a plate')),
    panelIds: z.array(id).optional(),
    count: number.describe('New takes of each panel'),
    instruction: z.string().optional().describe('Of a retouch: what it changes in the selected frame'),
  }),
  'panels.inserted': event('panels.inserted', {
    after: count.describe('Number of the panel they follow; 0 is the front'),
    panels: number.describe('How many'),
    batches: count.describe('How many batches they form'),
    panelIds: z.array(id).optional(),
    batchIds: z.array(id).optional(),
  }),
  'panels.removed': event('panels.removed', {
    panels: z.array(number).describe('Their numbers before'),
    panelIds: z.array(id).optional(),
  }),
  'panels.moved': event('panels.moved', {
    panels: z.array(number).describe('Their numbers before'),
    panelIds: z.array(id).optional(),
    after: count.describe('Number of the panel they follow now; 0 is the front'),
  }),
  'takes.removed': event('takes.removed', {
    panels: z.array(count).describe('Panels with takes whose pictures were removed to make room'),
    panelIds: z.array(id),
  }),
  'take.added': event('take.added', {
    ...ofPanel,
    take: number,
    source: z.enum(['drawn', 'uploaded']),
    frame: frame.optional(),
  }),
  'take.selected': event('take.selected', { ...ofPanel, take: number, frame }),
  'panel.checked': event('panel.checked', {
    ...ofPanel,
    sha256: z.string().describe('The frame that was measured'),
    found: z.array(z.string()).describe('Checks that found something in it'),
    clear: z.array(z.string()).describe('Checks that found nothing'),
    label: z.enum(['right', 'wrong', 'none']).optional().describe('What a user said about the check'),
  }),
  'panel.accepted': event('panel.accepted', {
    ...ofPanel,
    sha256: z.string().describe('The selected frame of the panel'),
    accepted: z.boolean().describe('false: a user took it back'),
  }),
  'note.added': event('note.added', { ...ofPanel, ...ofNote }),
  'note.changed': event('note.changed', { ...ofPanel, ...ofNote }),
  'note.deleted': event('note.deleted', { ...ofPanel, ...ofNote }),
  'sheet.composed': event('sheet.composed', {
    sheet: number,
    warnings: sheetWarnings.optional().describe('What was left out, cropped, lettered smaller or looks alike on it'),
  }),
  'sheet.outdated': event('sheet.outdated', { sheet: number }),
  'book.bound': event('book.bound', { format: z.enum(bookFormats), book }),
  'books.outdated': event('books.outdated', {}),
  'edition.changed': event('edition.changed', { language }),
  'edition.deleted': event('edition.deleted', { language }),
  'edition.sheet': event('edition.sheet', { language, sheet: number, warnings: sheetWarnings }),
  'edition.outdated': event('edition.outdated', { language, sheet: number }),
  'edition.book': event('edition.book', { language, format: z.enum(bookFormats), book }),
  'edition.unbound': event('edition.unbound', { language }),
  'edition.failed': event('edition.failed', { language, failure }),
  'budget.reached': event('budget.reached', { ...ofBatch }),
  'provider.paused': event('provider.paused', { provider: z.string(), reason: z.string() }),
  'provider.resumed': event('provider.resumed', { provider: z.string() }),
  'provider.down': event('provider.down', {
    provider: z.string(),
    reason: z.string().describe("The provider's words"),
  }),
  'provider.up': event('provider.up', { provider: z.string() }),
} as const satisfies { readonly [Type in EventType]: z.ZodType<{ readonly type: Type }> };

/** Any event of a story, as the API description names it. */
export const storyEventSchema = z
  .discriminatedUnion('type', Object.values(eventSchemas) as unknown as [z.ZodObject, ...z.ZodObject[]])
  .meta({ id: 'StoryEvent', description: 'One event of a story; skip types you do not know' });

type Schemas = typeof eventSchemas;
/** One event of a story's stream, of a kind this version knows. */
export type KnownEvent = { [Type in EventType]: Readonly<z.output<Schemas[Type]>> }[EventType];

/** An event of a kind this version does not know, or with other fields than it expects: written by a newer version. */
export interface UnknownEvent {
  readonly type: 'unknown';
  /** Its type, as it was sent. */
  readonly name: string;
  readonly id: string;
  readonly story: string;
  readonly at: string;
  /** Everything else it carries. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One event of a story's stream. Unknown ones are shown by their name, or skipped; they must not break anything. */
export type StoryEvent = KnownEvent | UnknownEvent;
export type EventOf<Type extends EventType> = Extract<KnownEvent, { readonly type: Type }>;

/** What `GET /v1/events` sends: which stories or scripts changed, or which of the operations pages' lists. */
export const changeSchema = z
  .union([
    z.object({ stories: z.array(z.string()).describe('Ids; an empty list means that anything may have changed') }),
    z.object({ scripts: z.array(z.string()).describe('Ids of scripts that a model adapts') }),
    z.object({ operations: z.array(z.enum(operations)) }),
  ])
  .meta({ id: 'Change' });
export type Change = Readonly<z.output<typeof changeSchema>>;
