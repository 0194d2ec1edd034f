import type { PixelSize } from '../picture.ts';
import { type SetStory, styleWords } from '../scenes.ts';
import type { PanelSpec, PanelText } from '../story-spec.ts';
import { nameLanguage } from './name-language.ts';
import type { ReferenceRole } from './order-references.ts';

/** What every prompt of a story says the same. */
export interface PromptStory extends SetStory {
  readonly style?: string | { readonly description: string } | undefined;
  /** BCP 47. */
  readonly language: string;
}

export interface PromptPanel {
  /** In the story, from 1. Prompts never say it: it shifts when panels are inserted, and a prompt is part of a request's key. */
  readonly number: number;
  readonly prompt: string;
  readonly characters: readonly string[];
  /** Where characters stand, 0–1 from the left, by id; only those the panel places. */
  readonly standing?: ReadonlyMap<string, number>;
  readonly text: readonly PanelText[];
  /** Id of its scene. */
  readonly scene?: string | undefined;
  /** Outfits that the panel itself names, by character. */
  readonly outfits?: ReadonlyMap<string, string>;
  /** Which pictures go along, and from which frame it continues, where the panel says so. */
  readonly references?: PanelSpec['references'];
  readonly continuesFrom?: string | undefined;
}

/** A prompt is lines; a text of the story is one line of it. */
export const oneLine = (text: string): string => (isOneLine(text) ? text : text.replace(/\s+/g, ' ').trim());

/** Most texts are: this test takes half as long as a replacement that changes nothing. */
const isOneLine = (text: string): boolean => !/[^\S ]| {2}|^ | $/.test(text);

export const list = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

export function styleLines({ style }: PromptStory): string[] {
  const words = styleWords(style);
  return words ? [`Style: ${oneLine(words)}`] : [];
}

/** The canonical description of everyone present, in the order of the cast: the same words in every prompt. */
export function castLines(story: PromptStory, panels: readonly PromptPanel[]): string[] {
  const present = story.characters.filter(({ id }) => panels.some(({ characters }) => characters.includes(id)));
  if (present.length === 0) return [];
  return [
    'Who is in it; everyone looks the same in every picture of the story:',
    ...present.map(({ name, description }) => `- ${oneLine(name)}: ${oneLine(description)}`),
  ];
}

/**
 * What each attached picture is, in the order they are sent, and what to take from it.
 *
 * @param before what the reference frame stands before, such as "this panel"
 */
export function referenceLines(
  story: PromptStory,
  references: readonly (readonly ReferenceRole[])[],
  before: string,
): string[] {
  if (references.length === 0) return [];
  const has = (kind: ReferenceRole['kind']) => references.some((roles) => roles.some((role) => role.kind === kind));
  return [
    'Attached pictures, in this order:',
    ...references.map((roles, index) => `Image ${index + 1}: ${describeRoles(story, roles, before)}.`),
    ...(has('character')
      ? [
          'Take the looks from the character sheets exactly: face, body, colours, clothes; not pose, place or lettering.',
        ]
      : []),
    ...(has('anchor')
      ? [
          "Take the way of drawing from the story's first frame: line, palette, texture, proportions; not what happens in it.",
        ]
      : []),
    ...(has('reference-frame')
      ? [
          `Go on from the frame before: keep people, clothes, props, place, light and weather as they are there unless told otherwise below; draw a new moment, not the same composition.`,
        ]
      : []),
  ];
}

function describeRoles(story: PromptStory, roles: readonly ReferenceRole[], before: string): string {
  const shown = new Set(roles.flatMap((role) => (role.kind === 'character' ? [role.id] : [])));
  const cast = [...shown].map((id) => oneLine(story.characters.find((character) => character.id === id)?.name ?? id));
  return list([
    ...(cast.length > 0 ? [`character sheet of ${list(cast)}`] : []),
    ...(roles.some(({ kind }) => kind === 'anchor') ? ["the story's first frame"] : []),
    ...(roles.some(({ kind }) => kind === 'reference-frame') ? [`the frame ${before}`] : []),
  ]);
}

export const pictureLine = ({ prompt }: PromptPanel): string => oneLine(prompt);

/** The shape of a frame in words: "square", "3:2 landscape". */
export function describeShape({ width, height }: PixelSize): string {
  if (width === height) return 'square';
  const divisor = greatestCommonDivisor(width, height);
  const [across, down] = [width / divisor, height / divisor];
  // 1376x768 is 43:24, which says nothing to anyone.
  const small = Math.max(across, down) <= 21;
  return width > height
    ? `${small ? `${across}:${down}` : `${(width / height).toFixed(2)}:1`} landscape`
    : `${small ? `${across}:${down}` : `1:${(height / width).toFixed(2)}`} portrait`;
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** The lettering the model is to draw. Overlay lettering is no part of a prompt: to edit or translate it must draw nothing. */
export const drawnTexts = ({ text }: PromptPanel): readonly PanelText[] =>
  text.filter(({ drawnBy }) => drawnBy === 'model');

/** The words of one panel that are drawn by the model, in quotes, with where each stands. */
export function quotedTexts(story: PromptStory, panel: PromptPanel): string[] {
  return drawnTexts(panel).map(({ kind, speaker, text }) => {
    const name = story.characters.find(({ id }) => id === speaker)?.name;
    const of = name === undefined ? '' : ` of ${oneLine(name)}`;
    const place = {
      caption: 'caption box',
      speech: `speech balloon${of}`,
      thought: `thought balloon${of}`,
      sfx: 'sound effect, lettered into the drawing',
      narration: 'caption box',
    }[kind];
    return `${place}: “${oneLine(text)}”`;
  });
}

/** How drawn lettering is to be spelt: the language by name, and what its script asks for. */
export function spellingLine({ language }: PromptStory): string {
  const { name, script } = nameLanguage(language);
  return [
    `The lettering is in ${name}: exactly the words in quotes, every character as given, nothing added, left out or translated.`,
    ...(script === null ? [] : [script]),
  ].join(' ');
}

const unwanted = 'no letters, words, captions, speech bubbles, sound effects, signature or watermark';
export const noTextLine = `No text anywhere: ${unwanted}.`;
export const noOtherTextLine = `No text but this lettering: ${unwanted} beside it.`;
export const calm =
  'the upper third calm, background rather than faces, hands or action: lettering is set over it afterwards.';
