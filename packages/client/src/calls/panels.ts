import type { Connection } from '../open-connection.ts';
import type {
  AttemptView,
  BatchRetake,
  BatchView,
  ChangedBatch,
  ChangedPanel,
  ChangedStory,
  ChecksView,
  CheckVerdict,
  Move,
  PanelEdit,
  PanelInsertion,
  PanelName,
  PanelRequestView,
  PanelView,
  ProvenanceView,
  Retake,
  Retouch,
} from '../types.ts';
import { all, byId, bytes, type ImageOptions, image, panel } from './shared.ts';

/** How a change is made. */
export interface ChangeOptions {
  /** The `rev` of the story as it was read: if it has changed since, ApiError with code `revision_mismatch`. */
  readonly ifRev?: number | undefined;
}

/** The panels of a story in their batches, and what is drawn for them. */
export interface PanelCalls {
  panels(id: string): Promise<PanelView[]>;
  /** One panel, or the cover of a story that draws one: `id:cover`. */
  panel(id: string, panel: PanelName): Promise<PanelView>;
  batches(id: string): Promise<BatchView[]>;
  attempts(id: string): Promise<AttemptView[]>;
  /** Changes what a panel asks for. Every change takes `dryRun`, and answers with what is drawn because of it. */
  editPanel(id: string, panel: PanelName, edit: PanelEdit, options?: ChangeOptions): Promise<ChangedPanel>;
  /** Inserts or appends panels. */
  insertPanels(id: string, insertion: PanelInsertion): Promise<ChangedStory>;
  /** Puts a panel behind another one; 0 is the front. Nothing that is drawn is drawn again. */
  movePanel(id: string, panel: PanelName, move: Pick<Move, 'after'> & Partial<Move>): Promise<ChangedStory>;
  /** Takes a panel out of the book; its takes and ledger entries are kept under its id. */
  removePanel(id: string, panel: PanelName, options?: { readonly dryRun?: boolean }): Promise<ChangedStory>;
  /** Draws a panel again; its takes are kept. */
  retakePanel(id: string, panel: PanelName, options?: Partial<Retake>): Promise<ChangedPanel>;
  /** Changes something in the selected frame of a panel, within a box or a mask. */
  retouchPanel(id: string, panel: PanelName, retouch: Retouch): Promise<ChangedPanel>;
  retakeBatch(id: string, batch: number, options?: Partial<BatchRetake>): Promise<ChangedBatch>;
  /** Says that the selected frame of a panel is right, for everybody; false takes it back. */
  acceptFrame(id: string, panel: PanelName, accepted: boolean): Promise<PanelView>;
  /** What checks measured of the selected frames, worst first. */
  checks(id: string): Promise<ChecksView>;
  /** Says whether a check is right about the selected frame of a panel. */
  labelCheck(
    id: string,
    panel: PanelName,
    check: CheckVerdict['check'],
    label: 'right' | 'wrong' | null,
  ): Promise<CheckVerdict>;
  /** The requests made for a panel, as they were sent. */
  panelRequests(id: string, panel: PanelName): Promise<PanelRequestView[]>;
  /** Where the selected frame of a panel comes from, and what the C2PA manifest in it says. */
  provenance(id: string, panel: PanelName): Promise<ProvenanceView>;
  panelImage(id: string, panel: PanelName, options?: ImageOptions): Promise<Response>;
  /** A picture that the story has, such as that of a plate, by its hash. */
  picture(id: string, sha256: string, options?: ImageOptions): Promise<Response>;
}

export const panelCalls = ({ GET, POST, PATCH, DELETE, read, open }: Connection): PanelCalls => ({
  panels: (id) => all((query) => read(GET('/v1/stories/{id}/panels', { params: { path: { id }, query } }))),
  panel: (id, number) => read(GET('/v1/stories/{id}/panels/{number}', panel(id, number))),
  // openapi-fetch types a pair as a list.
  batches: (id) =>
    all((query) => read(GET('/v1/stories/{id}/batches', { params: { path: { id }, query } }))) as Promise<BatchView[]>,
  attempts: (id) => all((query) => read(GET('/v1/stories/{id}/attempts', { params: { path: { id }, query } }))),
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
  insertPanels: (id, body) => read(POST('/v1/stories/{id}/panels', { ...byId(id), body })),
  movePanel: (id, number, body) => read(POST('/v1/stories/{id}/panels/{number}/move', { ...panel(id, number), body })),
  removePanel: (id, number, { dryRun = false } = {}) =>
    read(
      DELETE('/v1/stories/{id}/panels/{number}', {
        params: { path: { id, number: String(number) }, query: { dryRun: dryRun ? 'true' : 'false' } },
      }),
    ),
  retakePanel: (id, number, body = {}) =>
    read(POST('/v1/stories/{id}/panels/{number}/retake', { ...panel(id, number), body })),
  retouchPanel: (id, number, body) =>
    read(POST('/v1/stories/{id}/panels/{number}/retouch', { ...panel(id, number), body })),
  retakeBatch: (id, number, body = {}) =>
    read(POST('/v1/stories/{id}/batches/{number}/retake', { ...panel(id, number), body })) as Promise<ChangedBatch>,
  acceptFrame: (id, number, accepted) =>
    read(PATCH('/v1/stories/{id}/panels/{number}/acceptance', { ...panel(id, number), body: { accepted } })),
  checks: (id) => read(GET('/v1/stories/{id}/checks', byId(id))),
  labelCheck: (id, number, check, label) =>
    read(
      PATCH('/v1/stories/{id}/panels/{number}/checks/{check}', {
        params: { path: { id, number: String(number), check } },
        body: { label },
      }),
    ),
  panelRequests: (id, number) =>
    all((query) =>
      read(
        GET('/v1/stories/{id}/panels/{number}/requests', { params: { path: { id, number: String(number) }, query } }),
      ),
    ),
  provenance: (id, number) =>
    read(GET('/v1/stories/{id}/panels/{number}/provenance', { params: { path: { id, number: String(number) } } })),
  panelImage: (id, number, size) =>
    open(
      GET('/v1/stories/{id}/panels/{number}/image', {
        params: { path: { id, number: String(number) }, ...image(size) },
        ...bytes,
      }),
    ),
  picture: (id, sha256, size) =>
    open(GET('/v1/stories/{id}/pictures/{sha256}', { params: { path: { id, sha256 }, ...image(size) }, ...bytes })),
});
