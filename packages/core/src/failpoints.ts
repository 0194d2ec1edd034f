/**
 * Every place between two lines where a crash must be harmless, in the order of a story's life. `NEXTPANEL_FAILPOINT=name`
 * (or `name:n` for the n-th time) makes the process SIGKILL itself there; the fault tests walk through this list.
 */
export const failpoints = [
  /** The story is stored, its job is not added. Found by the reconciler. */
  'story-written',
  /** The batch is claimed, nothing intended. Found by the next turn. */
  'batch-claimed',
  /** Intents are written, nothing is ordered: the next turn orders them. */
  'requests-intended',
  /** Requests are marked as ordered, the call may not have left: outcome unknown; a vendor batch is looked for by its name. */
  'requests-ordered',
  /** The vendor accepted, its id is not saved: outcome unknown; a vendor batch is found by its name. */
  'request-accepted',
  /** The vendor's id is saved: the next turn collects it. */
  'request-id-saved',
  /** A frame's bytes are stored, its record is not: the request is collected again. */
  'frame-stored',
  /** The record is written, the request is not marked kept: recalled by its key. */
  'record-written',
  /** A request is marked kept; others of the batch may be missing. */
  'frame-kept',
  /** Every frame is kept, the batch is not committed. */
  'frames-kept',
  /** The batch is committed, sheets are not enqueued and the job is not released. */
  'batch-committed',
  /** The job is released, the processor has not returned. */
  'job-released',
  /** The sheet's bytes are stored, the story does not know. */
  'sheet-stored',
  /** The sheet is committed, the books are not enqueued. */
  'sheet-composed',
  /** The book's bytes are stored, the story does not know. */
  'book-stored',
  /** The last book is committed. */
  'book-bound',
  /** A story of the first release was migrated, others are not. The next process that starts migrates the rest. */
  'story-migrated',
] as const;

export type FailpointName = (typeof failpoints)[number];
export type Failpoint = (name: FailpointName) => void;
