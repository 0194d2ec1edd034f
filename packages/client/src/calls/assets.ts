import { defined } from '../defined.ts';
import type { Connection } from '../open-connection.ts';
import type { AssetUse, AssetView, Page } from '../types.ts';
import { asItIs, byId } from './shared.ts';

interface PageQuery {
  /** 1–200, default 50. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Uploaded pictures and fonts. */
export interface AssetCalls {
  uploadAsset(picture: Uint8Array<ArrayBuffer> | Blob, mime: string): Promise<AssetView>;
  /** Uploaded pictures, by id. */
  assets(query?: PageQuery): Promise<Page<AssetView>>;
  /** A picture and the stories that have it. */
  asset(id: string): Promise<AssetUse>;
  /** Refused with `asset_in_use` while a story has it. */
  deleteAsset(id: string): Promise<void>;
}

export const assetCalls = ({ GET, POST, DELETE, read, open }: Connection): AssetCalls => ({
  uploadAsset: (picture, mime) =>
    read(POST('/v1/assets', { body: picture as never, bodySerializer: asItIs, headers: { 'content-type': mime } })),
  assets: (query = {}) => read(GET('/v1/assets', { params: { query: defined(query) } })),
  asset: (id) => read(GET('/v1/assets/{id}', byId(id))),
  deleteAsset: async (id) => void (await open(DELETE('/v1/assets/{id}', byId(id)))),
});
