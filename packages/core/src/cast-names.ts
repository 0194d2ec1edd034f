import { nearestWord } from './nearest-word.ts';
import { quote } from './quote.ts';

/** What a story may be asked for by name: its characters with their outfits, its locations, props and scenes. */
export interface CastNames {
  /** Ids of outfits by character. */
  readonly characters: ReadonlyMap<string, readonly string[]>;
  readonly locations: readonly string[];
  readonly props: readonly string[];
  readonly scenes: readonly string[];
  readonly hasStylePictures: boolean;
}

/** The names in a story, well-formed or not; null when a list is broken, so that every name would seem to be wrong. */
export function readCastNames(story: unknown): CastNames | null {
  const lists = ['characters', 'locations', 'props', 'scenes'].map((key) => idsOf(fieldOf(story, key)));
  const [characters, locations, props, scenes] = lists;
  if (!characters || !locations || !props || !scenes) return null;
  return {
    characters: new Map(
      listOf(story, 'characters').map((character) => [
        fieldOf(character, 'id') as string,
        listOf(character, 'outfits').flatMap((outfit) => {
          const id = fieldOf(outfit, 'id');
          return typeof id === 'string' ? [id] : [];
        }),
      ]),
    ),
    locations,
    props,
    scenes,
    hasStylePictures: listOf(fieldOf(story, 'style'), 'references').length > 0 || drawsStyle(story),
  };
}

/** Whether a picture of the style is drawn before the panels. */
const drawsStyle = (story: unknown): boolean => listOf(fieldOf(story, 'plates'), 'draw').includes('style');

function idsOf(list: unknown): string[] | null {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return null;
  const ids = list.map((entry) => fieldOf(entry, 'id'));
  return ids.every((id) => typeof id === 'string') ? (ids as string[]) : null;
}

/** Says that no entry of a list has this id, and which one may be meant. */
export function unknownName(id: string, known: Iterable<string>, list: string, instead: string): string {
  const nearest = nearestWord(id, [...known]);
  if (nearest !== null) return `${quote(id)} is not in ${list}; did you mean ${quote(nearest)}?`;
  return `${quote(id)} is not in ${list}; ${instead}`;
}

/** What is wrong with an outfit that a character is to wear; null: nothing. A character that is not in the cast is not judged. */
export function wrongOutfit({ characters }: CastNames, character: string, outfit: string): string | null {
  const own = characters.get(character);
  if (own === undefined || own.includes(outfit)) return null;
  const others = [...characters].filter(([, outfits]) => outfits.includes(outfit)).map(([id]) => quote(id));
  if (others.length > 0) {
    const instead = own.length > 0 ? `write ${own.map(quote).join(' or ')}, or add it` : 'add it';
    return `${quote(outfit)} is an outfit of ${others.join(' and ')}, not of ${quote(character)}; ${instead} under the \`outfits\` of ${quote(character)}`;
  }
  const nearest = nearestWord(outfit, own);
  if (nearest !== null) return `${quote(character)} has no outfit ${quote(outfit)}; did you mean ${quote(nearest)}?`;
  return own.length > 0
    ? `${quote(character)} has no outfit ${quote(outfit)}; it has ${own.map(quote).join(', ')}`
    : `${quote(character)} has no outfit ${quote(outfit)}; add it under its \`outfits\``;
}

/** What a name in `references` of a panel stands for; null for none in this story. */
export type NamedPicture =
  | { readonly kind: 'character'; readonly id: string; readonly outfit?: string }
  | { readonly kind: 'location' | 'prop' | 'panel'; readonly id: string }
  | { readonly kind: 'style' | 'anchor' | 'last-frame' };

/** Reads a name of `references`, such as hare, hare/winter, style or panel:p4. Panels and outfits are not looked up. */
export function readPictureName(
  name: string,
  names: Pick<CastNames, 'characters' | 'locations' | 'props'>,
): NamedPicture | null {
  if (name === 'style' || name === 'anchor' || name === 'last-frame') return { kind: name };
  if (name.startsWith('panel:')) return { kind: 'panel', id: name.slice('panel:'.length) };
  const [id = '', outfit] = name.split('/');
  if (outfit !== undefined) return names.characters.has(id) ? { kind: 'character', id, outfit } : null;
  if (names.characters.has(id)) return { kind: 'character', id };
  if (names.locations.includes(id)) return { kind: 'location', id };
  return names.props.includes(id) ? { kind: 'prop', id } : null;
}

/** Panels by id with the batch each is in; `own` is the batch of the panel that asks. */
export interface EarlierPanels {
  readonly batchOf: (panel: string) => number | null;
  readonly own: number;
}

/** What is wrong with a panel from whose frame another is to continue, or that is to go along with it; null: nothing. */
export function wrongEarlierPanel(panel: string, { batchOf, own }: EarlierPanels): string | null {
  const batch = batchOf(panel);
  if (batch === null) return `no panel has the id ${quote(panel)}; give the panel you mean an \`id\``;
  if (batch < own) return null;
  return batch === own
    ? `panel ${quote(panel)} is in the same batch, whose panels are drawn together; only a frame of an earlier batch is there by then`
    : `panel ${quote(panel)} comes later; only a frame of an earlier batch is there by then`;
}

export interface Wrong {
  readonly path: readonly (string | number)[];
  readonly detail: string;
}

/** Names in a panel that mean nothing in its story, or a frame that is not there yet when it is drawn. */
export function findWrongNames(panel: unknown, names: CastNames, earlier: EarlierPanels | null): Wrong[] {
  const wrong: Wrong[] = [];
  const add = (detail: string | null, ...path: (string | number)[]) => {
    if (detail !== null) wrong.push({ path, detail });
  };
  const scene = fieldOf(panel, 'scene');
  if (typeof scene === 'string' && !names.scenes.includes(scene)) {
    add(
      unknownName(scene, names.scenes, '`scenes`', 'add a scene with this id there, or remove the name here'),
      'scene',
    );
  }
  for (const [index, character] of listOf(panel, 'characters').entries()) {
    const [id, outfit] = [fieldOf(character, 'id'), fieldOf(character, 'outfit')];
    if (typeof id === 'string' && typeof outfit === 'string') {
      add(wrongOutfit(names, id, outfit), 'characters', index, 'outfit');
    }
  }
  for (const [index, name] of listOf(panel, 'references').entries()) {
    if (typeof name === 'string') add(wrongPicture(name, names, earlier), 'references', index);
  }
  const from = fieldOf(panel, 'continuesFrom');
  if (typeof from === 'string' && from !== 'auto' && from !== 'none' && earlier !== null) {
    add(wrongEarlierPanel(from, earlier), 'continuesFrom');
  }
  return wrong;
}

function wrongPicture(name: string, names: CastNames, earlier: EarlierPanels | null): string | null {
  const named = readPictureName(name, names);
  if (named === null) {
    const known = [...names.characters.keys(), ...names.locations, ...names.props];
    return unknownName(
      name.split('/')[0] ?? name,
      known,
      'the cast, `locations` or `props`',
      'write one of their ids, or style, anchor, last-frame or panel:ID',
    );
  }
  if (named.kind === 'character' && named.outfit !== undefined) return wrongOutfit(names, named.id, named.outfit);
  if (named.kind === 'panel') return earlier && wrongEarlierPanel(named.id, earlier);
  if (named.kind === 'style' && !names.hasStylePictures) {
    return 'the style has no picture; write style: { description, references: [./style.png] }, or remove the word here';
  }
  return null;
}

export function fieldOf(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

export function listOf(value: unknown, key: string): readonly unknown[] {
  const list = fieldOf(value, key);
  return Array.isArray(list) ? list : [];
}
