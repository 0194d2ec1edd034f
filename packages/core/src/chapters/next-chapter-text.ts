import type { StoryView } from '../views/index.ts';

type Earlier = Pick<StoryView, 'id' | 'title' | 'provider' | 'model' | 'characters'>;

/** How the file of the next chapter of a story begins. How it is drawn is not taken over, so it is written down. */
export function nextChapterText({ id, title, provider, model, characters }: Earlier): string {
  const cast = characters.map((character) => character.id).join(', ');
  return [
    ...(cast === '' ? [] : [`# Its cast is taken over: ${cast}`]),
    `title: ${JSON.stringify(`${title}: the next chapter`)}`,
    `continues: ${id}`,
    'panels:',
    '  - prompt: What happens next',
    `render: { provider: ${provider}, model: ${JSON.stringify(model)} }`,
    '',
  ].join('\n');
}
