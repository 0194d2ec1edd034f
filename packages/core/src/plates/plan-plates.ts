import type { CastOf } from '../cast-pictures.ts';
import type { PlatesSpec } from '../cast-spec.ts';
import { withCharacterIds } from '../panel-characters.ts';
import { outfitOf, sceneOf, styleWords } from '../scenes.ts';
import type { PanelSpec, StorySpec } from '../story-spec.ts';

/** A reference picture to be drawn before the first batch. */
export interface Plate {
  /** What it shows, as panels name it: hare, hare/winter, mill, watch or style. */
  readonly id: string;
  readonly kind: PlateKind;
}

export type PlateKind = 'style' | 'character' | 'outfit' | 'prop' | 'location';

/** In the order they are drawn: each goes along with those after it that show the same, or in the same style. */
export const plateStages: readonly PlateKind[] = ['style', 'character', 'outfit', 'prop', 'location'];

/** As many plates are drawn in one turn. */
export const platesPerBatch = 8;

type PlatedStory = CastOf<unknown> & {
  readonly plates?: PlatesSpec | undefined;
  readonly scenes?: StorySpec['scenes'];
};

/** The plates that a story asks for and some panel needs, where there is no picture, in the order they are drawn. */
export function planPlates(story: PlatedStory, panels: readonly PanelSpec[]): Plate[] {
  const { plates, characters, locations = [], props = [], style } = story;
  if (!plates) return [];
  const draws = new Set(plates.draw);
  const needed = neededBy(story, panels);
  const missing = (
    kind: PlateKind,
    entries: readonly { readonly id: string; readonly references?: readonly unknown[] | undefined }[],
  ) =>
    entries
      .filter(({ id, references = [] }) => references.length === 0 && needed.has(id))
      .map(({ id }) => ({ id, kind }));
  const hasStyle = typeof style === 'object' && (style.references?.length ?? 0) > 0;
  return [
    ...(draws.has('style') && styleWords(style) !== undefined && !hasStyle ? missing('style', [{ id: 'style' }]) : []),
    ...(draws.has('characters') ? missing('character', characters) : []),
    ...(draws.has('characters')
      ? missing(
          'outfit',
          characters.flatMap(({ id, outfits = [] }) =>
            outfits.map((outfit) => ({ ...outfit, id: `${id}/${outfit.id}` })),
          ),
        )
      : []),
    ...(draws.has('props') ? missing('prop', props) : []),
    ...(draws.has('locations') ? missing('location', locations) : []),
  ];
}

/** What panels may go along with, by name. A character in an outfit is drawn from its picture without. */
function neededBy(story: PlatedStory, panels: readonly PanelSpec[]): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const spec of panels) {
    if (spec.references === 'none') continue;
    if (Array.isArray(spec.references)) {
      for (const name of spec.references) {
        needed.add(name);
        if (name.includes('/')) needed.add(name.split('/')[0] as string);
      }
      continue;
    }
    const panel = withCharacterIds(spec);
    needed.add('style');
    for (const id of panel.characters) {
      needed.add(id);
      const outfit = outfitOf(story, panel, id);
      if (outfit !== null) needed.add(`${id}/${outfit}`);
    }
    const scene = sceneOf(story, panel);
    for (const id of [scene?.location, ...(scene?.props ?? [])]) if (id !== undefined) needed.add(id);
  }
  return needed;
}

/** The kind of a plate, by its id. */
export function plateKindOf(
  { locations = [], props = [] }: Pick<CastOf<unknown>, 'locations' | 'props'>,
  id: string,
): PlateKind {
  if (id === 'style') return 'style';
  if (id.includes('/')) return 'outfit';
  if (locations.some((it) => it.id === id)) return 'location';
  return props.some((it) => it.id === id) ? 'prop' : 'character';
}

/** What the story says of what a plate shows. */
export function describePlate({ characters, locations = [], props = [], style }: CastOf<unknown>, id: string): string {
  if (id === 'style') return styleWords(style) ?? '';
  const [of, outfit] = id.split('/');
  const character = characters.find((it) => it.id === of);
  if (outfit !== undefined) return character?.outfits?.find((it) => it.id === outfit)?.description ?? '';
  return (character ?? [...locations, ...props].find((it) => it.id === id))?.description ?? '';
}

/** A plate as a panel is stored: what becomes of it is kept as that of a panel is. */
export const plateSpec = (story: CastOf<unknown>, id: string): PanelSpec => ({
  prompt: describePlate(story, id),
  characters: [],
  text: [],
  weight: 'normal',
});

/** The cast with a drawn plate where there is no picture. */
export function withPlates<Picture>(
  { characters, locations, props, style }: CastOf<Picture>,
  plates: ReadonlyMap<string, Picture>,
): CastOf<Picture> {
  const filled = (id: string, pictures: readonly Picture[] = []): readonly Picture[] => {
    const plate = plates.get(id);
    return pictures.length > 0 || plate === undefined ? pictures : [plate];
  };
  const words = styleWords(style);
  const stylePictures = filled('style', typeof style === 'object' ? style.references : []);
  return {
    characters: characters.map((character) => ({
      ...character,
      references: filled(character.id, character.references),
      outfits: character.outfits?.map((outfit) => ({
        ...outfit,
        references: filled(`${character.id}/${outfit.id}`, outfit.references),
      })),
    })),
    locations: locations?.map((it) => ({ ...it, references: filled(it.id, it.references) })),
    props: props?.map((it) => ({ ...it, references: filled(it.id, it.references) })),
    style: stylePictures.length > 0 && words !== undefined ? { description: words, references: stylePictures } : style,
  };
}
