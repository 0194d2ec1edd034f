export type { Artifacts, StoredFile, SweepReport } from './artifacts/artifacts.ts';
export { openArtifacts } from './artifacts/open-artifacts.ts';
export { connectState, type StateOptions } from './connect-state.ts';
export type { Epoch } from './dump/backups.ts';
export type { DumpedKey } from './dump/dumped-key.ts';
export type { ChainLink } from './edits/changed-story.ts';
export type { ChangedPages } from './edits/plan-edition.ts';
export type { StoredAmendment } from './edits/plan-words.ts';
export { HashSet, hashesIn } from './hashes-in.ts';
export { keyRoot } from './keyspace.ts';
export type { StoredKey } from './state/access-keys.ts';
export type { Settlement } from './state/batch-transitions.ts';
export type { OtherSheet, Read } from './state/book-transitions.ts';
export { type FrameVerdict, isFound, type StoredVerdict } from './state/check-states.ts';
export type { ClaimedBatch, ClaimedPanel } from './state/claimed-batch.ts';
export type { CostSums, DayCosts } from './state/costs.ts';
export type { EditedStory, Refusal } from './state/edit-transitions.ts';
export type { MadeEdition } from './state/edition-transitions.ts';
export type { IntendOutcome, Intent } from './state/intents.ts';
export type { KnownRequest, OrderedFrame } from './state/known-requests.ts';
export type { StoryQuery } from './state/list-stories.ts';
export type { StoredLink, StoredNote } from './state/notes.ts';
export type { State } from './state/open-state.ts';
export type { AttemptFacts, BatchFacts } from './state/read-batches.ts';
export type { StoryFacts, StoryHead } from './state/read-facts.ts';
export type { PanelFacts } from './state/read-panels.ts';
export type { RequestFacts } from './state/read-requests.ts';
export type { Evidence } from './state/request-transitions.ts';
export {
  type ScriptFence,
  type ScriptProgress,
  type ScriptSpec,
  ScriptTaken,
  type StoredScript,
} from './state/scripts.ts';
export type { Spent } from './state/spending-by-provider.ts';
export type {
  AskedFor,
  AskedRetouch,
  FrameSource,
  Retouching,
  StoredBook,
  StoredCharacter,
  StoredEdition,
  StoredFailure,
  StoredFrame,
  StoredPanelSpec,
  StoredReference,
  StoredSheet,
  StoredSpec,
  WaitingFacts,
} from './state/stored.ts';
export { fromFirstFrame, readFrame } from './state/stored.ts';
export type { StoredOrder } from './state/stored-orders.ts';
export type { CommandOutcome, RepeatOutcome, SubmitOutcome } from './state/story-transitions.ts';
export type { StoredTenant } from './state/tenant-settings.ts';
export type { StoredDelivery, StoredWebhook, WebhookCursor, WebhookSecret } from './state/webhooks.ts';
