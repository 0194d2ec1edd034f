import { defined } from '../defined.ts';
import type { Connection } from '../open-connection.ts';
import { type Scripts, scriptBody, scriptsOf } from '../scripts.ts';
import type { ScriptDraft } from '../types.ts';
import { bytes } from './shared.ts';

export interface ScriptOptions {
  /** Default: by what the script looks like. */
  readonly format?: ScriptDraft['format'] | undefined;
  readonly title?: string | undefined;
  /** BCP 47; default: `en`. */
  readonly language?: string | undefined;
}

/** Scripts in and out. */
export interface ScriptCalls {
  /** The draft of a story from a script: comic script, screenplay, table or prose. Nothing is stored. */
  draftScript(script: string, options?: ScriptOptions): Promise<ScriptDraft>;
  /** Scripts that a language model adapts. */
  readonly scripts: Scripts;
  /** A story as a comic script, or as a table with a row for each text. */
  script(id: string, format?: 'comic' | 'csv'): Promise<string>;
}

export function scriptCalls(connection: Connection): ScriptCalls {
  const { GET, POST, read, open } = connection;
  return {
    draftScript: (script, query = {}) =>
      read(POST('/v1/scripts', { params: { query: defined(query) }, ...scriptBody(script) })) as Promise<ScriptDraft>,
    scripts: scriptsOf(connection),
    script: async (id, format = 'comic') =>
      (await open(GET('/v1/stories/{id}/script', { params: { path: { id }, query: { format } }, ...bytes }))).text(),
  };
}
