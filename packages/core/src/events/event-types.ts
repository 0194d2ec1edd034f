/** What the views of a story consist of: what `GET /v1/stories/{id}` and its sub-resources answer with. */
export const viewParts = [
  'story',
  'panels',
  'plates',
  'batches',
  'sheets',
  'attempts',
  'ledger',
  'takes',
  'editions',
  'checks',
  'notes',
] as const;
export type ViewPart = (typeof viewParts)[number];

/**
 * Every kind of event in a story's stream, and which parts of its views it may change. Whatever a view shows changes together
 * with one of these, so a client that reads these parts again after an event is up to date without polling.
 */
export const eventTypes = {
  'story.status': ['story', 'panels', 'plates', 'batches'],
  /** An active story starts to wait for something, or no longer waits. */
  'story.waiting': ['story'],
  /** Title, budget, book or render settings changed. */
  'story.amended': ['story', 'panels', 'plates', 'batches', 'editions'],
  /** Texts changed; nothing is drawn. */
  'story.lettered': ['story', 'panels', 'plates', 'editions'],
  'story.approved': ['story'],
  /** The last event of a story. It is sent to followers only: nothing of a deleted story is stored. */
  'story.deleted': viewParts,
  'batch.started': ['story', 'panels', 'plates', 'batches', 'attempts'],
  /** A turn collects what a cancelled story still has at the provider; it orders nothing. */
  'batch.collecting': ['batches', 'attempts'],
  /** The attempt ended without a result: the worker yielded or died. The batch waits. */
  'batch.released': ['story', 'panels', 'plates', 'batches', 'attempts'],
  'batch.drawn': ['story', 'panels', 'plates', 'batches', 'attempts', 'takes', 'checks'],
  'batch.failed': ['story', 'panels', 'plates', 'batches', 'attempts'],
  /** A drawn batch waits again, because panels of it are drawn again. */
  'batch.reopened': ['story', 'panels', 'plates', 'batches'],
  /** Requests of a batch were intended, ordered, settled or dropped. */
  'requests.changed': ['story', 'batches', 'ledger'],
  'panel.drawn': ['story', 'panels', 'plates', 'takes'],
  'panel.failed': ['story', 'panels', 'plates', 'batches', 'takes'],
  /** A user changed what a panel asks for, or its texts. */
  'panel.edited': ['story', 'panels', 'plates', 'takes', 'editions'],
  'panels.retaken': ['story', 'panels', 'plates', 'takes'],
  /** Numbers of panels are positions: every part shows one. */
  'panels.inserted': viewParts,
  'panels.removed': viewParts,
  'panels.moved': viewParts,
  /** A panel has one more take, which is not selected. */
  /** Pictures of takes that are not selected were removed to make room. */
  'takes.removed': ['takes'],
  'take.added': ['panels', 'plates', 'takes'],
  'take.selected': ['story', 'panels', 'plates', 'batches', 'takes', 'checks'],
  /** Checks measured a frame of a panel, or a user said whether they were right. */
  'panel.checked': ['story', 'panels', 'checks'],
  'panel.accepted': ['panels'],
  'note.added': ['notes'],
  /** Its words or its place changed, or what it asks for is done. */
  'note.changed': ['notes'],
  'note.deleted': ['notes'],
  'sheet.composed': ['story', 'sheets'],
  /** A composed sheet no longer shows the story as it is, and is composed again. */
  'sheet.outdated': ['story', 'sheets'],
  'book.bound': ['story'],
  /** The bound books no longer show the story as it is, and are bound again. */
  'books.outdated': ['story'],
  /** An edition in another language was added, or its words changed. */
  'edition.changed': ['editions'],
  'edition.deleted': ['editions'],
  /** A sheet of an edition was composed. */
  'edition.sheet': ['editions'],
  /** A sheet of an edition no longer shows it as it is, and is composed again. */
  'edition.outdated': ['editions'],
  'edition.book': ['editions'],
  /** Bound books of an edition no longer show it as it is, and are bound again. */
  'edition.unbound': ['editions'],
  /** A sheet or a book of an edition cannot be made. */
  'edition.failed': ['editions'],
  'budget.reached': ['story'],
  'provider.paused': ['story'],
  'provider.resumed': ['story'],
  /** The story waits because the provider fails for everybody; it continues when that is over. */
  'provider.down': ['story'],
  'provider.up': ['story'],
} as const satisfies Readonly<Record<string, readonly ViewPart[]>>;

export type EventType = keyof typeof eventTypes;

export const isEventType = (type: string): type is EventType => Object.hasOwn(eventTypes, type);

/** Parts of a story's views that an event may change. One of a newer version may change anything. */
export const partsChangedBy = (type: EventType | 'unknown'): readonly ViewPart[] =>
  type === 'unknown' ? viewParts : eventTypes[type];

/** What the operations pages show beside stories, and `GET /v1/events` announces changes of. */
export const operations = ['queues', 'providers', 'workers', 'stats'] as const;
export type Operation = (typeof operations)[number];
