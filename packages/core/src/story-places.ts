import {
  locationSpecSchema,
  outfitSpecSchema,
  platesSpecSchema,
  propSpecSchema,
  sceneSpecSchema,
} from './cast-spec.ts';
import { pixelChecks } from './checks/check-names.ts';
import { checksSpecSchema } from './checks/checks-spec.ts';
import { reviewSpecSchema } from './checks/review-spec.ts';
import { pagePresetNames } from './layout/page-sizes.ts';
import type { Path } from './source-document.ts';
import {
  backSpecSchema,
  bookSpecSchema,
  characterSpecSchema,
  coverSpecSchema,
  panelSpecSchema,
  panelTextSchema,
  renderSpecSchema,
  storySpecSchema,
} from './story-spec.ts';

/** How messages describe a field of a document. */
export interface Place {
  /** Completes "expected …" and "add …". */
  readonly expected: string;
  /** The mapping found here: "a panel". */
  readonly owner?: string;
  readonly keys?: readonly string[];
  /** Words that people use for a key. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** Words that people use for one of the words that a value here may be. */
  readonly meant?: Readonly<Record<string, string>>;
  /** What a list here contains: "panels". */
  readonly several?: string;
  /** What to write instead of a value of another type. */
  readonly hint?: string;
  /** What to do if a list here is too long. */
  readonly advice?: string;
  /** The message if the value is empty. */
  readonly empty?: string;
}

/** The fields of one kind of document. */
export interface Places {
  readonly placeOf: (path: Path) => Place;
  /** The mappings that have a key, for "it belongs to …". */
  readonly ownersOf: (key: string) => readonly string[];
}

const keysOf = (schema: { readonly shape: object }) => Object.keys(schema.shape);

const picture: Place = { expected: 'a picture: an asset id, an https URL, a data URL or a path' };

const picturesOf = (what: string): Place => ({
  expected: `a list of pictures of ${what}`,
  several: 'pictures',
  hint: 'put it in [ ]',
});

const described = (owner: string, keys: readonly string[]): Place => ({
  expected: `${owner}: a mapping with \`id\` and \`description\``,
  owner,
  keys,
  synonyms: { images: 'references', pictures: 'references', appearance: 'description', prompt: 'description' },
  hint: 'write "- id: …" and "description: …"',
});

const point = (owner: string) => ({
  expected: 'a point: a mapping with `x` and `y` from 0 to 1',
  owner,
  keys: ['x', 'y'],
});

/** By field name. The keys come from the schema, so they cannot differ from it. */
const places: Readonly<Record<string, Place>> = {
  '': {
    expected: 'a story: a mapping with `title` and `panels`',
    empty: 'the document is empty; a story needs at least `title` and `panels`',
    owner: 'a story',
    keys: keysOf(storySpecSchema),
    synonyms: {
      name: 'title',
      cast: 'characters',
      pages: 'panels',
      images: 'panels',
      lang: 'language',
      direction: 'readingDirection',
    },
  },
  title: { expected: 'the title of the story as text' },
  continues: { expected: 'the id of an earlier story of yours, as text' },
  language: { expected: 'a language tag such as en, ja or pt-BR' },
  style: {
    expected: 'the style of the pictures as text, or a mapping with `description` and `references`',
    owner: 'a style',
    keys: ['description', 'references'],
    hint: 'write style: ink, or { description: ink, references: [./style.png] }',
  },
  'style.description': { expected: 'the style of the pictures as text' },
  'style.references': picturesOf('the style'),
  'style.references.*': picture,
  characters: {
    expected: 'a list of characters',
    several: 'characters',
    hint: 'write "- id: …", "name: …" and "description: …"',
  },
  'characters.*': {
    expected: 'a character: a mapping with `id`, `name` and `description`',
    owner: 'a character',
    keys: keysOf(characterSpecSchema),
    synonyms: { images: 'references', pictures: 'references', appearance: 'description', prompt: 'description' },
    hint: 'write "- id: …", "name: …" and "description: …"',
  },
  'characters.*.id': { expected: 'an id: a short word by which panels name the character' },
  'characters.*.name': { expected: 'the name of the character as text' },
  'characters.*.description': { expected: 'how the character looks, as text' },
  'characters.*.references': {
    expected: 'a list of pictures of the character',
    several: 'pictures',
    hint: 'put it in [ ]',
  },
  'characters.*.references.*': picture,
  'characters.*.outfits': {
    expected: 'a list of outfits',
    several: 'outfits',
    hint: 'write "- id: …" and "description: …"',
  },
  'characters.*.outfits.*': described('an outfit', keysOf(outfitSpecSchema)),
  'characters.*.outfits.*.id': { expected: 'an id: a short word by which scenes and panels name the outfit' },
  'characters.*.outfits.*.description': { expected: 'what the character wears, as text' },
  'characters.*.outfits.*.references': picturesOf('the outfit'),
  'characters.*.outfits.*.references.*': picture,
  locations: { expected: 'a list of locations', several: 'locations', hint: 'write "- id: …" and "description: …"' },
  'locations.*': described('a location', keysOf(locationSpecSchema)),
  'locations.*.id': { expected: 'an id: a short word by which scenes name the location' },
  'locations.*.description': { expected: 'what the place looks like, as text' },
  'locations.*.references': picturesOf('the place'),
  'locations.*.references.*': picture,
  props: { expected: 'a list of objects', several: 'props', hint: 'write "- id: …" and "description: …"' },
  'props.*': described('a prop', keysOf(propSpecSchema)),
  'props.*.id': { expected: 'an id: a short word by which scenes name the object' },
  'props.*.description': { expected: 'what the object looks like, as text' },
  'props.*.references': picturesOf('the object'),
  'props.*.references.*': picture,
  scenes: { expected: 'a list of scenes', several: 'scenes', hint: 'write "- id: …"' },
  'scenes.*': {
    expected: 'a scene: a mapping with `id`',
    owner: 'a scene',
    keys: keysOf(sceneSpecSchema),
    synonyms: { place: 'location', characters: 'wears', outfits: 'wears', weather: 'light', description: 'light' },
    hint: 'write "- id: …"',
  },
  'scenes.*.id': { expected: 'an id: a short word by which panels name the scene' },
  'scenes.*.location': { expected: 'the id of a location' },
  'scenes.*.time': { expected: 'the time of day or year, as text' },
  'scenes.*.light': { expected: 'the light, as text' },
  'scenes.*.wears': { expected: 'a mapping of characters to outfits', hint: 'write { hare: winter }' },
  'scenes.*.props': { expected: 'a list of ids of props', several: 'props', hint: 'put the ids in [ ]' },
  'scenes.*.props.*': { expected: 'the id of a prop' },
  plates: {
    expected: 'a mapping such as { draw: [characters, locations] }',
    owner: '`plates`',
    keys: keysOf(platesSpecSchema),
    hint: 'write { draw: [characters, locations] }',
  },
  'plates.draw': {
    expected: 'a list of characters, locations, props and style',
    several: 'kinds',
    hint: 'put it in [ ]',
  },
  'plates.approve': { expected: 'true or false' },
  panels: {
    expected: 'a list of panels',
    several: 'panels',
    hint: 'write "- prompt: …" for each panel',
    advice: 'split it into several stories',
  },
  'panels.*': {
    expected: 'a panel: a mapping with at least `prompt`',
    owner: 'a panel',
    keys: keysOf(panelSpecSchema),
    synonyms: {
      description: 'prompt',
      image: 'prompt',
      cast: 'characters',
      caption: 'text',
      speech: 'text',
      dialogue: 'text',
      name: 'id',
    },
    hint: 'write "- prompt: …"',
  },
  'panels.*.id': { expected: 'an id for the panel' },
  'panels.*.prompt': { expected: 'what the panel shows, as text' },
  'panels.*.characters': {
    expected: 'a list of the characters in the panel',
    several: 'characters',
    hint: 'put the ids in [ ]: [hare, tortoise]',
    advice: 'image models mix up more; name those who matter, and describe the crowd in the prompt',
  },
  'panels.*.characters.*': {
    expected: 'the id of a character, or a mapping with `id`, `outfit` and `at`',
    owner: 'a character of a panel',
    keys: ['id', 'outfit', 'at'],
    hint: 'write hare, or { id: hare, at: left }',
  },
  'panels.*.characters.*.id': { expected: 'the id of a character' },
  'panels.*.characters.*.outfit': { expected: 'the id of an outfit of the character' },
  'panels.*.characters.*.at': {
    expected: 'left, centre, right, or a number from 0 (left) to 1 (right)',
    meant: { middle: 'centre', mid: 'centre', start: 'left', end: 'right' },
  },
  'panels.*.scene': { expected: 'the id of a scene' },
  'panels.*.references': {
    expected: 'auto, none, or a list of pictures',
    several: 'pictures',
    hint: 'write [hare, mill, last-frame]',
  },
  'panels.*.references.*': { expected: 'the name of a picture, such as hare, hare/winter, style or last-frame' },
  'panels.*.continuesFrom': { expected: 'auto, none, or the id of a panel of an earlier batch' },
  'panels.*.text': { expected: 'a list of texts', several: 'texts', hint: 'write "- kind: caption" and "text: …"' },
  'panels.*.text.*': {
    expected: 'a text of the panel: a mapping with `kind` and `text`',
    owner: 'a text',
    keys: keysOf(panelTextSchema),
    synonyms: { type: 'kind', character: 'speaker', who: 'speaker', words: 'text', content: 'text' },
    hint: 'write "- kind: caption" and "text: …"',
  },
  'panels.*.text.*.id': { expected: 'an id for the text' },
  'panels.*.text.*.kind': { expected: 'the kind of text: caption, speech, thought or sfx' },
  'panels.*.text.*.speaker': { expected: 'the id of the character who speaks' },
  'panels.*.text.*.text': { expected: 'the words, as text' },
  'panels.*.text.*.balloon': { ...point('a place of a balloon'), hint: 'write { x: 0.3, y: 0.2 }' },
  'panels.*.text.*.balloon.x': { expected: 'a number from 0 (left) to 1 (right)' },
  'panels.*.text.*.balloon.y': { expected: 'a number from 0 (top) to 1 (bottom)' },
  'panels.*.text.*.mouth': { ...point('a mouth'), hint: 'write { x: 0.6, y: 0.5 }' },
  'panels.*.text.*.mouth.x': { expected: 'a number from 0 (left) to 1 (right)' },
  'panels.*.text.*.mouth.y': { expected: 'a number from 0 (top) to 1 (bottom)' },
  'panels.*.alt': { expected: 'a description for readers who cannot see the picture, as text' },
  'panels.*.signs': { expected: 'true or false' },
  'panels.*.focus': { ...point('a focus'), hint: 'write { x: 0.5, y: 0.5 }' },
  'panels.*.focus.x': { expected: 'a number from 0 (left) to 1 (right)' },
  'panels.*.focus.y': { expected: 'a number from 0 (top) to 1 (bottom)' },
  render: {
    expected: 'a mapping such as { provider: openai }',
    owner: '`render`',
    keys: keysOf(renderSpecSchema),
    hint: 'write "provider: …" below it',
  },
  'render.model': { expected: "the provider's name of the model as text" },
  'render.size': { expected: 'a size such as 1024x1024 as text, or auto' },
  'render.batchSize': { expected: 'a whole number from 1 to 8' },
  'render.approveAfter': { expected: 'a whole number of batches' },
  'render.recoverable': { expected: 'true or false' },
  'render.recall': { expected: 'true or false' },
  'render.fallback': { expected: 'true or false' },
  'render.seed': { expected: 'a whole number' },
  'render.extra': { expected: 'a mapping of parameters', hint: 'write { steps: 30 }' },
  'render.blockedTries': { expected: 'a whole number from 0 to 5' },
  review: {
    expected: 'a mapping such as { model: gpt-5.4, maxUsd: 2 }',
    owner: '`review`',
    keys: keysOf(reviewSpecSchema),
    hint: 'write "model: …" below it',
  },
  'review.model': { expected: "the review server's name of the model as text" },
  'review.retakes': { expected: '0 or 1' },
  'review.maxUsd': { expected: 'a number of US dollars, such as 2 or 0.5' },
  checks: {
    expected: 'the checks: a mapping such as { copies: warn, drift: warn }',
    owner: '`checks`',
    keys: keysOf(checksSpecSchema),
  },
  ...Object.fromEntries(pixelChecks.map((check) => [`checks.${check}`, { expected: 'off, warn or stop' }])),
  budget: {
    expected: 'a mapping with `maxUsd`',
    owner: '`budget`',
    keys: keysOf(storySpecSchema.shape.budget.unwrap()),
    hint: 'write { maxUsd: 12 }',
  },
  'budget.maxUsd': { expected: 'a number of US dollars, such as 12 or 0.5' },
  book: {
    expected: 'a mapping such as { formats: [pdf] }',
    owner: '`book`',
    keys: keysOf(bookSpecSchema),
    synonyms: { format: 'formats' },
    hint: 'write "formats: …" below it',
  },
  'book.page': {
    expected: `one of ${pagePresetNames.join(', ')}, or a mapping with \`width\`, \`height\` and \`unit\``,
    owner: 'a page size',
    keys: ['width', 'height', 'unit'],
    hint: 'write us-comic, or { width: 6, height: 9, unit: in }',
  },
  'book.page.width': { expected: 'a number' },
  'book.page.height': { expected: 'a number' },
  'book.formats': { expected: 'a list of formats', several: 'formats', hint: 'put it in [ ]: [pdf, cbz]' },
  'book.formats.*': {
    expected: 'a format, or a mapping with `format`, `layout` and `page`',
    owner: 'a format with its pages',
    keys: ['format', 'layout', 'page'],
    hint: 'write { format: print, page: kdp-6x9 }',
  },
  'book.formats.*.page': {
    expected: `one of ${pagePresetNames.join(', ')}, or a mapping with \`width\`, \`height\` and \`unit\``,
    owner: 'a page size',
    keys: ['width', 'height', 'unit'],
    hint: 'write us-comic, or { width: 6, height: 9, unit: in }',
  },
  'book.formats.*.page.width': { expected: 'a number' },
  'book.formats.*.page.height': { expected: 'a number' },
  'book.author': { expected: 'the author as text' },
  'book.summary': { expected: 'a summary as text' },
  'book.series': { expected: 'the name of the series as text' },
  'book.number': { expected: 'a number such as 3, or a short text' },
  'book.volume': { expected: 'a whole number' },
  'book.date': { expected: 'a year such as 2026, or a day such as 2026-12-01' },
  'book.genre': { expected: 'a genre as text' },
  'book.publisher': { expected: 'the publisher as text' },
  'book.rights': { expected: 'the rights as text' },
  'book.identifier': { expected: 'an identifier such as an ISBN as text' },
  'book.cover': {
    expected: 'a cover: a mapping with `prompt`, `panel` or `asset`',
    owner: 'a cover',
    keys: keysOf(coverSpecSchema),
    synonyms: { picture: 'asset', image: 'asset', file: 'asset', description: 'prompt' },
    hint: 'write { panel: 1 }, { asset: ./cover.png } or "prompt: …"',
  },
  'book.cover.prompt': { expected: 'what the cover shows as text' },
  'book.cover.panel': { expected: 'the number or the id of a panel' },
  'book.cover.asset': picture,
  'book.cover.characters': { expected: 'a list of characters', several: 'characters', hint: 'put it in [ ]' },
  'book.cover.scene': { expected: 'the id of a scene as text' },
  'book.cover.alt': { expected: 'a description as text' },
  'book.back': {
    expected: 'a back cover: a mapping with `text`',
    owner: 'a back cover',
    keys: keysOf(backSpecSchema),
    hint: 'write { text: … }',
  },
  'book.back.text': { expected: 'the words on the back as text' },
  webhook: {
    expected: 'a mapping with `url`',
    owner: '`webhook`',
    keys: keysOf(storySpecSchema.shape.webhook.unwrap()),
    hint: 'write { url: https://… }',
  },
  'webhook.url': { expected: 'an http or https URL as text' },
  'webhook.events': {
    expected: 'a list of types of events, such as [story.status]',
    several: 'types of events',
    hint: 'put it in [ ]',
  },
  'webhook.events.*': { expected: 'a type of event, such as story.status' },
  priority: { expected: 'a whole number from -10 to 10' },
  externalId: { expected: 'the id of your own system as text' },
  metadata: { expected: 'a mapping of words to texts, such as { season: winter }' },
  'metadata.*': { expected: 'a text' },
};

/** A field's name: its path with `*` for every index. */
export const namePlace = (path: Path): string => path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');

/** How messages describe the field at a path. Fields with a fixed list of words (a kind, a format) need no description. */
export function placeInStory(path: Path): Place {
  const name = namePlace(path);
  if (name.startsWith('render.extra.')) return { expected: 'text, a number, true or false' };
  return Object.hasOwn(places, name) ? (places[name] as Place) : { expected: 'one of the words allowed here' };
}

export const storyPlaces: Places = {
  placeOf: placeInStory,
  ownersOf: (key) =>
    Object.values(places).flatMap(({ keys, owner }) => (owner !== undefined && keys?.includes(key) ? [owner] : [])),
};
