import { defined } from './defined.ts';
import { type ChangesOptions, followChanges, followStories } from './follow-changes.ts';
import { type EventOptions, followEvents } from './follow-events.ts';
import { type ConnectionOptions, openConnection } from './open-connection.ts';
import { type Scripts, scriptBody, scriptsOf } from './scripts.ts';
import type {
  Amendment,
  AssetUse,
  AssetView,
  AttemptView,
  BatchRetake,
  BatchView,
  BookLayout,
  BulkForm,
  BulkResult,
  Change,
  ChangedBatch,
  ChangedPanel,
  ChangedPlate,
  ChangedStory,
  ChangedTake,
  ChapterView,
  ChecksView,
  CheckVerdict,
  Copy,
  CostsView,
  DeliveryView,
  EditionSummary,
  EditionView,
  EstimateView,
  InstallationView,
  KeyChange,
  KeyForm,
  KeyRotation,
  KeyView,
  LedgerEntry,
  LedgerView,
  LetteringChange,
  LinkForm,
  LinkView,
  Move,
  NoteChange,
  NoteForm,
  NoteView,
  Page,
  PanelEdit,
  PanelInsertion,
  PanelLetteringView,
  PanelName,
  PanelRequestView,
  PanelView,
  PlateEdit,
  PlateRedraw,
  PlateRetake,
  PlateRetouch,
  PlateSelection,
  PlateUpload,
  PlateView,
  ProvenanceView,
  ProviderStats,
  ProviderView,
  PublishCheckView,
  QueueView,
  Retake,
  Retouch,
  ScriptDraft,
  Selection,
  SessionView,
  Settlement,
  SheetView,
  StoryEvent,
  StoryStatus,
  StoryView,
  TakeUpload,
  TakeView,
  TenantForm,
  TenantView,
  WebhookChange,
  WebhookForm,
  WebhookSecret,
  WebhookView,
  WorkerView,
} from './types.ts';
import { type WaitOptions, waitForStory } from './wait-for-story.ts';

export type ClientOptions = ConnectionOptions;

/** A story as text or as a value; the server validates it. */
export type StorySource = { readonly yaml: string } | { readonly json: unknown };

/** How a change is made. */
export interface ChangeOptions {
  /** The `rev` of the story as it was read: if it has changed since, ApiError with code `revision_mismatch`. */
  readonly ifRev?: number | undefined;
}

export interface SubmitOptions {
  readonly idempotencyKey?: string | undefined;
  /** Pictures that the story names by path, by the name of their file: they go along in the same request. */
  readonly pictures?: ReadonlyMap<string, Blob> | undefined;
}

export interface StoriesQuery {
  readonly status?: StoryStatus | undefined;
  readonly query?: string | undefined;
  readonly externalId?: string | undefined;
  /** `season:winter`, or several with commas between them. */
  readonly metadata?: string | undefined;
  readonly sort?: 'created' | '-created' | 'updated' | '-updated' | undefined;
  /** 1–200, default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

interface PageQuery {
  /** 1–200, default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The text of an edition's file, with its media type. */
export interface EditionSource {
  readonly type: string;
  readonly text: string;
}

export interface ScriptOptions {
  /** Default: by what the script looks like. */
  readonly format?: ScriptDraft['format'] | undefined;
  readonly title?: string | undefined;
  /** BCP 47; default: `en`. */
  readonly language?: string | undefined;
}

interface InEdition {
  /** BCP 47. Default: the original. */
  readonly language?: string | undefined;
}

/** Other pages than the story's. */
interface InPages {
  readonly layout?: BookLayout | undefined;
  /** A preset, or a size such as `6x9in`. Default: the story's, or the usual one of the layout. */
  readonly page?: string | undefined;
}

interface ImageOptions {
  /** Pixels; the picture is scaled down to it. */
  readonly width?: number | undefined;
}

/**
 * The HTTP API, typed. Every method throws ApiError when the server refuses and ServerUnreachable when it does not answer.
 * Lists of a story's parts come whole; `stories` comes in pages. Pictures and books come as responses to be read as bytes.
 */
export interface Client {
  submit(source: StorySource, options?: SubmitOptions): Promise<StoryView>;
  estimate(source: StorySource): Promise<EstimateView>;
  /** The draft of a story from a script: comic script, screenplay, table or prose. Nothing is stored. */
  draftScript(script: string, options?: ScriptOptions): Promise<ScriptDraft>;
  /** Scripts that a language model adapts. */
  readonly scripts: Scripts;
  /** A story as a comic script, or as a table with a row for each text. */
  script(id: string, format?: 'comic' | 'csv'): Promise<string>;
  story(id: string): Promise<StoryView>;
  stories(query?: StoriesQuery): Promise<Page<StoryView>>;
  panels(id: string): Promise<PanelView[]>;
  /** One panel, or the cover of a story that draws one: `id:cover`. */
  panel(id: string, panel: PanelName): Promise<PanelView>;
  batches(id: string): Promise<BatchView[]>;
  attempts(id: string): Promise<AttemptView[]>;
  sheets(id: string, edition?: InEdition & InPages): Promise<SheetView[]>;
  ledger(id: string): Promise<LedgerEntry[]>;
  /** Says whether a request whose outcome is unknown was paid. */
  settleRequest(id: string, request: string, settlement: Settlement): Promise<LedgerEntry>;
  pause(id: string): Promise<StoryView>;
  resume(id: string): Promise<StoryView>;
  approve(id: string): Promise<StoryView>;
  cancel(id: string): Promise<StoryView>;
  /** Makes sheets and books again that the server's release or certificate changes; draws nothing. */
  compose(id: string): Promise<StoryView>;
  /** What the next chapter of a story, one that `continues` it, takes over. */
  nextChapter(id: string): Promise<ChapterView>;
  /** Another story with the same panels, frames, settings and editions; paused while something is left to draw. */
  copy(id: string, options?: Copy): Promise<StoryView>;
  /** The whole story as a tar archive, to be read as bytes. */
  exportStory(id: string): Promise<Response>;
  /** Takes in an exported story under a new id. */
  importStory(archive: Blob): Promise<StoryView>;
  uploadAsset(picture: Uint8Array<ArrayBuffer> | Blob, mime: string): Promise<AssetView>;
  /** Uploaded pictures, by id. */
  assets(query?: PageQuery): Promise<Page<AssetView>>;
  /** A picture and the stories that have it. */
  asset(id: string): Promise<AssetUse>;
  /** Refused with `asset_in_use` while a story has it. */
  deleteAsset(id: string): Promise<void>;
  panelImage(id: string, panel: PanelName, options?: ImageOptions): Promise<Response>;
  /** A picture that the story has, such as that of a plate, by its hash. */
  picture(id: string, sha256: string, options?: ImageOptions): Promise<Response>;
  /** A panel with its lettering, as it stands on its sheet. */
  letteredPanel(id: string, panel: PanelName, options?: ImageOptions & InEdition & InPages): Promise<Response>;
  /** Where the texts of a panel stand on its sheet. */
  panelLettering(id: string, panel: PanelName, options?: InEdition & InPages): Promise<PanelLetteringView>;
  /** A sheet; in another layout or page size it is composed now, unless it was before. */
  sheetImage(id: string, sheet: number, options?: ImageOptions & InEdition & InPages): Promise<Response>;
  /** @param name of a bound book, or a format */
  /** A bound book; `partial`: until it is bound, what is drawn of it. */
  book(id: string, name: string, edition?: InEdition & InPages & { readonly partial?: boolean }): Promise<Response>;
  /** What a shop or a country says of pictures made with AI, and what the book lacks for it. */
  publishCheck(id: string, profile: PublishCheckView['profile'], edition?: InEdition): Promise<PublishCheckView>;
  /** Editions in other languages. */
  editions(id: string): Promise<EditionSummary[]>;
  edition(id: string, language: string): Promise<EditionView>;
  /** Adds an edition or replaces its words; `type` is the media type of what is sent: JSON, YAML, CSV or XLIFF. */
  putEdition(id: string, language: string, source: EditionSource): Promise<EditionView>;
  /** What translators work on, also of a language without an edition. */
  exportEdition(id: string, language: string, format: 'csv' | 'xliff'): Promise<string>;
  deleteEdition(id: string, language: string): Promise<void>;
  events(id: string, options?: EventOptions): AsyncIterable<StoryEvent>;
  /** Resolves with the story when it is completed, cancelled, paused or needs attention. */
  wait(id: string, options?: WaitOptions): Promise<StoryView>;
  /** Changes the title or the budget. */
  amend(id: string, changes: Amendment): Promise<StoryView>;
  /** Changes what a panel asks for. Every change takes `dryRun`, and answers with what is drawn because of it. */
  editPanel(id: string, panel: PanelName, edit: PanelEdit, options?: ChangeOptions): Promise<ChangedPanel>;
  /** Draws a panel again; its takes are kept. */
  retakePanel(id: string, panel: PanelName, options?: Partial<Retake>): Promise<ChangedPanel>;
  /** Changes something in the selected frame of a panel, within a box or a mask. */
  retouchPanel(id: string, panel: PanelName, retouch: Retouch): Promise<ChangedPanel>;
  retakeBatch(id: string, batch: number, options?: Partial<BatchRetake>): Promise<ChangedBatch>;
  /** The requests made for a panel, as they were sent. */
  panelRequests(id: string, panel: PanelName): Promise<PanelRequestView[]>;
  /** Where the selected frame of a panel comes from, and what the C2PA manifest in it says. */
  provenance(id: string, panel: PanelName): Promise<ProvenanceView>;
  /** Notes on panels, in reading order. */
  notes(id: string): Promise<NoteView[]>;
  addNote(id: string, note: NoteForm): Promise<NoteView>;
  changeNote(id: string, note: string, change: NoteChange): Promise<NoteView>;
  deleteNote(id: string, note: string): Promise<void>;
  /** Reviewer's links that are valid. */
  links(id: string): Promise<LinkView[]>;
  /** Its secret and address are only in this answer. */
  addLink(id: string, link?: LinkForm): Promise<LinkView>;
  deleteLink(id: string, link: string): Promise<void>;
  /** What checks measured of the selected frames, worst first. */
  checks(id: string): Promise<ChecksView>;
  /** Says whether a check is right about the selected frame of a panel. */
  labelCheck(
    id: string,
    panel: PanelName,
    check: CheckVerdict['check'],
    label: 'right' | 'wrong' | null,
  ): Promise<CheckVerdict>;
  /** Says that the selected frame of a panel is right, for everybody; false takes it back. */
  acceptFrame(id: string, panel: PanelName, accepted: boolean): Promise<PanelView>;
  /** Characters, outfits, locations, props and the style, with their pictures. In names of plates, `/` and `.` mean the same. */
  plates(id: string): Promise<PlateView[]>;
  approvePlates(id: string): Promise<StoryView>;
  /** Changes the description or the pictures of something of the cast; panels that show it become stale. */
  editPlate(id: string, plate: string, edit: PlateEdit): Promise<ChangedPlate>;
  /** Draws a plate again; no panel is drawn again by that. */
  retakePlate(id: string, plate: string, options?: Partial<PlateRetake>): Promise<ChangedPlate>;
  /** Changes something in the selected picture of a plate, within a box or a mask; no panel is drawn again by that. */
  retouchPlate(id: string, plate: string, retouch: PlateRetouch): Promise<ChangedPlate>;
  /** Draws the panels again that are stale because of a plate. */
  redrawPlatePanels(id: string, plate: string, options?: Partial<PlateRedraw>): Promise<ChangedPlate>;
  plateTakes(id: string, plate: string): Promise<TakeView[]>;
  addPlateTake(
    id: string,
    plate: string,
    upload: Pick<PlateUpload, 'asset'> & Partial<PlateUpload>,
  ): Promise<ChangedTake>;
  selectPlateTake(id: string, plate: string, take: number, options?: Partial<PlateSelection>): Promise<ChangedPlate>;
  /** All takes of a panel, oldest first. */
  takes(id: string, panel: PanelName): Promise<TakeView[]>;
  /** Adds a picture made by hand or elsewhere; upload it with `uploadAsset` first. */
  addTake(id: string, panel: PanelName, upload: Pick<TakeUpload, 'asset'> & Partial<TakeUpload>): Promise<ChangedTake>;
  selectTake(id: string, panel: PanelName, take: number, options?: Partial<Selection>): Promise<ChangedPanel>;
  takeImage(id: string, panel: PanelName, take: number, options?: ImageOptions): Promise<Response>;
  /** Inserts or appends panels. */
  insertPanels(id: string, insertion: PanelInsertion): Promise<ChangedStory>;
  /** Puts a panel behind another one; 0 is the front. Nothing that is drawn is drawn again. */
  movePanel(id: string, panel: PanelName, move: Pick<Move, 'after'> & Partial<Move>): Promise<ChangedStory>;
  /** Takes a panel out of the book; its takes and ledger entries are kept under its id. */
  removePanel(id: string, panel: PanelName, options?: { readonly dryRun?: boolean }): Promise<ChangedStory>;
  /** Replaces texts, by a translation for example; draws nothing. */
  letter(id: string, lettering: LetteringChange): Promise<StoryView>;
  /** The texts of a story in its own language, as a table or XLIFF. */
  exportLettering(id: string, format: 'csv' | 'xliff'): Promise<string>;
  /** Sets what such a file changes; `type` is its media type. */
  letterFrom(id: string, file: EditionSource): Promise<StoryView>;
  /** Deletes a story permanently, with everything only it used. */
  delete(id: string): Promise<void>;
  /** Ids of stories that changed, at most a few lists a second; an empty list means that any may have changed. */
  changes(options?: ChangesOptions): AsyncIterable<readonly string[]>;
  /** The same, and which of queues, providers, workers and statistics changed. */
  allChanges(options?: ChangesOptions): AsyncIterable<Change>;
  workers(): Promise<WorkerView[]>;
  /** @param minutes how far back, 1–1,440; default 60 */
  providerStats(id: string, minutes?: number): Promise<ProviderStats>;
  /** The first page of the spending by story, with the totals over all. */
  spending(): Promise<LedgerView>;
  webhooks(): Promise<WebhookView[]>;
  /** The answer has the secret that signs, and no later answer has it. */
  addWebhook(webhook: WebhookForm): Promise<WebhookView>;
  changeWebhook(id: string, change: WebhookChange): Promise<WebhookView>;
  deleteWebhook(id: string): Promise<void>;
  /** A new secret; the one before it signs along for a day. */
  rotateWebhook(id: string): Promise<WebhookView>;
  /** What signs the deliveries of stories with a webhook of their own. */
  webhookSecret(): Promise<WebhookSecret>;
  rotateWebhookSecret(): Promise<WebhookSecret>;
  /** The last ones, the newest first. */
  deliveries(id: string): Promise<DeliveryView[]>;
  redeliver(id: string, delivery: string): Promise<DeliveryView>;
  /** Before or behind the other stories of your tenant: −10 to 10. */
  prioritize(id: string, priority: number): Promise<StoryView>;
  /** One action for every story that a filter fits. */
  bulk(form: BulkForm): Promise<BulkResult>;
  /** What was spent by day, model and story; default: this month. */
  costs(days?: CostDays): Promise<CostsView>;
  /** The same as a table, with a row for each day and model. */
  costsCsv(days?: CostDays): Promise<string>;
  /** Who asks, and what the key may do. */
  session(): Promise<SessionView>;
  /** Keys of your tenant; with the operator's key those of all, or of one. */
  keys(tenant?: string): Promise<KeyView[]>;
  /** The answer has the secret, and no later answer has it. */
  addKey(key: KeyForm): Promise<KeyView>;
  changeKey(id: string, change: KeyChange): Promise<KeyView>;
  /** A new secret; the one before it is valid for a while longer. */
  rotateKey(id: string, rotation?: KeyRotation): Promise<KeyView>;
  revokeKey(id: string): Promise<void>;
  tenants(): Promise<TenantView[]>;
  /** Sets up a tenant, or changes one that is there. */
  addTenant(tenant: TenantForm): Promise<TenantView>;
  deleteTenant(id: string): Promise<void>;
  queues(): Promise<QueueView[]>;
  /** The schema of the stored state, and processes of older versions. */
  installation(): Promise<InstallationView>;
  /** Raises the schema, after every process was upgraded. */
  migrate(): Promise<InstallationView>;
  providers(): Promise<ProviderView[]>;
  pauseProvider(id: string): Promise<ProviderView>;
  resumeProvider(id: string): Promise<ProviderView>;
  /** Resolves when the server and what it needs are ready. */
  health(): Promise<void>;
}

/** Days such as 2026-11-30 (UTC), both included. */
export interface CostDays {
  readonly from?: string;
  readonly to?: string;
}

/** The most the server puts on one page. */
const pageLimit = 200;

export function createClient(options: ClientOptions): Client {
  const connection = openConnection(options);
  const { GET, POST, PUT, PATCH, DELETE, read, open } = connection;
  const story = (id: string) => ({ params: { path: { id } } });
  const panel = (id: string, number: PanelName) => ({ params: { path: { id, number: String(number) } } });
  const inPath = (name: string) => name.replace('/', '.');
  const plate = (id: string, name: string) => ({ params: { path: { id, plate: inPath(name) } } });
  const image = ({ width }: ImageOptions = {}) => ({ ...(width !== undefined && { query: { width } }) });
  const edition = (id: string, language: string) => ({ params: { path: { id, language } } });
  const bytes = { parseAs: 'stream' } as const;

  return {
    submit: (source, { idempotencyKey, pictures } = {}) => {
      const header = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
      const body = pictures === undefined ? encode(source) : encodeParts(source, pictures);
      return read(POST('/v1/stories', { ...body, params: { header } }));
    },
    script: async (id, format = 'comic') =>
      (await open(GET('/v1/stories/{id}/script', { params: { path: { id }, query: { format } }, ...bytes }))).text(),
    draftScript: (script, query = {}) =>
      read(POST('/v1/scripts', { params: { query: defined(query) }, ...scriptBody(script) })) as Promise<ScriptDraft>,
    scripts: scriptsOf(connection),
    estimate: (source) => read(POST('/v1/estimates', encode(source))),
    story: (id) => read(GET('/v1/stories/{id}', story(id))),
    stories: (query = {}) => read(GET('/v1/stories', { params: { query: defined(query) } })),
    nextChapter: (id) => read(GET('/v1/stories/{id}/next-chapter', story(id))),
    panels: (id) => all((query) => read(GET('/v1/stories/{id}/panels', { params: { path: { id }, query } }))),
    panel: (id, number) => read(GET('/v1/stories/{id}/panels/{number}', panel(id, number))),
    // openapi-fetch types a pair as a list.
    batches: (id) =>
      all((query) => read(GET('/v1/stories/{id}/batches', { params: { path: { id }, query } }))) as Promise<
        BatchView[]
      >,
    attempts: (id) => all((query) => read(GET('/v1/stories/{id}/attempts', { params: { path: { id }, query } }))),
    sheets: (id, { language, layout, page } = {}) =>
      all((query) =>
        read(
          GET('/v1/stories/{id}/sheets', {
            params: { path: { id }, query: defined({ ...query, language, layout, page }) },
          }),
        ),
      ),
    ledger: (id) => all((query) => read(GET('/v1/stories/{id}/ledger', { params: { path: { id }, query } }))),
    settleRequest: (id, request, body) =>
      read(POST('/v1/stories/{id}/ledger/{request}/settle', { params: { path: { id, request } }, body })),
    amend: (id, body) => read(PATCH('/v1/stories/{id}', { ...story(id), body })),
    editPanel: (id, number, body, { ifRev } = {}) =>
      read(
        PATCH('/v1/stories/{id}/panels/{number}', {
          params: {
            path: { id, number: String(number) },
            header: ifRev === undefined ? {} : { 'if-match': `"${ifRev}"` },
          },
          body,
        }),
      ),
    retakePanel: (id, number, body = {}) =>
      read(POST('/v1/stories/{id}/panels/{number}/retake', { ...panel(id, number), body })),
    retouchPanel: (id, number, body) =>
      read(POST('/v1/stories/{id}/panels/{number}/retouch', { ...panel(id, number), body })),
    retakeBatch: (id, number, body = {}) =>
      read(POST('/v1/stories/{id}/batches/{number}/retake', { ...panel(id, number), body })) as Promise<ChangedBatch>,
    notes: (id) => all((query) => read(GET('/v1/stories/{id}/notes', { params: { path: { id }, query } }))),
    addNote: (id, body) => read(POST('/v1/stories/{id}/notes', { ...story(id), body })),
    changeNote: (id, note, body) =>
      read(PATCH('/v1/stories/{id}/notes/{note}', { params: { path: { id, note: inPath(note) } }, body })),
    deleteNote: async (id, note) =>
      void (await open(DELETE('/v1/stories/{id}/notes/{note}', { params: { path: { id, note: inPath(note) } } }))),
    links: async (id) => (await read(GET('/v1/stories/{id}/links', story(id)))).items,
    addLink: (id, body = {}) => read(POST('/v1/stories/{id}/links', { ...story(id), body })),
    deleteLink: async (id, link) =>
      void (await open(DELETE('/v1/stories/{id}/links/{link}', { params: { path: { id, link: inPath(link) } } }))),
    checks: (id) => read(GET('/v1/stories/{id}/checks', story(id))),
    acceptFrame: (id, number, accepted) =>
      read(PATCH('/v1/stories/{id}/panels/{number}/acceptance', { ...panel(id, number), body: { accepted } })),
    labelCheck: (id, number, check, label) =>
      read(
        PATCH('/v1/stories/{id}/panels/{number}/checks/{check}', {
          params: { path: { id, number: String(number), check } },
          body: { label },
        }),
      ),
    plates: async (id) => (await read(GET('/v1/stories/{id}/plates', story(id)))).items,
    approvePlates: (id) => read(POST('/v1/stories/{id}/plates/approve', story(id))),
    editPlate: (id, name, body) => read(PATCH('/v1/stories/{id}/plates/{plate}', { ...plate(id, name), body })),
    retakePlate: (id, name, body = {}) =>
      read(POST('/v1/stories/{id}/plates/{plate}/retake', { ...plate(id, name), body })),
    retouchPlate: (id, name, body) =>
      read(POST('/v1/stories/{id}/plates/{plate}/retouch', { ...plate(id, name), body })),
    redrawPlatePanels: (id, name, body = {}) =>
      read(POST('/v1/stories/{id}/plates/{plate}/redraw', { ...plate(id, name), body })),
    plateTakes: (id, name) =>
      all((query) =>
        read(GET('/v1/stories/{id}/plates/{plate}/takes', { params: { path: { id, plate: inPath(name) }, query } })),
      ),
    addPlateTake: (id, name, body) => read(POST('/v1/stories/{id}/plates/{plate}/takes', { ...plate(id, name), body })),
    selectPlateTake: (id, name, take, body = {}) =>
      read(
        POST('/v1/stories/{id}/plates/{plate}/takes/{take}/select', {
          params: { path: { id, plate: inPath(name), take } },
          body,
        }),
      ),
    provenance: (id, number) =>
      read(GET('/v1/stories/{id}/panels/{number}/provenance', { params: { path: { id, number: String(number) } } })),
    panelRequests: (id, number) =>
      all((query) =>
        read(
          GET('/v1/stories/{id}/panels/{number}/requests', { params: { path: { id, number: String(number) }, query } }),
        ),
      ),
    takes: (id, number) =>
      all((query) =>
        read(
          GET('/v1/stories/{id}/panels/{number}/takes', { params: { path: { id, number: String(number) }, query } }),
        ),
      ),
    addTake: (id, number, body) => read(POST('/v1/stories/{id}/panels/{number}/takes', { ...panel(id, number), body })),
    selectTake: (id, number, take, body = {}) =>
      read(
        POST('/v1/stories/{id}/panels/{number}/takes/{take}/select', {
          params: { path: { id, number: String(number), take } },
          body,
        }),
      ),
    takeImage: (id, number, take, size) =>
      open(
        GET('/v1/stories/{id}/panels/{number}/takes/{take}/image', {
          params: { path: { id, number: String(number), take }, ...image(size) },
          ...bytes,
        }),
      ),
    insertPanels: (id, body) => read(POST('/v1/stories/{id}/panels', { ...story(id), body })),
    movePanel: (id, number, body) =>
      read(POST('/v1/stories/{id}/panels/{number}/move', { ...panel(id, number), body })),
    removePanel: (id, number, { dryRun = false } = {}) =>
      read(
        DELETE('/v1/stories/{id}/panels/{number}', {
          params: { path: { id, number: String(number) }, query: { dryRun: dryRun ? 'true' : 'false' } },
        }),
      ),
    letter: (id, body) => read(PATCH('/v1/stories/{id}/lettering', { ...story(id), body })),
    exportLettering: async (id, format) => {
      const params = { path: { id }, query: { format } };
      return readTable(await open(GET('/v1/stories/{id}/lettering', { params, ...bytes })));
    },
    letterFrom: (id, { type, text }) =>
      read(
        PATCH('/v1/stories/{id}/lettering', {
          ...story(id),
          body: text as never,
          bodySerializer: asItIs,
          headers: { 'content-type': type },
        }),
      ),
    delete: async (id) => void (await open(DELETE('/v1/stories/{id}', story(id)))),
    changes: (changesOptions = {}) => followStories(connection, changesOptions),
    allChanges: (changesOptions = {}) => followChanges(connection, changesOptions),
    workers: async () => (await read(GET('/v1/workers'))).items,
    providerStats: (id, minutes = 60) =>
      read(GET('/v1/providers/{id}/stats', { params: { path: { id }, query: { minutes } } })),
    spending: () => read(GET('/v1/ledger')),
    pause: (id) => read(POST('/v1/stories/{id}/pause', story(id))),
    resume: (id) => read(POST('/v1/stories/{id}/resume', story(id))),
    approve: (id) => read(POST('/v1/stories/{id}/approve', story(id))),
    cancel: (id) => read(POST('/v1/stories/{id}/cancel', story(id))),
    compose: (id) => read(POST('/v1/stories/{id}/compose', story(id))),
    copy: (id, body = {}) => read(POST('/v1/stories/{id}/copy', { ...story(id), body })),
    exportStory: (id) => open(GET('/v1/stories/{id}/export', { ...story(id), ...bytes })),
    importStory: (archive) =>
      read(
        POST('/v1/imports', {
          body: archive as never,
          bodySerializer: asItIs,
          headers: { 'content-type': 'application/x-tar' },
        }),
      ),
    uploadAsset: (picture, mime) =>
      read(POST('/v1/assets', { body: picture as never, bodySerializer: asItIs, headers: { 'content-type': mime } })),
    assets: (query = {}) => read(GET('/v1/assets', { params: { query: defined(query) } })),
    asset: (id) => read(GET('/v1/assets/{id}', story(id))),
    deleteAsset: async (id) => void (await open(DELETE('/v1/assets/{id}', story(id)))),
    panelImage: (id, number, size) =>
      open(
        GET('/v1/stories/{id}/panels/{number}/image', {
          params: { path: { id, number: String(number) }, ...image(size) },
          ...bytes,
        }),
      ),
    picture: (id, sha256, size) =>
      open(GET('/v1/stories/{id}/pictures/{sha256}', { params: { path: { id, sha256 }, ...image(size) }, ...bytes })),
    letteredPanel: (id, number, { width, language, layout, page } = {}) =>
      open(
        GET('/v1/stories/{id}/panels/{number}/lettered', {
          params: { path: { id, number: String(number) }, query: defined({ width, language, layout, page }) },
          ...bytes,
        }),
      ),
    panelLettering: (id, number, { language, layout, page } = {}) =>
      read(
        GET('/v1/stories/{id}/panels/{number}/lettering', {
          params: { path: { id, number: String(number) }, query: defined({ language, layout, page }) },
        }),
      ),
    sheetImage: (id, number, { width, language, layout, page } = {}) =>
      open(
        GET('/v1/stories/{id}/sheets/{number}/image', {
          params: { path: { id, number }, query: defined({ width, language, layout, page }) },
          ...bytes,
        }),
      ),
    book: (id, format, { language, layout, page, partial = false } = {}) =>
      open(
        GET('/v1/stories/{id}/books/{format}', {
          params: {
            path: { id, format },
            query: defined({ language, layout, page, partial: partial ? ('true' as const) : undefined }),
          },
          ...bytes,
        }),
      ),
    publishCheck: (id, profile, { language } = {}) =>
      read(
        GET('/v1/stories/{id}/publish-check/{profile}', {
          params: { path: { id, profile }, query: defined({ language }) },
        }),
      ),
    editions: async (id) => (await read(GET('/v1/stories/{id}/editions', story(id)))).items,
    edition: (id, language) =>
      read(GET('/v1/stories/{id}/editions/{language}', edition(id, language))) as Promise<EditionView>,
    putEdition: (id, language, { type, text }) =>
      read(
        PUT('/v1/stories/{id}/editions/{language}', {
          ...edition(id, language),
          body: text as never,
          bodySerializer: asItIs,
          headers: { 'content-type': type },
        }),
      ),
    exportEdition: async (id, language, format) => {
      const params = { path: { id, language }, query: { format } };
      const response = await open(GET('/v1/stories/{id}/editions/{language}', { params, ...bytes }));
      return readTable(response);
    },
    deleteEdition: async (id, language) =>
      void (await open(DELETE('/v1/stories/{id}/editions/{language}', edition(id, language)))),
    events: (id, eventOptions = {}) => followEvents(connection, id, eventOptions),
    wait: (id, waitOptions = {}) => waitForStory(connection, id, waitOptions),
    webhooks: async () => (await read(GET('/v1/webhooks'))).items,
    addWebhook: (body) => read(POST('/v1/webhooks', { body })),
    changeWebhook: (id, body) => read(PATCH('/v1/webhooks/{id}', { ...story(id), body })),
    deleteWebhook: async (id) => void (await open(DELETE('/v1/webhooks/{id}', story(id)))),
    rotateWebhook: (id) => read(POST('/v1/webhooks/{id}/rotate', story(id))),
    webhookSecret: () => read(GET('/v1/webhooks/secret')),
    rotateWebhookSecret: () => read(POST('/v1/webhooks/secret/rotate')),
    deliveries: async (id) => (await read(GET('/v1/webhooks/{id}/deliveries', story(id)))).items,
    redeliver: (id, delivery) =>
      read(POST('/v1/webhooks/{id}/deliveries/{delivery}/redeliver', { params: { path: { id, delivery } } })),
    prioritize: (id, priority) => read(POST('/v1/stories/{id}/priority', { ...story(id), body: { priority } })),
    bulk: (body) => read(POST('/v1/bulk', { body })),
    costs: (days = {}) => read(GET('/v1/costs', { params: { query: days } })) as Promise<CostsView>,
    costsCsv: async (days = {}) =>
      (await open(GET('/v1/costs', { params: { query: { ...days, format: 'csv' } }, ...bytes }))).text(),
    session: () => read(GET('/v1/session')),
    keys: async (tenant) => (await read(GET('/v1/admin/keys', { params: { query: defined({ tenant }) } }))).items,
    addKey: (body) => read(POST('/v1/admin/keys', { body })),
    changeKey: (id, body) => read(PATCH('/v1/admin/keys/{id}', { ...story(id), body })),
    rotateKey: (id, body = {}) => read(POST('/v1/admin/keys/{id}/rotate', { ...story(id), body })),
    revokeKey: async (id) => void (await open(DELETE('/v1/admin/keys/{id}', story(id)))),
    tenants: async () => (await read(GET('/v1/admin/tenants'))).items,
    addTenant: (body) => read(POST('/v1/admin/tenants', { body })),
    deleteTenant: async (id) => void (await open(DELETE('/v1/admin/tenants/{id}', story(id)))),
    queues: async () => (await read(GET('/v1/queues'))).items,
    installation: () => read(GET('/v1/installation')),
    migrate: () => read(POST('/v1/installation/migrate')),
    providers: async () => (await read(GET('/v1/providers'))).items,
    pauseProvider: (id) => read(POST('/v1/providers/{id}/pause', { params: { path: { id } } })),
    resumeProvider: (id) => read(POST('/v1/providers/{id}/resume', { params: { path: { id } } })),
    health: async () => void (await open(GET('/readyz'))),
  };
}

/** The whole of a list, page by page. */
async function all<Item>(page: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, nextCursor } = await page({ limit: pageLimit, ...(cursor !== undefined && { cursor }) });
    items.push(...more);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** The text of a table. Not text(): it drops the byte order mark, by which spreadsheets know the encoding. */
const readTable = async (response: Response): Promise<string> =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());

/** Text and bytes go out as they are. */
const asItIs = (body: unknown) => body as NonNullable<RequestInit['body']>;

/** A story as JSON, or as the text of a YAML file, which the description knows only as a story. */
const encode = (source: StorySource) =>
  'yaml' in source
    ? {
        body: source.yaml as never,
        bodySerializer: asItIs,
        headers: { 'content-type': 'application/yaml' },
      }
    : { body: source.json as never };

/** A story and its pictures as a form, one file a picture. The browser, or Node, writes the header with the boundary. */
function encodeParts(source: StorySource, pictures: ReadonlyMap<string, Blob>) {
  const form = new FormData();
  const [text, type] =
    'yaml' in source ? [source.yaml, 'application/yaml'] : [JSON.stringify(source.json), 'application/json'];
  form.append('story', new Blob([text], { type }), 'story');
  for (const [name, picture] of pictures) form.append('picture', picture, name);
  return { body: form as never, bodySerializer: asItIs };
}
