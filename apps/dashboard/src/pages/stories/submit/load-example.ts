import { msg, t } from '@lingui/core/macro';
// @boundaries-ignore texts to show, no code
import hare from '../../../../../../examples/01-the-tortoise-and-the-hare.yaml?url';
// @boundaries-ignore texts to show, no code
import momotaro from '../../../../../../examples/04-momotaro.yaml?url';
// @boundaries-ignore texts to show, no code
import stars from '../../../../../../examples/06-the-star-money.yaml?url';

/** Stories of the repository, as files beside the scripts. Drawn by the built-in storyboard, all of them are free. */
export const examples = [
  { id: 'hare', title: 'The Tortoise and the Hare', about: msg`a fable, in English`, address: hare },
  { id: 'momotaro', title: '桃太郎', about: msg`manga, right to left, in Japanese`, address: momotaro },
  { id: 'stars', title: 'The Star Money', about: msg`a webtoon`, address: stars },
] as const;

export type ExampleId = (typeof examples)[number]['id'];

/** The text of an example; fetched on demand. */
export async function loadExample(id: ExampleId = 'hare'): Promise<string> {
  const { address } = examples.find((example) => example.id === id) ?? examples[0];
  const response = await fetch(address);
  if (!response.ok) throw new Error(t`the server answered ${response.status}`);
  // Its first line is for editors that know the repository.
  return (await response.text()).replace(/^# yaml-language-server:.*\n#\n/, '');
}
