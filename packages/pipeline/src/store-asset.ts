import type { AssetView, PictureLooks } from '@nextpanel/core';
import type { StoredReference } from '@nextpanel/store';
import type { Context } from './context.ts';
import { lookAtPicture } from './look-at-picture.ts';

/** The id under which users name a picture of theirs. */
export const assetId = (sha256: string): string => `asset_${sha256}`;

/** The record key behind an asset id, or null when it is no asset id. Ids are content addresses, known per tenant. */
export const assetKey = (id: string): string | null => (/^asset_[0-9a-f]{64}$/.test(id) ? id.replace('_', '-') : null);

/** What is stored under an asset's key. Earlier releases did not note how many bytes it has. */
export interface AssetRecord extends StoredReference {
  readonly bytes?: number;
  readonly looks?: PictureLooks;
}

/** Whether a record is an uploaded picture's, and not what a request yielded. */
export const isAssetKey = (key: string): boolean => key.startsWith('asset-');

/** A font that a tenant uploaded; `font` is absent of a picture. */
export interface FontAsset {
  readonly sha256: string;
  readonly bytes?: number;
  readonly font?: { readonly name: string; readonly letters: number };
}

/** Keeps an uploaded picture or font; the same file has the same id. Throws `too_many_pictures`, `font_unreadable`, and like `inspectPicture`. */
export async function storeAsset(
  { artifacts, imaging, pictureWork }: Pick<Context, 'artifacts' | 'imaging' | 'pictureWork'>,
  { tenant, bytes }: { tenant: string; bytes: Uint8Array },
): Promise<AssetView> {
  if (imaging.isFont(bytes)) return storeFont({ artifacts, imaging }, { tenant, bytes });
  const [facts, looks] = await pictureWork({ tenant, lane: 'submit' }, async () => [
    await imaging.inspectPicture(bytes),
    await lookAtPicture({ imaging }, bytes),
  ]);
  const sha256 = await artifacts.put(bytes);
  const asset: StoredReference = { ...facts, sha256 };
  const id = assetId(sha256);
  await artifacts.writeRecord(tenant, assetKey(id) as string, {
    ...asset,
    bytes: bytes.byteLength,
    looks,
  } satisfies AssetRecord);
  return { id, width: facts.width, height: facts.height, bytes: bytes.byteLength };
}

async function storeFont(
  { artifacts, imaging }: Pick<Context, 'artifacts' | 'imaging'>,
  { tenant, bytes }: { readonly tenant: string; readonly bytes: Uint8Array },
): Promise<AssetView> {
  const { name, letters } = imaging.readFont(bytes);
  const sha256 = await artifacts.put(bytes);
  const asset: FontAsset = { sha256, bytes: bytes.byteLength, font: { name, letters: letters.size } };
  const id = assetId(sha256);
  await artifacts.writeRecord(tenant, assetKey(id) as string, asset);
  return { id, width: 0, height: 0, bytes: bytes.byteLength, font: { name, letters: letters.size } };
}

/** What a tenant uploaded under this id, to be used as a font; null: nothing. */
export async function readFontAsset(
  { artifacts }: Pick<Context, 'artifacts'>,
  tenant: string,
  id: string,
): Promise<FontAsset | null> {
  const key = assetKey(id);
  const asset = key === null ? null : ((await artifacts.readRecord(tenant, key)) as FontAsset | null);
  return asset && (await artifacts.has(asset.sha256)) ? asset : null;
}

/** The picture a tenant uploaded under this id, or null; a font is none. */
export async function readAsset(
  context: Pick<Context, 'artifacts'>,
  tenant: string,
  id: string,
): Promise<StoredReference | null> {
  const asset = await readMeasuredAsset(context, tenant, id);
  return asset && asReference(asset);
}

/** The same with what was measured of it; earlier releases measured nothing. */
export async function readMeasuredAsset(
  { artifacts }: Pick<Context, 'artifacts'>,
  tenant: string,
  id: string,
): Promise<KnownPicture | null> {
  const stored = (await artifacts.readRecord(tenant, assetKey(id) as string)) as (AssetRecord & FontAsset) | null;
  if (stored === null || stored.font || !(await artifacts.has(stored.sha256))) return null;
  const { bytes: _bytes, ...asset } = stored;
  return asset;
}

/** A picture of a story that is planned. */
export interface KnownPicture extends StoredReference {
  readonly looks?: PictureLooks;
}

/** As stories store it. */
export const asReference = ({ sha256, width, height, mime }: StoredReference): StoredReference => ({
  sha256,
  width,
  height,
  mime,
});
