import type { ChatMessage, ChatPart, ShownPicture } from '@nextpanel/chat';
import { instructions } from './questionnaire.ts';

/** A frame to be judged, with what it should show. */
export interface ReviewShot {
  /** Its number in this question, from 1. */
  readonly frame: number;
  readonly prompt: string;
  /** Where it happens, in words; null: the story does not say. */
  readonly place: string | null;
  /** Lettering that the model paints into the picture itself. */
  readonly painted: readonly string[];
  readonly characters: readonly ReviewCharacter[];
  readonly picture: ShownPicture;
}

export interface ReviewCharacter {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What it wears, where it is not what the description says. */
  readonly outfit: string | null;
}

/** Everything the judge is asked in one call. */
export interface ReviewQuestion {
  /** Pictures to compare with, each with what it shows. */
  readonly references: readonly { readonly label: string; readonly picture: ShownPicture }[];
  readonly shots: readonly ReviewShot[];
}

/** The messages of a question: the fixed instructions, then references and frames, each picture after its own words. */
export function composeReview({ references, shots }: ReviewQuestion): readonly ChatMessage[] {
  const parts: ChatPart[] = [
    words(references.length === 0 ? 'There are no reference pictures.' : 'Reference pictures:'),
    ...references.flatMap(({ label, picture }) => [words(label), shown(picture)]),
    ...shots.flatMap((shot) => [words(describeShot(shot)), shown(shot.picture)]),
    words(`Now answer for ${shots.map(({ frame }) => `frame ${frame}`).join(', ')}. JSON only.`),
  ];
  return [
    { role: 'system', content: instructions },
    { role: 'user', content: parts },
  ];
}

const words = (text: string): ChatPart => ({ type: 'text', text });

const shown = (picture: ShownPicture): ChatPart => ({ type: 'picture', picture });

function describeShot({ frame, prompt, place, painted, characters }: ReviewShot): string {
  return [
    `Frame ${frame} should show: ${prompt}`,
    ...(place === null ? [] : [`Place: ${place}`]),
    painted.length === 0
      ? 'Text in the picture: none, unless the description asks for it.'
      : `Text in the picture: ${painted.join(' / ')}`,
    characters.length === 0 ? 'Characters: none are listed.' : 'Characters:',
    ...characters.map(
      ({ id, name, description, outfit }) =>
        `- id "${id}": ${name}, ${description}${outfit === null ? '' : `; wears here: ${outfit}`}`,
    ),
  ].join('\n');
}
