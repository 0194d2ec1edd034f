import { type AssetUse, type AssetView, NextpanelError, type Page } from '@nextpanel/core';
import type { Context } from './context.ts';
import { type AssetRecord, assetId, assetKey, type FontAsset, isAssetKey } from './store-asset.ts';

type AssetContext = Pick<Context, 'artifacts' | 'state' | 'log'>;

interface Named {
  readonly tenant: string;
  /** `asset_…` */
  readonly id: string;
}

const storiesAtOnce = 50;
/** Stories that are named; whether there are more changes nothing. */
const namedMax = 100;
const idBegin = 'asset_';

/** The pictures and fonts a tenant uploaded, by id. */
export async function listAssets(
  { artifacts }: Pick<Context, 'artifacts'>,
  { tenant, limit, cursor }: { readonly tenant: string; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<AssetView>> {
  const ids: string[] = [];
  for await (const { key } of artifacts.records({ tenant, start: 'asset-' })) {
    if (isAssetKey(key)) ids.push(key.replace('asset-', idBegin));
  }
  const after = cursor ?? '';
  const rest = ids.filter((id) => id > after).sort();
  const page = rest.slice(0, limit);
  const items: AssetView[] = [];
  for (const id of page) {
    const found = await viewAsset({ artifacts }, { tenant, id });
    if (found !== null) items.push(found);
  }
  return { items, nextCursor: rest.length > limit ? (page.at(-1) ?? null) : null };
}

/** A picture and the stories that have it: as a picture of the cast, as a cover, or as a take. Throws `not_found`. */
export async function readAssetUse(context: AssetContext, named: Named): Promise<AssetUse> {
  const asset = await requireAsset(context, named);
  return { ...asset, stories: await storiesWith(context, named) };
}

/**
 * Forgets an uploaded picture, so that no new story can name it; a sweep removes its bytes. Throws `asset_in_use` while a story of the tenant
 * has it, and `not_found`. A story that is submitted at this moment keeps the picture: it has the bytes by their hash.
 */
export async function deleteAsset(context: AssetContext, named: Named): Promise<void> {
  await requireAsset(context, named);
  const stories = await storiesWith(context, named);
  if (stories.length > 0) {
    const names = stories
      .slice(0, namesInSentence)
      .map(({ id, title }) => `${id} (“${title.slice(0, 80)}”)`)
      .join(', ');
    const more = stories.length > namesInSentence ? ` and ${stories.length - namesInSentence} more` : '';
    throw new NextpanelError('asset_in_use', `the picture belongs to ${names}${more}`);
  }
  await context.artifacts.removeRecord(named.tenant, assetKey(named.id) as string, () => true);
  context.log.info({ asset: named.id }, 'asset deleted');
}

const namesInSentence = 5;

async function requireAsset(context: Pick<Context, 'artifacts'>, named: Named): Promise<AssetView> {
  const found = assetKey(named.id) === null ? null : await viewAsset(context, named);
  if (found !== null) return found;
  throw new NextpanelError('not_found', `there is no asset ${named.id.slice(0, 80)}`);
}

async function viewAsset({ artifacts }: Pick<Context, 'artifacts'>, { tenant, id }: Named): Promise<AssetView | null> {
  const record = (await artifacts.readRecord(tenant, assetKey(id) as string)) as
    | AssetRecord
    | (FontAsset & Partial<AssetRecord>)
    | null;
  if (record === null || !(await artifacts.has(record.sha256))) return null;
  const bytes = record.bytes ?? (await artifacts.get(record.sha256)).byteLength;
  const { width = 0, height = 0 } = record;
  return { id: assetId(record.sha256), width, height, bytes, ...('font' in record && { font: record.font }) };
}

/** The tenant's stories whose state names the picture; all of them are looked through, 50 in a round trip. */
async function storiesWith({ state }: Pick<Context, 'state'>, { tenant, id }: Named): Promise<AssetUse['stories']> {
  const sha256 = id.slice(idBegin.length);
  const found = new Set<string>();
  let ids: string[] = [];
  const look = async () => {
    const hashes = await state.storyHashes(ids);
    for (const [index, story] of ids.entries()) if (hashes[index]?.has(sha256)) found.add(story);
    ids = [];
  };
  for await (const story of state.allStories(tenant)) {
    ids.push(story.id);
    if (ids.length === storiesAtOnce) await look();
    if (found.size >= namedMax) break;
  }
  await look();
  const heads = await Promise.all(
    [...found].slice(0, namedMax).map(async (story) => ({ id: story, title: (await state.read.head(story))?.title })),
  );
  return heads
    .flatMap(({ id: story, title }) => (title === undefined ? [] : [{ id: story, title }]))
    .sort((a, b) => a.title.localeCompare(b.title));
}
