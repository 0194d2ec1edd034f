import { withoutMarks } from '../lettered-words.ts';
import { type BatchPromptInput, layoutLines, panelLines } from './compose-batch-prompt.ts';
import type { PanelPromptInput } from './compose-panel-prompt.ts';
import { type PromptInput, promptComposer } from './compose-prompt.ts';
import { describeReferences } from './describe-references.ts';
import {
  calm,
  describeShape,
  drawnTexts,
  list,
  noOtherTextLine,
  noTextLine,
  type PromptPanel,
  type PromptStory,
  pictureLine,
  quotedTexts,
  spellingLine,
  styleLines,
} from './prompt-parts.ts';
import { dressedLines, sceneLines } from './scene-lines.ts';
import { standingLines } from './standing-order.ts';

/**
 * The wording of recipe 2. It differs from recipe 1 in what the pictures are said to be (`describeReferences`), it says from which
 * side to which the speakers of a panel stand (`standingLines`), and it asks for calm space only where lettering will be set: elsewhere
 * an empty third of a picture is only a worse picture.
 */
export const composePrompt2 = promptComposer({ panel: composePanel, batch: composeBatch });

/** Whether lettering is set over the frame afterwards. Its words are no part of the prompt: to translate it must draw nothing. */
const isLettered = ({ text }: PromptPanel): boolean => text.some(({ drawnBy }) => drawnBy === 'overlay');

/** The words that the model draws, without marks of emphasis. */
const asRead = (panel: PromptPanel): PromptPanel => ({
  ...panel,
  text: panel.text.map((text) => (text.drawnBy === 'model' ? { ...text, text: withoutMarks(text.text) } : text)),
});

function composePanel(input: PanelPromptInput & Pick<PromptInput, 'distance'>): string {
  const { story, references, distance, size } = input;
  const panel = asRead(input.panel);
  const quoted = quotedTexts(story, panel);
  return [
    'One panel of an illustrated story, drawn as one picture.',
    ...styleLines(story),
    ...describeReferences(story, references, { distance, of: 'this panel' }),
    `The panel: ${pictureLine(panel)}`,
    ...standingLines(story, panel),
    ...sceneLines(story, panel),
    ...dressedLines(story, [panel]),
    `Composition: ${describeShape(size)}, one moment, drawn to the edges of the picture; no border, no split into several panels.`,
    ...(isLettered(panel) ? [`Keep ${calm}`] : []),
    ...(quoted.length === 0
      ? [noTextLine]
      : ['Lettering in the picture:', ...quoted.map((text) => `- ${text}`), spellingLine(story), noOtherTextLine]),
  ].join('\n');
}

function composeBatch(input: BatchPromptInput & Pick<PromptInput, 'distance'>): string {
  const { story, references, distance, size, layout } = input;
  const panels = input.panels.map(asRead);
  return [
    ...layoutLines(layout, panels.length, size),
    ...styleLines(story),
    ...describeReferences(story, references, { distance, of: 'panel 1' }),
    ...sceneLines(story, panels[0]),
    ...dressedLines(story, panels),
    'The panels tell one story in order. Each goes on from the one before: keep people, clothes, props, place, light and weather unless the panel says otherwise; each is a new moment with a composition of its own.',
    ...panels.flatMap((panel, index) => [
      ...panelLines(story, panel, index + 1),
      ...standingLines(story, panel).map((line) => `  ${line}`),
    ]),
    ...letteringLines(story, panels),
  ].join('\n');
}

function letteringLines(story: PromptStory, panels: readonly PromptPanel[]): string[] {
  const among = (holds: (panel: PromptPanel) => boolean) => {
    const numbers = panels.flatMap((panel, index) => (holds(panel) ? [`${index + 1}`] : []));
    return { numbers, words: `${numbers.length === 1 ? 'panel' : 'panels'} ${list(numbers)}` };
  };
  const lettered = among(isLettered);
  const drawn = among((panel) => drawnTexts(panel).length > 0);
  const room =
    lettered.numbers.length === 0
      ? []
      : [`In ${lettered.numbers.length === panels.length ? 'every panel' : lettered.words} keep ${calm}`];
  if (drawn.numbers.length === 0) return [...room, noTextLine];
  return [
    `Only ${drawn.words} ${drawn.numbers.length === 1 ? 'has' : 'have'} lettering drawn into the picture. ${spellingLine(story)}`,
    ...room,
    ...(drawn.numbers.length < panels.length
      ? ['The other panels have no text: no letters, captions or speech bubbles.']
      : []),
    'No other text: no signature, watermark, title or page number.',
  ];
}
