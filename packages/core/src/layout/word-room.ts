import type { PanelSpec, PanelText } from '../story-spec.ts';

/**
 * Room that the words of a panel take with their balloons, in squares of the font size: estimated from the texts alone, so that neither a font nor
 * a language decides. Words that need little room count as none.
 */
export interface WordRoom {
  /** Of what stands in the picture in every layout. */
  readonly inside: number;
  /** Of narration, which a storybook sets below the picture. */
  readonly narration: number;
}

/** Widths of letters, in font sizes; and the height of a line. */
const letterWidth = { wide: 1, narrow: 0.58, space: 0.3 } as const;
const lineHeight = 1.25;

/** A balloon is so many times as broad as it is high, and has this around its words; a voice also needs a way for its tail. */
const breadth = 3;
const around = { share: { width: 1.15, height: 1.2 }, em: { width: 1.7, height: 1.5 }, tail: 2 };

/** Sounds are lettered larger, but shrink before anything else does. */
const soundScale = 1.8;

const wideLetter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60]/u;

/** The smallest room that counts, and the factor between one and the next: a page is searched once for each mixture. */
const least = 57;
const step = Math.SQRT2;

/** The room for the words of a panel as it is written; what the model draws needs none. */
export function wordRoomOf(texts: readonly Pick<PanelText, 'kind' | 'text' | 'drawnBy'>[]): WordRoom {
  const lettered = texts.filter(({ drawnBy }) => drawnBy === 'overlay');
  const sum = (some: typeof lettered) => inSteps(some.reduce((room, text) => room + balloonRoom(text), 0));
  return {
    inside: sum(lettered.filter(({ kind }) => kind !== 'narration')),
    narration: sum(lettered.filter(({ kind }) => kind === 'narration')),
  };
}

/**
 * A panel of a story file, with the room for its words. It is stored with the panel and stays: words that are edited or translated later move no
 * drawn picture.
 */
export function withWordRoom<Panel extends Pick<PanelSpec, 'text'>>(
  panel: Panel,
): Panel & { readonly wordRoom?: WordRoom } {
  const wordRoom = wordRoomOf(panel.text);
  return wordRoom.inside + wordRoom.narration === 0 ? panel : { ...panel, wordRoom };
}

function balloonRoom({ kind, text }: Pick<PanelText, 'kind' | 'text'>): number {
  const scale = kind === 'sfx' ? soundScale ** 2 : 1;
  const height = Math.sqrt((scale * lineHeight * widthOf(text)) / breadth);
  const { share, em, tail } = around;
  const below = kind === 'speech' || kind === 'thought' ? tail : 0;
  return (height * breadth * share.width + em.width) * (height * share.height + em.height + below);
}

/** Of a text in one line, in font sizes. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) {
    if (/[\p{M}\p{Cf}]/u.test(letter)) continue;
    if (/\s/u.test(letter)) width += letterWidth.space;
    else width += wideLetter.test(letter) ? letterWidth.wide : letterWidth.narrow;
  }
  return width;
}

/** The nearest of the rooms that count. */
function inSteps(room: number): number {
  const steps = Math.round(Math.log(room / least) / Math.log(step));
  return room === 0 || steps < 0 ? 0 : Math.round(least * step ** steps);
}
