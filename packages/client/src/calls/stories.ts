import { defined } from '../defined.ts';
import { type ChangesOptions, followChanges, followStories } from '../follow-changes.ts';
import { type EventOptions, followEvents } from '../follow-events.ts';
import type { Connection } from '../open-connection.ts';
import type {
  Amendment,
  BulkForm,
  BulkResult,
  Change,
  ChapterView,
  Copy,
  EstimateView,
  Page,
  StoryEvent,
  StoryStatus,
  StoryView,
} from '../types.ts';
import { type WaitOptions, waitForStory } from '../wait-for-story.ts';
import { asItIs, byId, bytes } from './shared.ts';

/** A story as text or as a value; the server validates it. */
export type StorySource = { readonly yaml: string } | { readonly json: unknown };

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

/** Stories as wholes. */
export interface StoryCalls {
  submit(source: StorySource, options?: SubmitOptions): Promise<StoryView>;
  estimate(source: StorySource): Promise<EstimateView>;
  story(id: string): Promise<StoryView>;
  stories(query?: StoriesQuery): Promise<Page<StoryView>>;
  /** Changes the title or the budget. */
  amend(id: string, changes: Amendment): Promise<StoryView>;
  pause(id: string): Promise<StoryView>;
  resume(id: string): Promise<StoryView>;
  approve(id: string): Promise<StoryView>;
  cancel(id: string): Promise<StoryView>;
  /** Makes sheets and books again that the server's release or certificate changes; draws nothing. */
  compose(id: string): Promise<StoryView>;
  /** Before or behind the other stories of your tenant: −10 to 10. */
  prioritize(id: string, priority: number): Promise<StoryView>;
  /** One action for every story that a filter fits. */
  bulk(form: BulkForm): Promise<BulkResult>;
  /** What the next chapter of a story, one that `continues` it, takes over. */
  nextChapter(id: string): Promise<ChapterView>;
  /** Another story with the same panels, frames, settings and editions; paused while something is left to draw. */
  copy(id: string, options?: Copy): Promise<StoryView>;
  /** The whole story as a tar archive, to be read as bytes. */
  exportStory(id: string): Promise<Response>;
  /** Takes in an exported story under a new id. */
  importStory(archive: Blob): Promise<StoryView>;
  /** Deletes a story permanently, with everything only it used. */
  delete(id: string): Promise<void>;
  events(id: string, options?: EventOptions): AsyncIterable<StoryEvent>;
  /** Resolves with the story when it is completed, cancelled, paused or needs attention. */
  wait(id: string, options?: WaitOptions): Promise<StoryView>;
  /** Ids of stories that changed, at most a few lists a second; an empty list means that any may have changed. */
  changes(options?: ChangesOptions): AsyncIterable<readonly string[]>;
  /** The same, and which of queues, providers, workers and statistics changed. */
  allChanges(options?: ChangesOptions): AsyncIterable<Change>;
}

export function storyCalls(connection: Connection): StoryCalls {
  const { GET, POST, PATCH, DELETE, read, open } = connection;
  return {
    submit: (source, { idempotencyKey, pictures } = {}) => {
      const header = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
      const body = pictures === undefined ? encode(source) : encodeParts(source, pictures);
      return read(POST('/v1/stories', { ...body, params: { header } }));
    },
    estimate: (source) => read(POST('/v1/estimates', encode(source))),
    story: (id) => read(GET('/v1/stories/{id}', byId(id))),
    stories: (query = {}) => read(GET('/v1/stories', { params: { query: defined(query) } })),
    amend: (id, body) => read(PATCH('/v1/stories/{id}', { ...byId(id), body })),
    pause: (id) => read(POST('/v1/stories/{id}/pause', byId(id))),
    resume: (id) => read(POST('/v1/stories/{id}/resume', byId(id))),
    approve: (id) => read(POST('/v1/stories/{id}/approve', byId(id))),
    cancel: (id) => read(POST('/v1/stories/{id}/cancel', byId(id))),
    compose: (id) => read(POST('/v1/stories/{id}/compose', byId(id))),
    prioritize: (id, priority) => read(POST('/v1/stories/{id}/priority', { ...byId(id), body: { priority } })),
    bulk: (body) => read(POST('/v1/bulk', { body })),
    nextChapter: (id) => read(GET('/v1/stories/{id}/next-chapter', byId(id))),
    copy: (id, body = {}) => read(POST('/v1/stories/{id}/copy', { ...byId(id), body })),
    exportStory: (id) => open(GET('/v1/stories/{id}/export', { ...byId(id), ...bytes })),
    importStory: (archive) =>
      read(
        POST('/v1/imports', {
          body: archive as never,
          bodySerializer: asItIs,
          headers: { 'content-type': 'application/x-tar' },
        }),
      ),
    delete: async (id) => void (await open(DELETE('/v1/stories/{id}', byId(id)))),
    events: (id, eventOptions = {}) => followEvents(connection, id, eventOptions),
    wait: (id, waitOptions = {}) => waitForStory(connection, id, waitOptions),
    changes: (changesOptions = {}) => followStories(connection, changesOptions),
    allChanges: (changesOptions = {}) => followChanges(connection, changesOptions),
  };
}

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
