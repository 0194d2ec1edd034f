import type { ReferencePolicy } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { parseStorySpec } from '@nextpanel/core/parse-story-spec';
import { type StoryAnswers, storyOfAnswers, type WrongCharacter } from '@nextpanel/core/story-answers';
import { stringify } from 'yaml';

const lettering = `
# Give a panel words with, for example:
#   text:
#     - { kind: speech, speaker: SPEAKER, text: "Nobody is *faster* than me!" }
# docs/story-file.md shows every field.
`;

/**
 * A story file, as YAML, that `submit` accepts.
 *
 * @param pictures what the paths of pictures may be
 * Throws `usage` for a character without a name or a description, and for anything else a story may not have.
 */
export function composeStory(answers: StoryAnswers, pictures: ReferencePolicy): string {
  const composed = storyOfAnswers(answers);
  if (!composed.ok) throw new NextpanelError('usage', describe(composed.wrong));
  const { story, cast } = composed;
  const text = stringify(story, { lineWidth: 110 }) + lettering.replace('SPEAKER', cast[0]?.id ?? 'hare');
  const parsed = parseStorySpec(text, { references: pictures });
  if (parsed.ok) return text;
  const [first] = parsed.errors;
  throw new NextpanelError('usage', `${first?.pointer ?? ''}: ${first?.detail ?? 'is no story'}`);
}

const describe = (wrong: WrongCharacter): string =>
  wrong.kind === 'twice'
    ? `there are two characters called ${wrong.name}; give one another name`
    : `"${wrong.line}" is no character; write a name, a colon and the looks, such as "Hare: a lean brown hare in a red scarf"`;
