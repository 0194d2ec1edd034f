import type {
  Amendment,
  AssetView,
  AttemptView,
  BatchRetake,
  BatchView,
  BookFormat,
  Change,
  ChangedBatch,
  ChangedPanel,
  ChangedStory,
  ChangedTake,
  EstimateView,
  LedgerEntry,
  LedgerView,
  LetteringChange,
  Move,
  Page,
  PanelEdit,
  PanelInsertion,
  PanelView,
  ProviderStats,
  ProviderView,
  QueueView,
  Retake,
  Selection,
  SheetView,
  StoryEvent,
  StoryStatus,
  StoryView,
  TakeUpload,
  TakeView,
  WorkerView,
} from '@nextpanel/core';
import { type ChangesOptions, followChanges, followStories } from './follow-changes.ts';
import { type EventOptions, followEvents } from './follow-events.ts';
import { listAll } from './list-all.ts';
import { type Connection, requestJson, sendRequest } from './send-request.ts';

export interface ClientOptions {
  /** For example `http://127.0.0.1:3000`; in a browser, '' is the page's own origin. */
  readonly baseUrl: string;
  readonly apiKey?: string | undefined;
  /** Default: the global fetch. */
  readonly fetch?: typeof fetch;
}

/** A story as text or as a value; the server validates it. */
export type StorySource = { readonly yaml: string } | { readonly json: unknown };

export interface StoriesQuery {
  readonly status?: StoryStatus | undefined;
  readonly query?: string | undefined;
  readonly sort?: 'created' | '-created' | 'updated' | '-updated' | undefined;
  /** 1–200, default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
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
  submit(source: StorySource, options?: { readonly idempotencyKey?: string | undefined }): Promise<StoryView>;
  estimate(source: StorySource): Promise<EstimateView>;
  story(id: string): Promise<StoryView>;
  stories(query?: StoriesQuery): Promise<Page<StoryView>>;
  panels(id: string): Promise<PanelView[]>;
  batches(id: string): Promise<BatchView[]>;
  attempts(id: string): Promise<AttemptView[]>;
  sheets(id: string): Promise<SheetView[]>;
  ledger(id: string): Promise<LedgerEntry[]>;
  pause(id: string): Promise<StoryView>;
  resume(id: string): Promise<StoryView>;
  approve(id: string): Promise<StoryView>;
  cancel(id: string): Promise<StoryView>;
  uploadAsset(picture: Uint8Array<ArrayBuffer> | Blob, mime: string): Promise<AssetView>;
  panelImage(id: string, panel: number, options?: ImageOptions): Promise<Response>;
  sheetImage(id: string, sheet: number, options?: ImageOptions): Promise<Response>;
  book(id: string, format: BookFormat): Promise<Response>;
  events(id: string, options?: EventOptions): AsyncIterable<StoryEvent>;
  /** Changes the title or the budget. */
  amend(id: string, changes: Amendment): Promise<StoryView>;
  /** Changes what a panel asks for. Every change takes `dryRun`, and answers with what is drawn because of it. */
  editPanel(id: string, panel: number, edit: PanelEdit): Promise<ChangedPanel>;
  /** Draws a panel again; its takes are kept. */
  retakePanel(id: string, panel: number, options?: Partial<Retake>): Promise<ChangedPanel>;
  retakeBatch(id: string, batch: number, options?: Partial<BatchRetake>): Promise<ChangedBatch>;
  /** All takes of a panel, oldest first. */
  takes(id: string, panel: number): Promise<TakeView[]>;
  /** Adds a picture made by hand or elsewhere; upload it with `uploadAsset` first. */
  addTake(id: string, panel: number, upload: Pick<TakeUpload, 'asset'> & Partial<TakeUpload>): Promise<ChangedTake>;
  selectTake(id: string, panel: number, take: number, options?: Partial<Selection>): Promise<ChangedPanel>;
  takeImage(id: string, panel: number, take: number, options?: ImageOptions): Promise<Response>;
  /** Inserts or appends panels. */
  insertPanels(id: string, insertion: PanelInsertion): Promise<ChangedStory>;
  /** Puts a panel behind another one; 0 is the front. Nothing that is drawn is drawn again. */
  movePanel(id: string, panel: number, move: Pick<Move, 'after'> & Partial<Move>): Promise<ChangedStory>;
  /** Takes a panel out of the book; its takes and ledger entries are kept under its id. */
  removePanel(id: string, panel: number, options?: { readonly dryRun?: boolean }): Promise<ChangedStory>;
  /** Replaces texts, by a translation for example; draws nothing. */
  letter(id: string, lettering: LetteringChange): Promise<StoryView>;
  /** Forgets a story for good, with what only it used. */
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
  queues(): Promise<QueueView[]>;
  providers(): Promise<ProviderView[]>;
  pauseProvider(id: string): Promise<ProviderView>;
  resumeProvider(id: string): Promise<ProviderView>;
  /** Resolves when the server and what it needs are ready. */
  health(): Promise<void>;
}

export function createClient(options: ClientOptions): Client {
  const connection: Connection = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    apiKey: options.apiKey,
    fetch: options.fetch ?? globalThis.fetch,
  };
  const of = (id: string) => `/v1/stories/${encodeURIComponent(id)}`;
  const act = (verb: 'pause' | 'resume' | 'approve' | 'cancel') => (id: string) =>
    requestJson<StoryView>(connection, 'POST', `${of(id)}/${verb}`);
  const actOnProvider = (verb: 'pause' | 'resume') => (id: string) =>
    requestJson<ProviderView>(connection, 'POST', `/v1/providers/${encodeURIComponent(id)}/${verb}`);
  const send = <Answer>(method: 'PATCH' | 'POST', path: string, body: unknown): Promise<Answer> =>
    requestJson(connection, method, path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  const items = async <Item>(path: string): Promise<Item[]> => {
    const page: Page<Item> = await requestJson(connection, 'GET', path);
    return [...page.items];
  };
  const image = (path: string, { width }: ImageOptions = {}) =>
    sendRequest(connection, 'GET', path, { query: { width } });

  return {
    submit: (source, { idempotencyKey } = {}) => {
      const { body, type } = encode(source);
      const headers = { 'content-type': type, 'idempotency-key': idempotencyKey };
      return requestJson(connection, 'POST', '/v1/stories', { body, headers });
    },
    estimate: (source) => {
      const { body, type } = encode(source);
      return requestJson(connection, 'POST', '/v1/estimates', { body, headers: { 'content-type': type } });
    },
    story: (id) => requestJson(connection, 'GET', of(id)),
    stories: (query = {}) => requestJson(connection, 'GET', '/v1/stories', { query: { ...query } }),
    panels: (id) => listAll(connection, `${of(id)}/panels`),
    batches: (id) => listAll(connection, `${of(id)}/batches`),
    attempts: (id) => listAll(connection, `${of(id)}/attempts`),
    sheets: (id) => listAll(connection, `${of(id)}/sheets`),
    ledger: (id) => listAll(connection, `${of(id)}/ledger`),
    amend: (id, changes) => send('PATCH', of(id), changes),
    editPanel: (id, panel, edit) => send('PATCH', `${of(id)}/panels/${panel}`, edit),
    retakePanel: (id, panel, options = {}) => send('POST', `${of(id)}/panels/${panel}/retake`, options),
    retakeBatch: (id, batch, options = {}) => send('POST', `${of(id)}/batches/${batch}/retake`, options),
    takes: (id, panel) => listAll(connection, `${of(id)}/panels/${panel}/takes`),
    addTake: (id, panel, upload) => send('POST', `${of(id)}/panels/${panel}/takes`, upload),
    selectTake: (id, panel, take, options = {}) =>
      send('POST', `${of(id)}/panels/${panel}/takes/${take}/select`, options),
    takeImage: (id, panel, take, size) => image(`${of(id)}/panels/${panel}/takes/${take}/image`, size),
    insertPanels: (id, insertion) => send('POST', `${of(id)}/panels`, insertion),
    movePanel: (id, panel, move) => send('POST', `${of(id)}/panels/${panel}/move`, move),
    removePanel: (id, panel, { dryRun = false } = {}) =>
      requestJson(connection, 'DELETE', `${of(id)}/panels/${panel}`, { query: { dryRun: String(dryRun) } }),
    letter: (id, lettering) => send('PATCH', `${of(id)}/lettering`, lettering),
    delete: async (id) => {
      const response = await sendRequest(connection, 'DELETE', of(id));
      await response.body?.cancel();
    },
    changes: (changesOptions = {}) => followStories(connection, changesOptions),
    allChanges: (changesOptions = {}) => followChanges(connection, changesOptions),
    workers: () => items('/v1/workers'),
    providerStats: (id, minutes = 60) =>
      requestJson(connection, 'GET', `/v1/providers/${encodeURIComponent(id)}/stats`, { query: { minutes } }),
    spending: () => requestJson(connection, 'GET', '/v1/ledger'),
    pause: act('pause'),
    resume: act('resume'),
    approve: act('approve'),
    cancel: act('cancel'),
    uploadAsset: (picture, mime) =>
      requestJson(connection, 'POST', '/v1/assets', { body: picture, headers: { 'content-type': mime } }),
    panelImage: (id, panel, size) => image(`${of(id)}/panels/${panel}/image`, size),
    sheetImage: (id, sheet, size) => image(`${of(id)}/sheets/${sheet}/image`, size),
    book: (id, format) => sendRequest(connection, 'GET', `${of(id)}/books/${format}`),
    events: (id, eventOptions = {}) => followEvents(connection, id, eventOptions),
    queues: () => items('/v1/queues'),
    providers: () => items('/v1/providers'),
    pauseProvider: actOnProvider('pause'),
    resumeProvider: actOnProvider('resume'),
    health: async () => {
      const response = await sendRequest(connection, 'GET', '/readyz');
      await response.body?.cancel();
    },
  };
}

function encode(source: StorySource): { body: string; type: string } {
  return 'yaml' in source
    ? { body: source.yaml, type: 'application/yaml' }
    : { body: JSON.stringify(source.json), type: 'application/json' };
}
