import type { LocationSpec, OutfitSpec, PropSpec } from './cast-spec.ts';
import type { CharacterSpec } from './story-spec.ts';

/** Something a story describes, with its pictures. */
type Depicted<Thing, Picture> = Omit<Thing, 'references'> & { readonly references?: readonly Picture[] | undefined };

/** Everything of a story that pictures belong to. `Picture` is what stands for one: a name, what is stored, or bytes. */
export interface CastOf<Picture> {
  readonly characters: readonly (Omit<CharacterSpec, 'references' | 'outfits'> & {
    readonly references: readonly Picture[];
    readonly outfits?: readonly Depicted<OutfitSpec, Picture>[] | undefined;
  })[];
  readonly locations?: readonly Depicted<LocationSpec, Picture>[] | undefined;
  readonly props?: readonly Depicted<PropSpec, Picture>[] | undefined;
  readonly style?: string | Depicted<{ readonly description: string }, Picture> | undefined;
}

/** A cast that says of everything whether it is there, so that it replaces another one whole. */
export type WholeCast<Picture> = { readonly [Name in keyof Required<CastOf<Picture>>]: CastOf<Picture>[Name] };

/** The cast with another thing for each picture; nothing else changes. */
export function mapPictures<From, To>(
  { characters, locations, props, style }: CastOf<From>,
  map: (picture: From, pointer: string) => To,
): WholeCast<To> {
  const mapAll = (pictures: readonly From[], pointer: string) =>
    pictures.map((picture, index) => map(picture, `${pointer}/references/${index}`));
  const one = <Thing>(thing: Depicted<Thing, From>, pointer: string): Depicted<Thing, To> => {
    const { references, ...rest } = thing;
    return (references === undefined ? rest : { ...rest, references: mapAll(references, pointer) }) as Depicted<
      Thing,
      To
    >;
  };
  const each = <Thing>(things: readonly Depicted<Thing, From>[], pointer: string) =>
    things.map((thing, index) => one<Thing>(thing, `${pointer}/${index}`));
  return {
    characters: characters.map(({ outfits, references, ...character }, index) => ({
      ...character,
      references: mapAll(references, `/characters/${index}`),
      ...(outfits !== undefined && { outfits: each<OutfitSpec>(outfits, `/characters/${index}/outfits`) }),
    })),
    locations: locations && each<LocationSpec>(locations, '/locations'),
    props: props && each<PropSpec>(props, '/props'),
    style: typeof style === 'object' ? one<{ readonly description: string }>(style, '/style') : style,
  };
}

/** Every picture of the cast, with the JSON pointer of each. */
export function listPictures<Picture>(
  cast: CastOf<Picture>,
): { readonly picture: Picture; readonly pointer: string }[] {
  const listed: { picture: Picture; pointer: string }[] = [];
  mapPictures(cast, (picture, pointer) => listed.push({ picture, pointer }));
  return listed;
}

/** Its pictures by what they show: characters by id, in outfits by `id/outfit`; locations and props by id. */
export function picturesByName<Picture>({ characters, locations = [], props = [], style }: CastOf<Picture>): {
  readonly cast: ReadonlyMap<string, readonly Picture[]>;
  readonly things: ReadonlyMap<string, readonly Picture[]>;
  readonly style: readonly Picture[];
} {
  const cast = characters.flatMap(({ id, references, outfits = [] }) => [
    [id, references] as const,
    ...outfits.map((outfit) => [`${id}/${outfit.id}`, outfit.references ?? []] as const),
  ]);
  return {
    cast: new Map(cast),
    things: new Map([...locations, ...props].map(({ id, references = [] }) => [id, references] as const)),
    style: typeof style === 'object' ? (style.references ?? []) : [],
  };
}

/** The cast with one thing changed, by its name as a plate: hare, hare/winter, mill, watch or style. */
export function mapPlate<Picture>(
  { characters, locations, props, style }: CastOf<Picture>,
  name: string,
  change: <Thing extends { readonly description: string; readonly references?: readonly Picture[] | undefined }>(
    thing: Thing,
  ) => Thing,
): Partial<WholeCast<Picture>> {
  if (name === 'style') {
    if (style === undefined) return {};
    const { description, references } = change(typeof style === 'object' ? style : { description: style });
    return { style: references === undefined ? description : { description, references } };
  }
  const [of, outfit] = name.split('/');
  return {
    characters: characters.map((character) => {
      if (character.id !== of) return character;
      if (outfit === undefined) return change(character);
      return { ...character, outfits: character.outfits?.map((it) => (it.id === outfit ? change(it) : it)) };
    }),
    ...(locations && { locations: locations.map((it) => (it.id === name ? change(it) : it)) }),
    ...(props && { props: props.map((it) => (it.id === name ? change(it) : it)) }),
  };
}
