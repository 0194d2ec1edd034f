import {
  coverAsset,
  coverAssetPointer,
  listPictures,
  mapPictures,
  NextpanelError,
  referenceKind,
  type SpecError,
  type StorySpec,
  withCoverAsset,
} from '@nextpanel/core';

/**
 * The story with the id of an asset for each path that it names as a picture.
 *
 * @param assets ids by the name of the file, without folders
 * @throws `invalid` with every path that no file has the name of
 */
export function replacePaths(spec: StorySpec, assets: ReadonlyMap<string, string>): StorySpec {
  const cover = coverAsset(spec);
  const named = cover === null ? [] : [{ picture: cover, pointer: coverAssetPointer }];
  const errors: SpecError[] = [...listPictures(spec), ...named]
    .filter(({ picture }) => referenceKind(picture) === 'local' && !assets.has(fileName(picture)))
    .map(({ picture, pointer }) => ({
      pointer,
      detail: `no file of the request has the name of "${picture.slice(0, 200)}"; send one named ${fileName(picture).slice(0, 100)}`,
    }));
  if (errors.length > 0)
    throw new NextpanelError('invalid', 'the story names pictures that did not come with it', { detail: { errors } });
  const replaced = (it: string) => (referenceKind(it) === 'local' ? (assets.get(fileName(it)) as string) : it);
  const covered = cover === null ? spec : withCoverAsset(spec, replaced(cover));
  return { ...covered, ...definedOf(mapPictures(spec, replaced)) } as StorySpec;
}

/** Clients send names without folders; those of Windows have backslashes. */
export const fileName = (path: string): string => path.split(/[/\\]/).at(-1) ?? path;

const definedOf = <Value extends object>(value: Value): Value =>
  Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined)) as Value;
