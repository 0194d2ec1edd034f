import type { Random } from './random.ts';

/** A text for a language model to adapt, and the word that distinguishes the questions about it from all others. */
export interface PlannedScript {
  readonly mark: string;
  readonly prose: string;
}

/** Two sentences each: what happens, and what is spoken. */
const paragraph = (mark: string, tree: number): string =>
  `In ${mark} the hare Ida passed tree ${tree}. “This is tree ${tree} of ${mark},” said Ida.`;

/** Script number `index` of a campaign: with the emulator one question for the scenes, and one for each of one to four scenes. */
export function planScript(random: Random, index: number): PlannedScript {
  const mark = `prose${index}`;
  const paragraphs = random.fork(`script ${index}`).whole(3, 16);
  return { mark, prose: Array.from({ length: paragraphs }, (_, at) => paragraph(mark, at + 1)).join('\n\n') };
}
