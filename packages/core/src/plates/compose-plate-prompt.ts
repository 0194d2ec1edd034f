import { noTextLine, oneLine, type PromptStory } from '../prompts/prompt-parts.ts';
import type { SetStory } from '../scenes.ts';
import { styleWords } from '../scenes.ts';
import type { Plate } from './plan-plates.ts';

/** What goes along with a plate. */
export type PlateReference = 'style' | 'character';

/** The words for a plate (recipe 2). */
export function composePlatePrompt(story: PromptStory, plate: Plate, references: readonly PlateReference[]): string {
  const words = styleWords(story.style);
  return [
    ...opening(plate),
    ...(words ? [`Style: ${oneLine(words)}`] : []),
    ...referenceLines(story, plate, references),
    ...subject(story, plate),
    noTextLine,
  ].join('\n');
}

function opening({ kind }: Plate): string[] {
  switch (kind) {
    case 'style':
      return ['A picture that shows how an illustrated story is drawn, for its illustrators.'];
    case 'location':
      return ['One place of an illustrated story, empty, as a reference for its illustrators.'];
    case 'prop':
      return ['One object of an illustrated story, as a reference for its illustrators.'];
    default:
      return ['One character of an illustrated story, as a reference for its illustrators.'];
  }
}

function referenceLines(story: PromptStory, plate: Plate, references: readonly PlateReference[]): string[] {
  if (references.length === 0) return [];
  const name = nameOf(story, plate);
  return [
    'Attached pictures, in this order:',
    ...references.map((it, index) => `Image ${index + 1}: ${it === 'style' ? 'the style' : `picture of ${name}`}.`),
    ...(references.includes('style')
      ? ['Take only the way of drawing from the picture of the style: line, palette, texture; nothing that it shows.']
      : []),
    ...(references.includes('character')
      ? [`Take face, hair, body and colours of skin or fur from the picture of ${name} exactly; not the clothes.`]
      : []),
  ];
}

function subject(story: PromptStory, plate: Plate): string[] {
  switch (plate.kind) {
    case 'style':
      return [
        'An open landscape with a tree, a house, water and sky, and in front of it a table with a jug, fruit and cloth: many surfaces, in the line, palette, light and texture of the story. No people, no animals.',
      ];
    case 'location':
      return [
        `The place: ${describe(story.locations, plate.id)}`,
        'The whole of it, seen from eye level in even light, so that its layout, buildings and colours are clear. No people, no animals.',
      ];
    case 'prop':
      return [
        `The object: ${describe(story.props, plate.id)}`,
        'Seen from the front and from the side, next to each other, on a plain light grey ground. No hands, no people, nothing else.',
      ];
    default:
      return characterLines(story, plate);
  }
}

function characterLines(story: PromptStory, plate: Plate): string[] {
  const [id, outfit] = plate.id.split('/');
  const character = story.characters.find((it) => it.id === id);
  return [
    `The character, ${nameOf(story, plate)}: ${oneLine(character?.description ?? '')}`,
    ...(outfit === undefined ? [] : [`It wears, instead of other clothes: ${describe(character?.outfits, outfit)}`]),
    'Three views side by side on a plain light grey ground: the whole body from the front, the whole body from behind, and the head alone, large, from the front. The same character in the same clothes each time, standing at ease. Nobody else, no place, no shadow.',
  ];
}

const nameOf = ({ characters }: SetStory, { id }: Plate): string =>
  oneLine(characters.find((character) => character.id === id.split('/')[0])?.name ?? id);

const describe = (
  things: readonly { readonly id: string; readonly description: string }[] | undefined,
  id: string,
): string => oneLine(things?.find((thing) => thing.id === id)?.description ?? id);
