import { sha256Of } from '../ledger.ts';
import type { JudgeManner } from './judge-manner.ts';
import type { ChatQuestion } from './read-question.ts';

interface Piece {
  readonly number: number;
  readonly text: string;
}

/** Numbered pieces of a story, as a question lists them; none in a question about frames. */
export function piecesOf(text: string): readonly Piece[] {
  const [, listed = ''] = /\nThe pieces, \d+ to \d+:\n\n([\s\S]*?)\n\nNow answer/.exec(text) ?? [];
  return [...listed.matchAll(/^(\d+)\| (.*)$/gm)].map(([, number, words]) => ({
    number: Number(number),
    text: words ?? '',
  }));
}

/**
 * Adapts a story as a careful writer would who has no ideas: a scene of every eight pieces, a panel of every two, everyone with a capital
 * in the middle of a sentence is a character, and what stands in quotes is spoken. Errs as its manner says.
 */
export function adaptPieces(
  manner: JudgeManner,
  { text: question, turns }: Pick<ChatQuestion, 'text' | 'turns'>,
): { readonly text: string; readonly finish: 'stop' | 'length' } {
  const pieces = piecesOf(question);
  const asksForPanels = question.includes('"panels"');
  const answer = asksForPanels ? panelsOf(question, pieces, manner, turns) : scenesOf(pieces);
  const text = JSON.stringify(answer);
  const shown = manner.chatty ? `Here you are:\n\`\`\`json\n${text}\n\`\`\`` : text;
  if (manner.framesMost !== null && pieces.length > manner.framesMost)
    return { text: shown.slice(0, shown.length / 2), finish: 'length' };
  const half = chance(manner, `${sha256Of(question)} ${turns}`) < manner.halfJson;
  return { text: half ? shown.slice(0, Math.floor(shown.length * 0.6)) : shown, finish: 'stop' };
}

const sceneLength = 8;
const quote = /[“"]([^”"]+)[”"]/g;

function scenesOf(pieces: readonly Piece[]) {
  const words = pieces.map(({ text }) => text).join(' ');
  const names = [...new Set([...words.matchAll(/(?<=\p{Ll},? )(\p{Lu}\p{Ll}+)/gu)].map(([name]) => name))];
  const scenes = [];
  for (let at = 0; at < pieces.length; at += sceneLength) {
    const [first, last] = [pieces[at], pieces.at(Math.min(at + sceneLength, pieces.length) - 1)];
    scenes.push({
      from: first?.number,
      to: last?.number,
      location: `Place ${scenes.length + 1}`,
      time: null,
      summary: (first?.text ?? '').slice(0, 60),
    });
  }
  return {
    title: null,
    characters: names.map((name, index) => ({
      name,
      description: `${name}, in a coat of the colour ${index + 1}`,
      fromScript: index === 0,
    })),
    locations: scenes.map(({ location }) => ({ name: location, description: 'a quiet place', fromScript: false })),
    scenes,
  };
}

function panelsOf(question: string, pieces: readonly Piece[], manner: JudgeManner, turns: number) {
  const characters = [...question.matchAll(/^- ([^:\n]+): /gm)].map(([, name = '']) => name);
  const panels = [];
  for (let at = 0; at < pieces.length; at += 2) {
    const shown = pieces.slice(at, at + 2);
    const words = shown.map(({ text }) => text).join(' ');
    const present = characters.filter((name) => words.includes(name));
    panels.push({
      from: shown[0]?.number,
      to: shown.at(-1)?.number,
      picture: `Wide shot ${shown[0]?.number}: ${words.replaceAll(quote, '').trim()}`,
      characters: present,
      texts: [...words.matchAll(quote)].map(([, said = '']) => ({
        kind: 'speech',
        speaker: present[0] ?? null,
        style: null,
        // One that cannot leave the words alone, until it is corrected.
        text: manner.rewrites && turns === 0 ? `Well, ${said}` : said,
      })),
    });
  }
  // One that tells of what it was not asked about.
  const last = panels.at(-1);
  return { panels: manner.strangers && last ? [...panels, { ...last, from: 9_999, to: 9_999 }] : panels };
}

/** A number from 0 to 1 that depends on the seed and on what it is for. */
const chance = ({ seed }: JudgeManner, what: string): number =>
  Number.parseInt(sha256Of(`${seed} ${what}`).slice(0, 8), 16) / 0x1_0000_0000;
