export type { StoredFile } from '@nextpanel/store';
export { findStoredKey, type OpenKey, openByHash } from './access/find-stored-key.ts';
export { addKey, changeKey, type KeyKeeper, listKeys, readKey, revokeKey, rotateKey } from './access/keys.ts';
export { addTenant, changeTenant, deleteTenant, listTenants, readTenant } from './access/tenants.ts';
export { followingScript } from './adapt/script-events.ts';
export {
  cancelScript,
  deleteScript,
  estimateScript,
  listScriptModels,
  listScripts,
  readScript,
  retryScript,
  type SentScript,
  settleScriptCall,
  submitScript,
} from './adapt/scripts.ts';
export { startAdapting } from './adapt/start-adapting.ts';
export { backUp } from './backup/back-up.ts';
export { exportStory } from './backup/export-story.ts';
export { importStory } from './backup/import-story.ts';
export { restore } from './backup/restore.ts';
export { runBackup } from './backup/run-backup.ts';
export { beatHeart, type Heart } from './beat-heart.ts';
export { acceptFrame } from './checks/accept-frame.ts';
export { labelCheck, listChecks } from './checks/list-checks.ts';
export { type Context, openContext, type Role } from './context.ts';
export { drawNextBatch } from './draw/draw-next-batch.ts';
export { type Following, followUntilRest, hasRested } from './follow-until-rest.ts';
export { migrateInstallation, readInstallation } from './installation.ts';
export { countWorkers, listWorkers } from './list-workers.ts';
export { deleteAsset, listAssets, readAssetUse } from './manage-assets.ts';
export { noMeasures } from './measures/measures.ts';
export { addLink, deleteLink, findLink, isLinkSecret, listLinks, type OpenLink } from './notes/links.ts';
export { type Author, addNote, changeNote, deleteNote, listNotes } from './notes/notes.ts';
export {
  boardQueues,
  checkReady,
  listProviders,
  pauseProvider,
  readProviderStats,
  resumeProvider,
} from './operations.ts';
export { openParsing } from './parsing/open-parsing.ts';
export { readQueueDepths, readQueues } from './read-queues.ts';
export { countBehind, readToday } from './read-today.ts';
export { readTotals } from './read-totals.ts';
export { receiveBatchWebhook } from './receive-batch-webhook.ts';
export { admitWebhook, receiveWebhook } from './receive-webhook.ts';
export { reconcile } from './reconcile.ts';
export { type RunningProcess, runProcess } from './run-process.ts';
export { startFinalizer } from './start-finalizer.ts';
export { type RunningPart, startWorker } from './start-worker.ts';
export { storeAsset } from './store-asset.ts';
export { amendStory } from './stories/amend-story.ts';
export { runBulk } from './stories/bulk.ts';
export {
  addPlate,
  approvePlates,
  listPlateTakes,
  redrawPlatePanels,
  retakePlate,
  retouchPlate,
  selectPlate,
} from './stories/change-plates.ts';
export { approveStory, cancelStory, pauseStory, prioritizeStory, resumeStory } from './stories/command-story.ts';
export { composeAgain } from './stories/compose-again.ts';
export { copyStory } from './stories/copy-story.ts';
export { deleteStory } from './stories/delete-story.ts';
export { editPanel } from './stories/edit-panel.ts';
export { editPlate } from './stories/edit-plate.ts';
export { deleteEdition, exportEdition, listEditions, putEdition, readEdition } from './stories/editions.ts';
export type { PartRef } from './stories/find-panel.ts';
export { followChanges } from './stories/follow-changes.ts';
export { insertPanels } from './stories/insert-panels.ts';
export { exportLettering, letterFromTable, letterStory } from './stories/letter-story.ts';
export { listAttempts, listBatches } from './stories/list-batches.ts';
export { listLedger } from './stories/list-ledger.ts';
export { listPanelRequests } from './stories/list-panel-requests.ts';
export { listPanels, viewPanel } from './stories/list-panels.ts';
export { listPlates } from './stories/list-plates.ts';
export { listSheets } from './stories/list-sheets.ts';
export { listStories } from './stories/list-stories.ts';
export { movePanel, removePanel } from './stories/move-panel.ts';
export { nameChange } from './stories/name-change.ts';
export {
  type OpenedBook,
  type OpenedImage,
  openBook,
  openPanelImage,
  openPicture,
  openSheetImage,
  openTakeImage,
} from './stories/open-bytes.ts';
export { openLetteredPanel, readPanelLettering } from './stories/open-lettered-panel.ts';
export { openPartialBook } from './stories/open-partial-book.ts';
export { publishCheck } from './stories/publish-check.ts';
export { readChapter } from './stories/read-chapter.ts';
export { readCostRows, readCosts } from './stories/read-costs.ts';
export { readEarlier, type WrittenStory } from './stories/read-earlier.ts';
export { readLedger } from './stories/read-ledger.ts';
export { readProvenance } from './stories/read-provenance.ts';
export { readStory, type Scope } from './stories/read-story.ts';
export { fileName, replacePaths } from './stories/replace-paths.ts';
export { retakeBatch, retakePanel } from './stories/retake.ts';
export { retouchPanel } from './stories/retouch.ts';
export { scriptOfStory } from './stories/script-of-story.ts';
export { settleRequest } from './stories/settle-request.ts';
export type { PartQuery } from './stories/slice-page.ts';
export { followEvents, followingStory, readEvents } from './stories/story-events.ts';
export { estimateSpec, submitStory } from './stories/submit-story.ts';
export { addTake, listTakes, selectTake } from './stories/takes.ts';
export { noTracing } from './tracing/tracing.ts';
export { requireEpoch } from './watch-epoch.ts';
export {
  addWebhook,
  changeWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  readWebhook,
  readWebhookSecret,
  redeliver,
  rotateWebhook,
  rotateWebhookSecret,
} from './webhooks/manage-webhooks.ts';
