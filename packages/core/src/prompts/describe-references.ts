import { quote } from '../quote.ts';
import type { ReferenceRole } from './order-references.ts';
import { list, oneLine, type PromptStory } from './prompt-parts.ts';

interface Place {
  /** How many panels after the reference frame; 1 is directly after it. */
  readonly distance: number;
  /** What the distance is counted from, such as "this panel". */
  readonly of: string;
}

type Roles = readonly ReferenceRole[];

/**
 * What each attached picture is, in the order they are sent, and what to take from it, as recipe 2 words it:
 *
 * - A character with several pictures is one person. Called "character sheet of Hare" twice, a model may draw two hares.
 * - Place, light and weather come from a frame only if it stands directly before: the story may have moved on since an
 *   earlier one, and the words of the panels between are not in the prompt.
 */
export function describeReferences(story: PromptStory, references: readonly Roles[], place: Place): string[] {
  if (references.length === 0) return [];
  const shown = charactersIn(references);
  const nameOf = (id: string) => oneLine(story.characters.find((character) => character.id === id)?.name ?? id);
  const frame = references.flat().find((role) => role.kind === 'reference-frame');
  const repeated = [...shown].filter(([, images]) => images.length > 1);
  const has = (kind: ReferenceRole['kind']) => references.some((roles) => roles.some((role) => role.kind === kind));
  return [
    'Attached pictures, in this order:',
    ...references.map((roles, index) => `Image ${index + 1}${describeRoles(roles, index + 1, shown, nameOf, place)}.`),
    ...repeated.map(
      ([id, images]) =>
        `Images ${list(images.map(String))} show one and the same character, ${nameOf(id)}: learn the looks from all of them, and draw ${nameOf(id)} once.`,
    ),
    ...(has('character') || has('tile')
      ? [
          "Take the looks from the characters' pictures exactly: face, body, colours, clothes; not pose, place or lettering.",
        ]
      : []),
    ...(has('location')
      ? [
          'Take the place from its picture: buildings, layout, materials, colours; not its light, weather or point of view, and nobody who is not named below.',
        ]
      : []),
    ...(has('prop') ? ['Take the looks of objects from their pictures exactly: shape, colours, material.'] : []),
    ...(has('style')
      ? ['Take only the way of drawing from the picture of the style: line, palette, texture; nothing that it shows.']
      : []),
    ...(has('panel') ? ['Take people, clothes, props and place from the earlier frame, not its composition.'] : []),
    ...(has('anchor')
      ? [
          "Take the way of drawing from the story's first frame: line, palette, texture, proportions; and the looks of people in it who appear here again. Not its place, light or what happens in it.",
        ]
      : []),
    ...(frame ? [fromFrame(frame, place)] : []),
  ];
}

type FrameRole = Extract<ReferenceRole, { readonly kind: 'reference-frame' }>;

/** The frame that the panel continues from, in words. */
const nameFrame = ({ named }: FrameRole, { distance, of }: Place): string =>
  named
    ? `the earlier frame from which ${of} continues`
    : distance > 1
      ? `the frame ${distance} panels before ${of}`
      : `the frame directly before ${of}`;

function fromFrame(frame: FrameRole, place: Place): string {
  const { distance, of } = place;
  if (frame.scene === 'other') {
    return `Take only people, their faces, hair and build, and the way of drawing from ${nameFrame(frame, place)}: it shows another scene. Place, light, weather, clothes and props are those of the words below.`;
  }
  if (frame.scene === 'same' && (frame.named || distance > 1)) {
    return `Go on from ${nameFrame(frame, place)}, which shows the same scene: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.`;
  }
  if (frame.named) {
    return `Take people, clothes and props from ${nameFrame(frame, place)}. Place, light and weather may have changed since: take them from the words below; draw a new moment, not the same composition.`;
  }
  return distance > 1
    ? `Take people, clothes and props from the frame ${distance} panels before ${of}. Place, light and weather may have changed since: take them from the words below; draw a new moment, not the same composition.`
    : 'Go on from the frame directly before: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.';
}

/** Numbers of the images that show each character, by its id, in order. */
function charactersIn(references: readonly Roles[]): ReadonlyMap<string, readonly number[]> {
  const shown = new Map<string, number[]>();
  for (const [index, roles] of references.entries()) {
    for (const id of new Set(roles.flatMap(charactersOf))) {
      shown.set(id, [...(shown.get(id) ?? []), index + 1]);
    }
  }
  return shown;
}

const charactersOf = (role: ReferenceRole): readonly string[] =>
  role.kind === 'character' ? [role.id] : role.kind === 'tile' ? role.cells.map(({ id }) => id) : [];

/** What stands behind "Image 1". */
function describeRoles(
  roles: Roles,
  image: number,
  shown: ReadonlyMap<string, readonly number[]>,
  nameOf: (id: string) => string,
  place: Place,
): string {
  const [tile] = roles.filter((role) => role.kind === 'tile');
  if (tile) return `, left to right: ${tile.cells.map(({ id }) => nameOf(id)).join(', ')}`;
  const ids = new Set(roles.flatMap(charactersOf));
  const [again, firstSeen] = [true, false].map((known) =>
    [...ids].filter((id) => (shown.get(id)?.[0] !== image) === known).map(nameOf),
  ) as [string[], string[]];
  return `: ${list([
    ...(firstSeen.length > 0 ? [`picture of ${list(firstSeen)}`] : []),
    ...(again.length > 0 ? [`another picture of ${list(again)}`] : []),
    ...roles.flatMap((role) => describeThing(role, place)),
  ])}`;
}

function describeThing(role: ReferenceRole, place: Place): string[] {
  switch (role.kind) {
    case 'location':
      return ['the place where the scene is'];
    case 'prop':
      return [`the object ${quote(role.id)}`];
    case 'style':
      return ['the style'];
    case 'panel':
      return ['an earlier frame of the story'];
    case 'anchor':
      return ["the story's first frame"];
    case 'reference-frame':
      return [nameFrame(role, place)];
    default:
      return [];
  }
}
