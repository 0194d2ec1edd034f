import { outfitOf, sceneOf } from '../scenes.ts';
import { castLines, oneLine, type PromptPanel, type PromptStory } from './prompt-parts.ts';

/** Where and when a panel takes place, and the objects that are in the scene; nothing for one without a scene. */
export function sceneLines(story: PromptStory, panel: PromptPanel | undefined): string[] {
  const scene = panel && sceneOf(story, panel);
  if (!scene) return [];
  const place = story.locations?.find(({ id }) => id === scene.location);
  const facts = [
    ...(place ? [inRow(place.description)] : []),
    ...(scene.time === undefined ? [] : [`time: ${inRow(scene.time)}`]),
    ...(scene.light === undefined ? [] : [`light: ${inRow(scene.light)}`]),
  ];
  const props = (story.props ?? []).filter(({ id }) => scene.props?.includes(id));
  return [
    ...(facts.length > 0 ? [`The scene, which looks the same in all its pictures: ${facts.join('; ')}.`] : []),
    ...(props.length > 0
      ? [
          'Objects of the scene; each looks the same in every picture in which it is seen:',
          ...props.map(({ id, description }) => `- ${id}: ${oneLine(description)}`),
        ]
      : []),
  ];
}

/** As part of a longer sentence. */
const inRow = (text: string): string => oneLine(text).replace(/[.。]$/, '');

/** The cast as `castLines` says it, and what each wears in these panels instead of the clothes of its description. */
export function dressedLines(story: PromptStory, panels: readonly PromptPanel[]): string[] {
  const lines = castLines(story, panels);
  const present = story.characters.filter(({ id }) => panels.some(({ characters }) => characters.includes(id)));
  return lines.map((line, index) => {
    const character = present[index - 1];
    const panel = character && panels.find(({ characters }) => characters.includes(character.id));
    const worn = panel && outfitOf(story, panel, character.id);
    const outfit = character?.outfits?.find(({ id }) => id === worn);
    return outfit ? `${line} Wears here, instead of other clothes: ${oneLine(outfit.description)}` : line;
  });
}
