import { type AccessCalls, accessCalls } from './calls/access.ts';
import { type AssetCalls, assetCalls } from './calls/assets.ts';
import { type MoneyCalls, moneyCalls } from './calls/money.ts';
import { type NoteCalls, noteCalls } from './calls/notes.ts';
import { type PageCalls, pageCalls } from './calls/pages.ts';
import { type PanelCalls, panelCalls } from './calls/panels.ts';
import { type PlateCalls, plateCalls } from './calls/plates.ts';
import { type ScriptCalls, scriptCalls } from './calls/scripts.ts';
import { type StoryCalls, storyCalls } from './calls/stories.ts';
import { type SystemCalls, systemCalls } from './calls/system.ts';
import { type TakeCalls, takeCalls } from './calls/takes.ts';
import { type WebhookCalls, webhookCalls } from './calls/webhooks.ts';
import { type WordCalls, wordCalls } from './calls/words.ts';
import { type ConnectionOptions, openConnection } from './open-connection.ts';

export type ClientOptions = ConnectionOptions;

/**
 * The HTTP API, typed. Every method throws ApiError when the server refuses and ServerUnreachable when it does not answer.
 * Lists of a story's parts come whole; `stories` comes in pages. Pictures and books come as responses to be read as bytes.
 */
export interface Client
  extends StoryCalls,
    PanelCalls,
    TakeCalls,
    PlateCalls,
    PageCalls,
    WordCalls,
    ScriptCalls,
    NoteCalls,
    AssetCalls,
    MoneyCalls,
    WebhookCalls,
    AccessCalls,
    SystemCalls {}

export function createClient(options: ClientOptions): Client {
  const connection = openConnection(options);
  return {
    ...storyCalls(connection),
    ...panelCalls(connection),
    ...takeCalls(connection),
    ...plateCalls(connection),
    ...pageCalls(connection),
    ...wordCalls(connection),
    ...scriptCalls(connection),
    ...noteCalls(connection),
    ...assetCalls(connection),
    ...moneyCalls(connection),
    ...webhookCalls(connection),
    ...accessCalls(connection),
    ...systemCalls(connection),
  };
}
