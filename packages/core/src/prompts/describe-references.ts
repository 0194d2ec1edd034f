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
  const repeated = [...shown].filter(([, images]) => images.length > 1);
  const has = (kind: ReferenceRole['kind']) => references.some((roles) => roles.some((role) => role.kind === kind));
  return [
    'Attached pictures, in this order:',
    ...references.map(
      (roles, index) => `Image ${index + 1}: ${describeRoles(roles, index + 1, shown, nameOf, place)}.`,
    ),
    ...repeated.map(
      ([id, images]) =>
        `Images ${list(images.map(String))} show one and the same character, ${nameOf(id)}: learn the looks from all of them, and draw ${nameOf(id)} once.`,
    ),
    ...(has('character')
      ? [
          "Take the looks from the characters' pictures exactly: face, body, colours, clothes; not pose, place or lettering.",
        ]
      : []),
    ...(has('anchor')
      ? [
          "Take the way of drawing from the story's first frame: line, palette, texture, proportions; and the looks of people in it who appear here again. Not its place, light or what happens in it.",
        ]
      : []),
    ...(has('reference-frame') ? [fromFrame(place)] : []),
  ];
}

const fromFrame = ({ distance, of }: Place): string =>
  distance > 1
    ? `Take people, clothes and props from the frame ${distance} panels before ${of}. Place, light and weather may have changed since: take them from the words below; draw a new moment, not the same composition.`
    : 'Go on from the frame directly before: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.';

/** Numbers of the images that show each character, by its id, in order. */
function charactersIn(references: readonly Roles[]): ReadonlyMap<string, readonly number[]> {
  const shown = new Map<string, number[]>();
  for (const [index, roles] of references.entries()) {
    for (const id of new Set(roles.flatMap((role) => (role.kind === 'character' ? [role.id] : [])))) {
      shown.set(id, [...(shown.get(id) ?? []), index + 1]);
    }
  }
  return shown;
}

function describeRoles(
  roles: Roles,
  image: number,
  shown: ReadonlyMap<string, readonly number[]>,
  nameOf: (id: string) => string,
  { distance, of }: Place,
): string {
  const ids = new Set(roles.flatMap((role) => (role.kind === 'character' ? [role.id] : [])));
  const [again, firstSeen] = [true, false].map((known) =>
    [...ids].filter((id) => (shown.get(id)?.[0] !== image) === known).map(nameOf),
  ) as [string[], string[]];
  const before = distance > 1 ? `the frame ${distance} panels before ${of}` : `the frame directly before ${of}`;
  return list([
    ...(firstSeen.length > 0 ? [`picture of ${list(firstSeen)}`] : []),
    ...(again.length > 0 ? [`another picture of ${list(again)}`] : []),
    ...(roles.some(({ kind }) => kind === 'anchor') ? ["the story's first frame"] : []),
    ...(roles.some(({ kind }) => kind === 'reference-frame') ? [before] : []),
  ]);
}
