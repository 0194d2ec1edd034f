import {
  asNextpanelError,
  type CastOf,
  coverAsset,
  coverAssetPointer,
  listPictures,
  NextpanelError,
  type StorySpec,
} from '@nextpanel/core';
import type { Context } from '../context.ts';
import { fetchPicture } from '../fetch-picture.ts';
import { lookAtPicture } from '../look-at-picture.ts';
import { assetKey, type KnownPicture, readMeasuredAsset } from '../store-asset.ts';
import type { KnownPictures } from './plan-story.ts';

/** Pictures of one story read at the same time. */
const atOnce = 2;

/** What the pictures of one story, assets aside, may have together: about seven seconds of decoding. */
export const storyPixelsMax = 500_000_000;
const storyBytesMax = 250_000_000;

/** A reference of a story, and the first place that names it. */
export interface NamedReference {
  readonly reference: string;
  /** JSON pointer. */
  readonly pointer: string;
}

/** Every distinct reference of the cast, and the picture of the cover: YAML aliases repeat a picture of 50 megapixels hundreds of times in a few bytes. */
export function listReferences(story: CastOf<string> & Pick<StorySpec, 'book'>): NamedReference[] {
  const first = new Map<string, string>();
  for (const { picture, pointer } of listPictures(story)) if (!first.has(picture)) first.set(picture, pointer);
  const cover = coverAsset(story);
  if (cover !== null && !first.has(cover)) first.set(cover, coverAssetPointer);
  return [...first].map(([reference, pointer]) => ({ reference, pointer }));
}

/** Runs `read` for each item, a few at a time; nothing more is begun after one has failed. */
export async function readEach<Item>(items: readonly Item[], read: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  let failed = false;
  const readOn = async () => {
    for (const item of rest) {
      if (failed) return;
      try {
        await read(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, readOn));
}

/**
 * Turns what the cast's references say (asset id, data URL or https URL) into stored pictures, once, at submit: from then on the story
 * does not depend on any other server. Each distinct one is read once.
 *
 * @param known pictures that are known already, by the reference that names each: those of a story that is continued
 * @throws `unknown_asset`, `reference_unreadable`,
 * `pictures_too_large` and `too_many_pictures`.
 */
export async function resolveReferences(
  { artifacts, imaging, pictureWork }: Pick<Context, 'artifacts' | 'imaging' | 'pictureWork'>,
  tenant: string,
  spec: CastOf<string> & Pick<StorySpec, 'book'>,
  known: KnownPictures = new Map(),
): Promise<KnownPictures> {
  const stored = new Map<string, KnownPicture>(known);
  let pixels = 0;
  let bytesRead = 0;

  const readPicture = async (reference: string, pointer: string): Promise<KnownPicture> => {
    const bytes = await bytesOf(reference);
    bytesRead += bytes.byteLength;
    if (bytesRead > storyBytesMax) throw tooLarge(pointer, `${storyBytesMax / 1_000_000} MB`);
    const left = storyPixelsMax - pixels;
    const facts = await pictureWork({ tenant, lane: 'submit' }, () => imaging.inspectPicture(bytes));
    pixels += facts.width * facts.height;
    if (facts.width * facts.height > left) throw tooLarge(pointer, `${storyPixelsMax / 1_000_000} megapixels`);
    const looks = await pictureWork({ tenant, lane: 'submit' }, () => lookAtPicture({ imaging }, bytes));
    return { ...facts, looks, sha256: await artifacts.put(bytes) };
  };

  await readEach(listReferences(spec), async ({ reference, pointer }) => {
    if (stored.has(reference)) return;
    if (assetKey(reference) !== null) {
      const asset = await readMeasuredAsset({ artifacts }, tenant, reference);
      if (asset === null) throw unknownAsset(reference, pointer);
      stored.set(reference, asset);
      return;
    }
    try {
      stored.set(reference, await readPicture(reference, pointer));
    } catch (thrown) {
      const error = asNextpanelError(thrown);
      if (error.code === 'pictures_too_large' || error.code === 'too_many_pictures') throw error;
      throw new NextpanelError('reference_unreadable', `the reference picture cannot be used: ${error.message}`, {
        cause: error,
        detail: { pointer },
      });
    }
  });
  return stored;
}

const bytesOf = (reference: string): Promise<Uint8Array> =>
  reference.startsWith('data:') ? Promise.resolve(dataOf(reference)) : fetchPicture(reference);

/** The bytes of a data URL. */
export const dataOf = (reference: string): Uint8Array =>
  Buffer.from(reference.slice(reference.indexOf(',') + 1), 'base64');

const unknownAsset = (reference: string, pointer: string) =>
  new NextpanelError('unknown_asset', `there is no asset ${reference}; upload the picture with POST /v1/assets first`, {
    detail: { pointer },
  });

const tooLarge = (pointer: string, most: string) =>
  new NextpanelError('pictures_too_large', `the reference pictures of the story have more than ${most} together`, {
    detail: { pointer },
  });
