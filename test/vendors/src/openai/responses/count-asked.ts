const words = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const asked = new RegExp(
  `\\b(\\d+|${words.join('|')})\\s+(?:separate|individual|distinct)\\s+(?:[a-z]+\\s+)?(?:images|pictures|illustrations|frames|panels)\\b`,
  'i',
);

const most = 32;

/**
 * How many pictures a mainline model would draw for a prompt: as many separate images as it names, otherwise one. (Asked
 * for a sequence without saying that the images are separate, real models draw a single composite.)
 */
export function countAsked(prompt: string): number {
  const named = asked.exec(prompt)?.[1]?.toLowerCase();
  if (named === undefined) return 1;
  const word = words.indexOf(named);
  return Math.min(most, Math.max(1, word < 0 ? Number(named) : word + 1));
}
