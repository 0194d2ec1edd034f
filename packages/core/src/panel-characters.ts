import type { PanelSpec } from './story-spec.ts';

type PanelCharacters = PanelSpec['characters'];

/** Where the words stand across a picture, 0–1 from the left. */
const places = { left: 0.22, centre: 0.5, right: 0.78 } as const;

/** Ids of the characters of a panel, in its order. */
export const characterIds = (characters: PanelCharacters): string[] =>
  characters.map((character) => (typeof character === 'string' ? character : character.id));

/** Where characters of a panel stand across its picture, 0–1 from the left, by id; only those the panel places. */
export function standingOf(characters: PanelCharacters): ReadonlyMap<string, number> {
  return new Map(
    characters.flatMap((character) => {
      if (typeof character === 'string' || character.at === undefined) return [];
      const { id, at } = character;
      return [[id, typeof at === 'number' ? at : places[at]] as const];
    }),
  );
}

/** Outfits that a panel itself names, by character. */
export const outfitsOf = (characters: PanelCharacters): ReadonlyMap<string, string> =>
  new Map(
    characters.flatMap((character) =>
      typeof character === 'string' || character.outfit === undefined
        ? []
        : [[character.id, character.outfit] as const],
    ),
  );

/** A panel with its characters by id, where they stand, and what they wear. */
export const withCharacterIds = <Panel extends Pick<PanelSpec, 'characters'>>({ characters, ...panel }: Panel) => ({
  ...panel,
  characters: characterIds(characters),
  standing: standingOf(characters),
  outfits: outfitsOf(characters),
});
