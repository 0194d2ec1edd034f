import type { components } from './api.generated.ts';

/** What the API takes and answers with, as its OpenAPI document describes it. */
type Schemas = components['schemas'];

export type StoryView = Schemas['Story'];
export type PanelView = Schemas['Panel'];
export type PlateView = Schemas['Plate'];
export type CheckVerdict = Schemas['CheckVerdict'];
export type ChecksView = Schemas['Checks'];
export type NoteView = Schemas['Note'];
export type NoteForm = Schemas['NoteFormInput'];
export type NoteChange = Schemas['NoteChangeInput'];
export type LinkView = Schemas['Link'];
export type LinkForm = Schemas['LinkFormInput'];
export type ChangedPlate = Schemas['ChangedPlate'];
export type PlateEdit = Schemas['PlateEditInput'];
export type PlateRedraw = Schemas['PlateRedrawInput'];
export type PlateRetake = Schemas['PlateRetakeInput'];
export type PlateRetouch = Schemas['PlateRetouchInput'];
export type PlateUpload = Schemas['PlateUploadInput'];
export type PlateSelection = Schemas['PlateSelectionInput'];
export type PanelRequestView = Schemas['PanelRequest'];
export type ProvenanceView = Schemas['Provenance'];
export type BatchView = Schemas['Batch'];
export type AttemptView = Schemas['Attempt'];
export type PanelLetteringView = Schemas['PanelLettering'];
export type SheetView = Schemas['Sheet'];
export type TakeView = Schemas['Take'];
export type Settlement = Schemas['SettlementInput'];
export type LedgerEntry = Schemas['LedgerEntry'];
export type LedgerView = Schemas['Ledger'];
export type ChapterView = Schemas['Chapter'];
export type EstimateView = Schemas['Estimate'];
export type AdaptedScript = Schemas['AdaptedScript'];
export type Script = Schemas['Script'];
/** One event of a script; a newer server may send types that are not known here. */
export type ScriptEvent = Schemas['ScriptEvent'];
export type ScriptDraft = Schemas['ScriptDraft'];
export type ScriptEstimate = Schemas['ScriptEstimate'];
export type ScriptModels = Schemas['ScriptModels'];
export type AssetView = Schemas['Asset'];
export type AssetUse = Schemas['AssetUse'];
export type QueueView = Schemas['Queue'];
export type ProviderView = Schemas['Provider'];
export type ProviderStats = Schemas['ProviderStats'];
export type WorkerView = Schemas['Worker'];
export type WebhookView = Schemas['Webhook'];
export type WebhookSecret = Schemas['WebhookSecret'];
export type WebhookForm = Schemas['WebhookFormInput'];
export type WebhookChange = Schemas['WebhookChangeInput'];
export type BulkForm = Schemas['BulkFormInput'];
export type BulkResult = Schemas['BulkResult'];
export type CostsView = Schemas['Costs'];
export type KeyView = Schemas['Key'];
export type KeyForm = Schemas['KeyFormInput'];
export type KeyChange = Schemas['KeyChangeInput'];
export type KeyRotation = Schemas['KeyRotationInput'];
export type TenantView = Schemas['Tenant'];
export type TenantForm = Schemas['TenantFormInput'];
export type TenantChange = Schemas['TenantChangeInput'];
export type SessionView = Schemas['Session'];
export type DeliveryView = Schemas['Delivery'];
export type InstallationView = Schemas['Installation'];
export type EditionSummary = Schemas['EditionSummary'];
export type EditionView = Schemas['Edition'];
export type Problem = Schemas['Problem'];
export type Change = Schemas['Change'];
/** An event of a type this version of the client does not know; a newer server sent it. */
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
/** One event of a story; `unknown` is one that a newer server sent. */
export type StoryEvent = Schemas['StoryEvent'] | UnknownEvent;

export type ChangedPanel = Schemas['ChangedPanel'];
export type ChangedBatch = Schemas['ChangedBatch'];
export type ChangedStory = Schemas['ChangedStory'];
export type ChangedTake = Schemas['ChangedTake'];
export type Copy = Schemas['CopyInput'];

/** What edits take; what has a default may be left out. */
export type Amendment = Schemas['AmendmentInput'];
export type PanelEdit = Schemas['PanelEditInput'];
export type PublishCheckView = Schemas['PublishCheck'];
export type Retake = Schemas['RetakeInput'];
export type Retouch = Schemas['RetouchInput'];
export type BatchRetake = Schemas['BatchRetakeInput'];
export type TakeUpload = Schemas['TakeUploadInput'];
export type Selection = Schemas['SelectionInput'];
export type PanelInsertion = Schemas['InsertionInput'];
export type LetteringChange = Schemas['LetteringInput'];
export type Move = Schemas['MoveInput'];

/** A panel of a story: its number, which is its present place, or `id:` and its permanent id. */
export type PanelName = number | `id:${string}`;

export type StoryStatus = StoryView['status'];
export type BookLayout = StoryView['layout'];

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}
