import type { z } from 'zod';
import {
  keyChangeSchema,
  keyFormSchema,
  keyRotationSchema,
  tenantChangeSchema,
  tenantFormSchema,
} from './access/keys.ts';
import { bulkFormSchema } from './bulk.ts';
import { acceptanceSchema, checkLabelSchema } from './checks/check-views.ts';
import { editionFormSchema } from './editions/edition-form.ts';
import {
  amendmentSchema,
  batchRetakeSchema,
  copySchema,
  insertionSchema,
  letteringSchema,
  moveSchema,
  panelEditSchema,
  plateEditSchema,
  plateRedrawSchema,
  plateRetakeSchema,
  plateRetouchSchema,
  plateSelectionSchema,
  plateUploadSchema,
  retakeSchema,
  retouchSchema,
  selectionSchema,
  settlementSchema,
  takeUploadSchema,
} from './edits.ts';
import { linkFormSchema, noteChangeSchema, noteFormSchema } from './notes/notes.ts';
import type { Path } from './source-document.ts';
import { priorityChangeSchema } from './story-marks.ts';
import { namePlace, type Place, type Places, placeInStory } from './story-places.ts';
import { webhookChangeSchema, webhookFormSchema } from './webhooks.ts';

/** What an edit accepts, and how its errors are described. */
export interface EditForm<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly places: Places;
}

/** Fields that only edits have. */
const optionPlaces: Readonly<Record<string, Place>> = {
  cascade: { expected: 'keep or redraw' },
  dryRun: { expected: 'true or false' },
  count: { expected: 'a whole number from 1 to 8' },
  asset: { expected: 'the id of an uploaded picture, as returned by POST /v1/assets' },
  select: { expected: 'true or false' },
  after: { expected: 'the number of a panel, `id:` and its id, or 0 for the beginning' },
  paid: { expected: 'true or false' },
  costUsd: { expected: 'an amount in dollars, such as 0.05' },
  'panels.*.number': { expected: 'the number of the panel, a whole number from 1' },
};

const keysOf = (schema: { readonly shape: object }) => Object.keys(schema.shape);
const listed = (keys: readonly string[]) => keys.map((key) => `\`${key}\``).join(', ');

/**
 * @param owner what is read: "a lettering"
 * @param at its place in a story file, for fields that both have
 * @param own its other fields, by name
 */
function form<Schema extends z.ZodType & { readonly shape: object }>(
  owner: string,
  schema: Schema,
  at: Path = [],
  own: Readonly<Record<string, Place>> = {},
): EditForm<Schema> {
  const keys = keysOf(schema);
  const places: Readonly<Record<string, Place>> = {
    ...optionPlaces,
    '': { expected: `${owner}: a mapping with any of ${listed(keys)}`, owner, keys },
    ...own,
  };
  return {
    schema,
    places: { placeOf: (path) => places[namePlace(path)] ?? placeInStory([...at, ...path]), ownersOf: () => [] },
  };
}

/** Part of a story for which an edit accepts fewer keys. */
const fewer = (owner: string, path: Path, schema: { readonly shape: object }): Place => ({
  ...placeInStory(path),
  owner,
  keys: keysOf(schema),
});

const webhookPlaces: Readonly<Record<string, Place>> = {
  url: { expected: 'an https URL' },
  events: { expected: 'a list of types of events, such as [story.status]' },
  'events.*': { expected: 'a type of event, such as story.status' },
  description: { expected: 'a description as text' },
  disabled: { expected: 'true or false' },
};

const accessPlaces: Readonly<Record<string, Place>> = {
  id: { expected: 'a name of letters, digits and hyphens' },
  tenant: { expected: 'the name of a tenant' },
  role: { expected: 'read, submit, control or admin' },
  name: { expected: 'a name as text' },
  expiresAt: { expected: 'a time such as 2027-01-31T12:00:00Z' },
  graceHours: { expected: 'a whole number of hours from 0 to 720' },
  weight: { expected: 'a number from 0.1 to 100' },
  limits: { expected: 'a mapping of limits' },
  'limits.waitingStories': { expected: 'a whole number, or null for no limit' },
  'limits.concurrentImages': { expected: 'a whole number, or null for no limit' },
  'limits.imagesPerDay': { expected: 'a whole number, or null for no limit' },
  'limits.usdPerDay': { expected: 'an amount in dollars, or null for no limit' },
};

const notePlaces: Readonly<Record<string, Place>> = {
  panel: { expected: 'the number of a panel, or `id:` and its id' },
  x: { expected: 'a number from 0 (left edge of the frame) to 1 (right edge)' },
  y: { expected: 'a number from 0 (top edge of the frame) to 1 (bottom edge)' },
  text: { expected: 'the words of the note as text, at most 2,000 characters' },
  author: { expected: 'a name as text, at most 60 characters' },
  resolved: { expected: 'true or false' },
  role: { expected: 'comment' },
  name: { expected: 'a name as text, at most 60 characters' },
  expires: { expected: 'a time such as 2027-01-31T12:00:00Z' },
};

/** What each route that changes a story accepts. */
export const editForms = {
  amendment: form('a change of a story', amendmentSchema, [], {
    book: fewer('`book` of a submitted story', ['book'], amendmentSchema.shape.book.unwrap()),
    render: fewer('`render` of a submitted story', ['render'], amendmentSchema.shape.render.unwrap()),
  }),
  panel: form('an edit of a panel', panelEditSchema, ['panels', 0]),
  retake: form('a retake', retakeSchema),
  retouch: form('a retouch', retouchSchema, [], {
    instruction: { expected: 'what to change, as text' },
    box: {
      expected: 'an area: a mapping with `x`, `y`, `width` and `height` from 0 to 1',
      owner: 'an area',
      keys: ['x', 'y', 'width', 'height'],
    },
    'box.x': { expected: 'a number from 0 (left) to 1 (right)' },
    'box.y': { expected: 'a number from 0 (top) to 1 (bottom)' },
    'box.width': { expected: 'a number above 0, at most 1' },
    'box.height': { expected: 'a number above 0, at most 1' },
    mask: { expected: 'the id of an uploaded picture, as returned by POST /v1/assets' },
  }),
  batchRetake: form('a retake', batchRetakeSchema),
  takeUpload: form('an uploaded take', takeUploadSchema),
  selection: form('a selection', selectionSchema),
  plateEdit: form('an edit of a plate', plateEditSchema, [], {
    description: { expected: 'what it looks like, as text' },
    references: { expected: 'a list of ids of uploaded pictures', several: 'pictures', hint: 'put it in [ ]' },
    'references.*': optionPlaces.asset as Place,
  }),
  plateRedraw: form('a redraw of stale panels', plateRedrawSchema),
  plateRetake: form('a retake of a plate', plateRetakeSchema),
  plateRetouch: form('a retouch of a plate', plateRetouchSchema),
  plateUpload: form('an uploaded plate', plateUploadSchema),
  plateSelection: form('a selection of a plate', plateSelectionSchema),
  insertion: form('an insertion', insertionSchema),
  move: form('a move', moveSchema),
  settlement: form('a settlement', settlementSchema),
  acceptance: form('an acceptance', acceptanceSchema, [], { accepted: { expected: 'true or false' } }),
  checkLabel: form('a label', checkLabelSchema, [], { label: { expected: 'right, wrong, or null to take it back' } }),
  copy: form('a copy', copySchema),
  note: form('a note', noteFormSchema, [], notePlaces),
  noteChange: form('a change of a note', noteChangeSchema, [], notePlaces),
  link: form("a reviewer's link", linkFormSchema, [], notePlaces),
  webhook: form('a webhook', webhookFormSchema, [], webhookPlaces),
  webhookChange: form('a change of a webhook', webhookChangeSchema, [], webhookPlaces),
  key: form('a key', keyFormSchema, [], accessPlaces),
  keyChange: form('a change of a key', keyChangeSchema, [], accessPlaces),
  keyRotation: form('a rotation', keyRotationSchema, [], accessPlaces),
  tenant: form('a tenant', tenantFormSchema, [], accessPlaces),
  tenantChange: form('a change of a tenant', tenantChangeSchema, [], accessPlaces),
  priority: form('a priority', priorityChangeSchema),
  bulk: form('a bulk command', bulkFormSchema, [], {
    filter: { expected: 'a mapping that says which stories' },
    'filter.status': { expected: 'a status of stories' },
    'filter.query': { expected: 'words of the title as text' },
    'filter.externalId': { expected: 'the id of your own system as text' },
    'filter.metadata': { expected: 'a mapping of words to texts' },
    'filter.metadata.*': { expected: 'a text' },
    'filter.ids': { expected: 'a list of story ids' },
    'filter.ids.*': { expected: 'the id of a story as text' },
    action: { expected: 'pause, resume, cancel or delete' },
    dryRun: { expected: 'true or false' },
  }),
  edition: form('an edition', editionFormSchema, [], {
    summary: { expected: 'a summary as text' },
    texts: { expected: 'a mapping of translations by text id' },
    'texts.*': { expected: 'the translation as text, or a mapping with `text`, `original` and `balloon`' },
    'texts.*.balloon': placeInStory(['panels', 0, 'text', 0, 'balloon']),
    'texts.*.balloon.x': placeInStory(['panels', 0, 'text', 0, 'balloon', 'x']),
    'texts.*.balloon.y': placeInStory(['panels', 0, 'text', 0, 'balloon', 'y']),
    alts: { expected: 'a mapping of descriptions by panel id' },
    names: { expected: 'a mapping of names by character id' },
  }),
  lettering: form('a lettering', letteringSchema, [], {
    'panels.*': {
      ...placeInStory(['panels', 0]),
      expected: 'a panel of a lettering: a mapping with `number` and `text`',
      owner: 'a panel of a lettering',
      keys: keysOf(letteringSchema.shape.panels.element),
    },
  }),
} as const;
