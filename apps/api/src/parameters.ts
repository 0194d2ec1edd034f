import {
  bookFormats,
  bookLayouts,
  frameChecks,
  isBookName,
  pagePresetNames,
  publishProfileNames,
  readPageName,
  storyStatuses,
  tenantPattern,
} from '@nextpanel/core';
import type { PartRef } from '@nextpanel/pipeline';
import { z } from 'zod';

/** What comes in by path, query and header. A path that does not match is answered with 404. */

const storyId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/)
  .describe('Id of the story');
const cursor = z.string().min(1).max(1_000);
/** `0` stands before the first event, as for Redis. */
const streamId = z
  .string()
  .regex(/^\d{1,20}(-\d{1,20})?$/, 'must be the id of an event, or 0')
  .transform((id) => (id.includes('-') ? id : `${id}-0`))
  .meta({ type: 'string' });

export const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`)
    .meta({ type: 'integer', minimum: min, maximum: max });

export const dollarsParameter = z
  .string()
  .regex(/^\d{1,7}(\.\d{1,6})?$/, 'must be an amount such as 0.50')
  .transform(Number)
  .meta({ type: 'number', minimum: 0 });

export const storyParams = z.object({ id: storyId });
export const numberParams = z.object({ id: storyId, number: wholeNumber(1, 999_999) });
/** A part by its place, or by the id that stays when parts are inserted, moved or removed. */
const partRef = (part: string) =>
  z
    .string()
    .regex(/^([1-9]\d{0,5}|id:[A-Za-z0-9][A-Za-z0-9_-]{0,63})$/, 'must be a number from 1, or id: and a permanent id')
    .transform((text): PartRef => (text.startsWith('id:') ? { id: text.slice('id:'.length) } : Number(text)))
    .meta({ type: 'string' })
    .describe(`Number of the ${part}, or \`id:\` and its permanent id`);

export const panelParams = z.object({ id: storyId, number: partRef('panel') });
export const checkParams = panelParams.extend({ check: z.enum(frameChecks) });
export const noteParams = z.object({
  id: storyId,
  note: z
    .string()
    .regex(/^n[0-9a-f]{16}$/)
    .describe('Id of the note'),
});
export const linkParams = z.object({
  id: storyId,
  link: z
    .string()
    .regex(/^l[0-9a-f]{12}$/)
    .describe('Id of the link'),
});
export const batchParams = z.object({ id: storyId, number: partRef('batch') });
export const dryRunQuery = z.strictObject({
  dryRun: z.enum(['true', 'false']).default('false').describe('true: change nothing, only answer what would change'),
});
export const requestParams = z.object({
  id: storyId,
  request: z
    .string()
    .regex(/^[A-Za-z0-9:_-]{1,128}$/)
    .describe('Id of the request, as the ledger has it'),
});
export const takeParams = panelParams.extend({ take: wholeNumber(1, 999_999) });
/** hare, hare.winter, mill, watch or style; an encoded slash is understood, too. */
export const plateParams = z.object({
  id: storyId,
  plate: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}([./][A-Za-z0-9][A-Za-z0-9_-]{0,63})?$/)
    .transform((text) => text.replace('.', '/'))
    .meta({ type: 'string' })
    .describe('A plate: `hare`, `mill`, `watch` or `style`; an outfit as `hare.winter`'),
});
export const plateTakeParams = plateParams.extend({ take: wholeNumber(1, 999_999) });
export const pictureParams = z.object({ id: storyId, sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const language = z
  .string()
  .regex(/^[A-Za-z0-9-]{1,64}$/, 'must be a BCP 47 language tag')
  .describe('BCP 47 language tag');
export const editionParams = z.object({ id: storyId, language });
/** Of which edition; that of the original is the original itself. */
export const languageQuery = z.object({
  language: language.optional().describe('An edition in another language; default: the original'),
});
/** Of other pages than the story's. */
export const pagesQuery = z.object({
  layout: z.enum(bookLayouts).optional().describe("In another layout; default: the story's own"),
  page: z
    .string()
    .max(64)
    .transform((text, context) => {
      const page = readPageName(text);
      if (page !== null) return page;
      context.addIssue({
        code: 'custom',
        message: `must be one of ${pagePresetNames.join(', ')}, or a size of 3 to 20 inches such as 6x9in or 128x182mm`,
      });
      return z.NEVER;
    })
    .meta({ type: 'string' })
    .optional()
    .describe(
      "On another page size: a preset, or such as 6x9in; default: the story's own, or the usual one of the layout",
    ),
});
/** What there is of a book. */
export const partialQuery = z.object({
  partial: z
    .enum(['true', 'false'])
    .default('false')
    .describe(
      'true: until the book is bound, one of what is drawn so far, with placeholders where panels are missing, named and titled as partial; as pdf, cbz, epub or web',
    ),
});
export const editionQuery = z.strictObject({
  format: z.enum(['csv', 'xliff']).optional().describe('For translators: a table, or XLIFF 1.2'),
});
export const letteringQuery = z.strictObject({
  format: z.enum(['csv', 'xliff']).describe('A table, or XLIFF 1.2 from the language into itself'),
});
export const bookParams = z.object({
  id: storyId,
  format: z
    .string()
    .max(200)
    .refine((name) => isBookName(name))
    .meta({ type: 'string' })
    .describe(
      `Name of the book, such as print@kdp-6x9; a format finds the first book of it: ${bookFormats.join(', ')}`,
    ),
});
/** Its own id, or that of the story it belongs to. */
export const webhookParams = z.object({ id: z.union([z.string().regex(/^wh[0-9a-f]{16}$/), storyId]) });
export const deliveryParams = webhookParams.extend({ delivery: z.string().regex(/^[A-Za-z0-9_-]{1,128}$/) });
export const assetParams = z.object({ id: z.string().regex(/^asset_[0-9a-f]{64}$/) });
export const keyParams = z.object({ id: z.string().regex(/^k[0-9a-f]{16}$/) });
export const tenantParams = z.object({ id: z.string().regex(tenantPattern) });
export const tenantQuery = z.strictObject({
  tenant: z
    .string()
    .regex(tenantPattern)
    .optional()
    .describe("Only of this tenant; another than your own needs the operator's key"),
});
export const publishParams = z.object({ id: storyId, profile: z.enum(publishProfileNames) });
export const providerParams = z.object({ id: z.string().regex(/^[a-z][a-z-]{0,63}$/) });

export const statsQuery = z.strictObject({
  minutes: wholeNumber(1, 1_440).default(60).describe('How far back'),
});

const defaultLimit = 50;
export const pageQuery = z.strictObject({
  limit: wholeNumber(1, 200).default(defaultLimit),
  cursor: cursor.optional().describe('nextCursor of the page before'),
});

/** `season:winter`, or several with commas between them. */
const metadataFilter = z
  .string()
  .max(2_000)
  .regex(/^[\w.-]{1,40}:[^,]*(,[\w.-]{1,40}:[^,]*)*$/, 'must be KEY:VALUE, or several with commas between them')
  .transform((text) =>
    Object.fromEntries(
      text.split(',').map((pair) => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
    ),
  )
  .meta({ type: 'string' })
  .describe('Only stories with this among their metadata: `season:winter`; several: `season:winter,team:b`');

export const storiesQuery = pageQuery.extend({
  status: z.enum(storyStatuses).optional(),
  query: z.string().max(200).optional().describe('Words of the title'),
  externalId: z.string().min(1).max(200).optional().describe('What your own system calls the story'),
  metadata: metadataFilter.optional(),
  sort: z.enum(['created', '-created', 'updated', '-updated']).optional(),
});

/** Unlike the others it ignores what it does not know: pages put cache busters behind picture addresses. */
export const imageQuery = z.object({
  width: wholeNumber(16, 4_096).optional().describe('Scale down to this width, in pixels'),
});

export const eventsQuery = z.strictObject({
  after: streamId.optional().describe('Id of the last event already known; Last-Event-ID wins'),
  follow: z.enum(['true', 'false']).default('true').describe('false: replay what is stored, then end'),
  until: z
    .literal('end')
    .optional()
    .describe(
      'end: the stream ends when the story is completed, cancelled, paused or needs attention. Where nothing is left to be sent the answer is 204, after which browsers do not connect again',
    ),
});

export const eventsHeaders = z.looseObject({ 'last-event-id': streamId.or(z.literal('')).optional() });

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1–255 visible ASCII characters')
  .optional();

/** Of every change of a story. */
export const changeHeaders = z.looseObject({
  'idempotency-key': idempotencyKey.describe('The same change sent again within a day with the same key is made once'),
  'if-match': z
    .string()
    .max(100)
    .optional()
    .describe('The `rev` of the story as you read it: when it has another one, nothing is changed and 412 tells both'),
});

/** Of what is made or paid for, and is no change of a story. */
export const onceHeaders = z.looseObject({
  'idempotency-key': idempotencyKey.describe(
    'The same request sent again within a day with the same key is answered with what it made the first time',
  ),
});
