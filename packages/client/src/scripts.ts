import { isOverScript } from '@nextpanel/core/script-status';
import { defined } from './defined.ts';
import { type EventOptions, followScript } from './follow-events.ts';
import type { Connection } from './open-connection.ts';
import type {
  AdaptedScript,
  Script,
  ScriptDraft,
  ScriptEstimate,
  ScriptEvent,
  ScriptModels,
  Settlement,
} from './types.ts';

export interface ModelOptions {
  /** A language model, by the script server's own name for it. */
  readonly model: string;
  /** Default: by what the script looks like. A model adapts prose and screenplays. */
  readonly format?: ScriptDraft['format'] | undefined;
  /** BCP 47; default: `en`. */
  readonly language?: string | undefined;
  /** About how many panels the story is to have. */
  readonly panels?: number | undefined;
  /** What you want, in your own words. */
  readonly guidance?: string | undefined;
}

export interface AdaptOptions extends ModelOptions {
  readonly title?: string | undefined;
  /** The most that it may cost, in dollars. */
  readonly maxUsd?: number | undefined;
}

export interface WaitForScript {
  readonly signal?: AbortSignal | undefined;
  /** Called with its state at first, and whenever that has changed. */
  readonly onProgress?: ((script: Script) => void) | undefined;
}

/** Scripts that a language model turns into the draft of a story. */
export interface Scripts {
  /** Models that can be asked, as far as their server names them. */
  models(): Promise<ScriptModels>;
  /** What the model would probably charge. */
  estimate(script: string, options: ModelOptions): Promise<ScriptEstimate>;
  /** Starts; the same script with the same options is the same one, and is not paid twice. */
  adapt(script: string, options: AdaptOptions): Promise<Script>;
  /** With its draft, once it is done. */
  read(id: string): Promise<AdaptedScript>;
  /** The newest 100. */
  list(): Promise<readonly Script[]>;
  cancel(id: string): Promise<Script>;
  /** Continues one that failed, was cancelled or waits. */
  retry(id: string): Promise<Script>;
  /** Says whether a question whose answer was lost was paid. */
  settle(id: string, call: string, settlement: Settlement): Promise<AdaptedScript>;
  delete(id: string): Promise<void>;
  /** What happens to it: everything from the start, then as it happens. It reconnects as `events` of a story does. */
  events(id: string, options?: EventOptions): AsyncIterable<ScriptEvent>;
  /** The script once it is over: done, failed or cancelled; also over lost connections and restarts of the server. */
  wait(id: string, options?: WaitForScript): Promise<AdaptedScript>;
}

export function scriptsOf(connection: Connection): Scripts {
  const { GET, POST, DELETE, read, open } = connection;
  const at = (script: string) => ({ params: { path: { script } } });
  const readOne: Scripts['read'] = (id) => read(GET('/v1/scripts/{script}', at(id)));
  return {
    models: () => read(GET('/v1/script-models')),
    estimate: (script, options) =>
      read(
        POST('/v1/scripts/estimate', {
          params: { query: { ...defined(options), model: options.model } },
          ...scriptBody(script),
        }),
      ),
    adapt: (script, options) =>
      read(POST('/v1/scripts', { params: { query: defined(options) }, ...scriptBody(script) })) as Promise<Script>,
    read: readOne,
    list: async () => (await read(GET('/v1/scripts'))).items,
    cancel: (id) => read(POST('/v1/scripts/{script}/cancel', at(id))),
    retry: (id) => read(POST('/v1/scripts/{script}/retry', at(id))),
    settle: (id, call, body) =>
      read(POST('/v1/scripts/{script}/calls/{call}/settle', { params: { path: { script: id, call } }, body })),
    delete: async (id) => void (await open(DELETE('/v1/scripts/{script}', at(id)))),
    events: (id, options = {}) => followScript(connection, id, options),
    async wait(id, { signal, onProgress } = {}) {
      let script = await readOne(id);
      if (isOverScript(script.status)) return script;
      onProgress?.(script);
      for await (const event of followScript(connection, id, { signal })) {
        script = afterScriptEvent(script, event);
        if (!isOverScript(script.status)) onProgress?.(script);
        else {
          // An event of the past, perhaps: it may have been continued since.
          script = await readOne(id);
          if (isOverScript(script.status)) return script;
        }
      }
      signal?.throwIfAborted();
      return readOne(id);
    },
  };
}

/** What a script is after an event. */
function afterScriptEvent<Known extends Script>(script: Known, event: ScriptEvent): Known {
  switch (event.type) {
    case 'script.status': {
      const { status, reason, code, retryAt } = event;
      return { ...script, status, reason, code, retryAt };
    }
    case 'script.progress': {
      const { parts, partsTotal, scenes, scenesTotal } = event;
      return { ...script, progress: { parts, partsTotal, scenes, scenesTotal } };
    }
    case 'script.call':
      return { ...script, spentUsd: event.spentUsd, possiblyUsd: event.possiblyUsd };
    default:
      return script;
  }
}

/** A script as the body of a request. */
export const scriptBody = (script: string) => ({
  body: script,
  bodySerializer: (body: unknown) => body as NonNullable<RequestInit['body']>,
  headers: { 'content-type': 'text/plain' },
});
