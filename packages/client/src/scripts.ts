import { defined } from './defined.ts';
import type { Connection } from './open-connection.ts';
import type { AdaptedScript, Script, ScriptDraft, ScriptEstimate } from './types.ts';

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
  /** Called with every state that was read. */
  readonly onProgress?: ((script: Script) => void) | undefined;
}

/** Scripts that a language model turns into the draft of a story. */
export interface Scripts {
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
  delete(id: string): Promise<void>;
  /** Reads it every second until it is over: done, failed or cancelled. */
  wait(id: string, options?: WaitForScript): Promise<AdaptedScript>;
}

const everyMs = 1_000;

export function scriptsOf({ GET, POST, DELETE, read, open }: Connection): Scripts {
  const at = (script: string) => ({ params: { path: { script } } });
  const readOne: Scripts['read'] = (id) => read(GET('/v1/scripts/{script}', at(id)));
  return {
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
    delete: async (id) => void (await open(DELETE('/v1/scripts/{script}', at(id)))),
    async wait(id, { signal, onProgress } = {}) {
      for (;;) {
        signal?.throwIfAborted();
        const script = await readOne(id);
        if (script.status !== 'waiting' && script.status !== 'writing') return script;
        onProgress?.(script);
        await pause(everyMs, signal);
      }
    },
  };
}

/** A script as the body of a request. */
export const scriptBody = (script: string) => ({
  body: script,
  bodySerializer: (body: unknown) => body as NonNullable<RequestInit['body']>,
  headers: { 'content-type': 'text/plain' },
});

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
