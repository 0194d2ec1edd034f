// @boundaries-ignore a text to show, no code
import address from '../../../../../../examples/01-the-tortoise-and-the-hare.yaml?url';

/** The first example of the repository: a file beside the scripts, fetched on demand. */
export async function loadExample(): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // Its first line is for editors that know the repository.
  return (await response.text()).replace(/^# yaml-language-server:.*\n#\n/, '');
}
