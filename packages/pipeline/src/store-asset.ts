import type { AssetView } from '@nextpanel/core';
import type { StoredReference } from '@nextpanel/store';
import type { Context } from './context.ts';

/** The id under which users name a picture of theirs. */
export const assetId = (sha256: string): string => `asset_${sha256}`;

/** The record key behind an asset id, or null when it is no asset id. Ids are content addresses, known per tenant. */
export const assetKey = (id: string): string | null => (/^asset_[0-9a-f]{64}$/.test(id) ? id.replace('_', '-') : null);

/** What is stored under an asset's key. Earlier releases did not note how many bytes it has. */
export interface AssetRecord extends StoredReference {
  readonly bytes?: number;
}

/** Whether a record is an uploaded picture's, and not what a request yielded. */
export const isAssetKey = (key: string): boolean => key.startsWith('asset-');

/** Keeps an uploaded picture; the same picture has the same id. Throws `too_many_pictures` and like `inspectPicture`. */
export async function storeAsset(
  { artifacts, imaging, pictureWork }: Pick<Context, 'artifacts' | 'imaging' | 'pictureWork'>,
  { tenant, bytes }: { tenant: string; bytes: Uint8Array },
): Promise<AssetView> {
  const facts = await pictureWork({ tenant, lane: 'submit' }, () => imaging.inspectPicture(bytes));
  const sha256 = await artifacts.put(bytes);
  const asset: StoredReference = { ...facts, sha256 };
  const id = assetId(sha256);
  await artifacts.writeRecord(tenant, assetKey(id) as string, {
    ...asset,
    bytes: bytes.byteLength,
  } satisfies AssetRecord);
  return { id, width: facts.width, height: facts.height, bytes: bytes.byteLength };
}

/** The picture a tenant uploaded under this id, or null. */
export async function readAsset(
  { artifacts }: Pick<Context, 'artifacts'>,
  tenant: string,
  id: string,
): Promise<StoredReference | null> {
  const stored = (await artifacts.readRecord(tenant, assetKey(id) as string)) as AssetRecord | null;
  if (stored === null || !(await artifacts.has(stored.sha256))) return null;
  const { bytes: _bytes, ...asset } = stored;
  return asset;
}
