import type { CharacterSpec, PanelSpec, StorySpec } from './story-spec.ts';

/**
 * The words sent for one panel: style, what happens, who is there with the same description every time, and that
 * lettering stays out of the picture because the sheet carries it.
 */
export function composePrompt(
  story: Pick<StorySpec, 'style'> & {
    readonly characters: readonly Pick<CharacterSpec, 'id' | 'name' | 'description'>[];
  },
  panel: Pick<PanelSpec, 'prompt' | 'characters'>,
): string {
  const present = story.characters.filter(({ id }) => panel.characters.includes(id));
  return [
    story.style && `Style: ${story.style}`,
    panel.prompt,
    ...present.map(({ name, description }) => `${name}: ${description}`),
    'No text, letters, captions or speech bubbles in the picture.',
  ]
    .filter(Boolean)
    .join('\n');
}
