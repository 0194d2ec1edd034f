import type { Need } from './roles.ts';

const needs = {
  // They tell nothing of anyone's stories, and what changes anything is signed.
  readHealth: 'open',
  readReadiness: 'open',
  signIn: 'open',
  signOut: 'open',
  receiveFalWebhook: 'open',
  receiveOpenaiWebhook: 'open',
  readSchema: 'open',

  listStories: 'read',
  readStory: 'read',
  readChapter: 'read',
  listPanels: 'read',
  openPanelImage: 'read',
  openLetteredPanel: 'read',
  listPanelRequests: 'read',
  readProvenance: 'read',
  listTakes: 'read',
  listPlates: 'read',
  listPlateTakes: 'read',
  openTakeImage: 'read',
  openPicture: 'read',
  listBatches: 'read',
  listAttempts: 'read',
  listSheets: 'read',
  openSheetImage: 'read',
  listLedger: 'read',
  readLedger: 'read',
  openBook: 'read',
  listEditions: 'read',
  readEdition: 'read',
  publishCheck: 'read',
  followEvents: 'read',
  followChanges: 'read',
  readSession: 'read',
  readCosts: 'read',
  listChecks: 'read',
  listNotes: 'read',
  exportStory: 'read',
  listAssets: 'read',
  readAsset: 'read',

  // What makes a story, or prepares one.
  submitStory: 'submit',
  estimateStory: 'submit',
  draftScript: 'submit',
  storeAsset: 'submit',
  copyStory: 'submit',
  // A note changes neither a picture nor what a story costs.
  addNote: 'submit',
  changeNote: 'submit',
  deleteNote: 'submit',

  // What changes a story, or spends more for it.
  amendStory: 'control',
  prioritizeStory: 'control',
  runBulk: 'control',
  labelCheck: 'control',
  listLinks: 'control',
  addLink: 'control',
  deleteLink: 'control',
  deleteAsset: 'control',
  deleteStory: 'control',
  pauseStory: 'control',
  resumeStory: 'control',
  approveStory: 'control',
  cancelStory: 'control',
  settleRequest: 'control',
  insertPanels: 'control',
  retouchPanel: 'control',
  editPanel: 'control',
  removePanel: 'control',
  retakePanel: 'control',
  movePanel: 'control',
  letterStory: 'control',
  addTake: 'control',
  selectTake: 'control',
  approvePlates: 'control',
  retakePlate: 'control',
  addPlateTake: 'control',
  selectPlateTake: 'control',
  retakeBatch: 'control',
  putEdition: 'control',
  deleteEdition: 'control',

  // Addresses that stories are sent to, and the keys of the tenant.
  listWebhooks: 'admin',
  addWebhook: 'admin',
  readWebhook: 'admin',
  changeWebhook: 'admin',
  deleteWebhook: 'admin',
  rotateWebhook: 'admin',
  listDeliveries: 'admin',
  redeliver: 'admin',
  readWebhookSecret: 'admin',
  rotateWebhookSecret: 'admin',
  listKeys: 'admin',
  addKey: 'admin',
  readKey: 'admin',
  changeKey: 'admin',
  rotateKey: 'admin',
  revokeKey: 'admin',

  // What all tenants share.
  listQueues: 'operator',
  // The state in an archive is taken as it is.
  importStory: 'operator',
  listProviders: 'operator',
  readProviderStats: 'operator',
  pauseProvider: 'operator',
  resumeProvider: 'operator',
  listWorkers: 'operator',
  readInstallation: 'operator',
  migrateInstallation: 'operator',

  listTenants: 'tenants',
  addTenant: 'tenants',
  readTenant: 'tenants',
  changeTenant: 'tenants',
  deleteTenant: 'tenants',
} as const satisfies Record<string, Need>;

/** The operationId of an operation of the API. */
export type OperationId = keyof typeof needs;

/** What each operation of the API needs, by its operationId. A route without a line here keeps the server from starting. */
export const operationNeeds: Readonly<Record<string, Need>> = needs;

/** The same of one that is known. */
export const needOf = (operation: OperationId): Need => needs[operation];
