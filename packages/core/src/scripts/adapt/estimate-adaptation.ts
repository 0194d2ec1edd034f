import { plus, type Range, times } from '../../catalogue/count-tokens.ts';
import { type ChatPrice, priceChat } from '../../chat-price.ts';
import { askForPanels } from './ask-for-panels.ts';
import { askForScenes } from './ask-for-scenes.ts';
import type { AdaptationWishes, ScriptQuestion } from './question.ts';
import { divideUnits, type SourceUnit } from './source-units.ts';

export interface AdaptationEstimate {
  /** Calls to the model: one for each part of the script, and one for each of its scenes. */
  readonly calls: number;
  /** In millionths of a dollar. At most: shorter scenes, and each answer repaired once. */
  readonly price: Range;
  /** Whether the price of the model is known; if not, it is counted as nothing. */
  readonly priceKnown: boolean;
}

/** Pieces of a scene, on average. */
const sceneUnits = 16;
/** Letters about each scene beside its pieces: cast, place and what was before. */
const sceneLetters = 1_200;
const none: Range = { low: 0, expected: 0, high: 0 };

/** What a model will probably charge for adapting a script. */
export function estimateAdaptation(
  units: readonly SourceUnit[],
  wishes: AdaptationWishes,
  price: ChatPrice | null,
): AdaptationEstimate {
  const parts = divideUnits(units);
  const ofScenes = parts
    .map((range) => priceOf(askForScenes(units, range, { characters: [], locations: [] }, wishes), price, 0))
    .reduce(plus, none);
  const scenes = Math.max(parts.length, Math.ceil(units.length / sceneUnits));
  const ofPanels = Array.from({ length: scenes }, (_, index) => {
    const from = index * sceneUnits + 1;
    const scene = {
      from: Math.min(from, units.length),
      to: Math.min(units.length, from + sceneUnits - 1),
      location: null,
      time: null,
      before: null,
    };
    const question = askForPanels(units, scene, { characters: [], locations: [] }, wishes);
    return priceOf(question, price, sceneLetters);
  }).reduce(plus, none);
  const once = plus(ofScenes, ofPanels);
  return {
    calls: parts.length + scenes,
    price: { ...once, high: times(once, 3).high },
    priceKnown: price !== null,
  };
}

function priceOf(
  { messages, answerTokens }: Pick<ScriptQuestion<unknown>, 'messages' | 'answerTokens'>,
  price: ChatPrice | null,
  more: number,
): Range {
  const letters = messages.reduce((sum, { content }) => sum + content.length, more);
  return priceChat(price, { letters, pictures: 0, answer: answerTokens });
}
