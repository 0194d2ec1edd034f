import type { Model } from '../catalogue/model.ts';
import { planContactSheet } from '../catalogue/plan-contact-sheet.ts';
import { drawsSingly } from '../catalogue/split-batch.ts';
import { NextpanelError } from '../error.ts';
import type { PixelSize } from '../picture.ts';
import { count, quote } from '../quote.ts';
import { styleWords } from '../scenes.ts';
import type { Method } from '../story-spec.ts';
import { type BatchPromptInput, composeBatchPrompt } from './compose-batch-prompt.ts';
import { composePanelPrompt, type PanelPromptInput } from './compose-panel-prompt.ts';
import type { ReferenceRole } from './order-references.ts';
import type { PromptPanel, PromptStory } from './prompt-parts.ts';

/** Everything the words of a request depend on. */
export interface PromptInput {
  readonly story: PromptStory;
  readonly method: Method;
  /** The panels of the request, in order; one for `panels`. */
  readonly panels: readonly [PromptPanel, ...PromptPanel[]];
  /** What each picture that goes along is, in the order they are sent. */
  readonly references: readonly (readonly ReferenceRole[])[];
  /**
   * How many panels the first one comes after the last frame of the batch before; 0: there is none. Recipe 1 takes this for the
   * distance to the reference frame, which is wrong where a request continues from a frame of its own batch.
   */
  readonly panelsSinceReference: number;
  /** How many panels the first one comes after the reference frame along the chain: 1 is directly after it; 0: there is none. */
  readonly distance: number;
  /** Of one frame. */
  readonly size: PixelSize;
  readonly model: Pick<Model, 'id' | 'promptMax' | 'size'>;
}

/** How one recipe words a panel that is drawn singly, and several panels that are asked for together. */
export interface Wording {
  panel(input: PanelPromptInput & Pick<PromptInput, 'distance'>): string;
  batch(input: BatchPromptInput & Pick<PromptInput, 'distance'>): string;
}

const firstWording: Wording = { panel: composePanelPrompt, batch: composeBatchPrompt };

/** The words of a request by recipe 1, see `promptComposer`. */
export const composePrompt = (input: PromptInput): string => composeBy(firstWording, input);

/** The same by another wording. */
export const promptComposer =
  (wording: Wording): typeof composePrompt =>
  (input) =>
    composeBy(wording, input);

/**
 * The words of a request. Pure: the same input always has the same words, since they are part of the request's key; and
 * overlay lettering, layout and the numbers of panels are not in them. Nothing is ever shortened: a prompt that the
 * model would not read to its end throws `prompt_too_long`, which names the panel, by how much, and what is longest.
 */
function composeBy(wording: Wording, input: PromptInput): string {
  const { story, panels, references, size, model, method, panelsSinceReference, distance } = input;
  const [first, ...others] = panels;
  const prompt =
    drawsSingly(method) || others.length === 0
      ? wording.panel({
          story,
          panel: first,
          references,
          panelsSinceReference,
          distance,
          size,
        })
      : wording.batch({
          story,
          panels,
          references,
          distance,
          size,
          layout:
            method === 'contact-sheet'
              ? { method, sheet: planContactSheet(model.size, size, panels.length) }
              : { method },
        });
  if (prompt.length > model.promptMax) throw tooLong(input, prompt.length);
  return prompt;
}

function tooLong({ story, panels, model }: PromptInput, length: number): NextpanelError {
  const longest = panels.reduce((most, panel) => (panel.prompt.length > most.prompt.length ? panel : most));
  const present = story.characters.filter(({ id }) => panels.some(({ characters }) => characters.includes(id)));
  const parts = [
    ...panels.map(({ number, prompt }) => ({ name: `the prompt of panel ${number}`, length: prompt.length })),
    ...present.map(({ name, description }) => ({
      name: `the description of ${quote(name)}`,
      length: description.length,
    })),
    { name: 'the style', length: styleWords(story.style)?.length ?? 0 },
  ].toSorted((a, b) => b.length - a.length);
  const [from, to] = [panels[0].number, panels.at(-1)?.number];
  const who = panels.length === 1 ? `panel ${from} needs` : `panels ${from} to ${to} together need`;
  const shorten = parts.slice(0, 3).map((part) => `${part.name} (${count(part.length)})`);
  return new NextpanelError(
    'prompt_too_long',
    `${who} a prompt of ${count(length)} characters, ${count(length - model.promptMax)} more than the ${count(model.promptMax)} that "${model.id}" reads; shorten what is longest: ${shorten.join(', ')}`,
    {
      detail: {
        pointer: `/panels/${longest.number - 1}/prompt`,
        panel: longest.number,
        length,
        excess: length - model.promptMax,
      },
    },
  );
}
