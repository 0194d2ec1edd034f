import type { Model } from '../catalogue/model.ts';
import { planContactSheet } from '../catalogue/plan-contact-sheet.ts';
import { NextpanelError } from '../error.ts';
import type { PixelSize } from '../picture.ts';
import { count, quote } from '../quote.ts';
import type { Method } from '../story-spec.ts';
import { composeBatchPrompt } from './compose-batch-prompt.ts';
import { composePanelPrompt } from './compose-panel-prompt.ts';
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
  /** How many panels the first one comes after the reference frame in the chain; 0: there is none. */
  readonly panelsSinceReference: number;
  /** Of one frame. */
  readonly size: PixelSize;
  readonly model: Pick<Model, 'id' | 'promptMax' | 'size'>;
}

/**
 * The words of a request. Pure: the same input always has the same words, since they are part of the request's key; and
 * overlay lettering, layout and the numbers of panels are not in them. Nothing is ever shortened: a prompt that the
 * model would not read to its end throws `prompt_too_long`, which names the panel, by how much, and what is longest.
 */
export function composePrompt(input: PromptInput): string {
  const { story, panels, references, size, model, method, panelsSinceReference } = input;
  const [first, ...others] = panels;
  const prompt =
    method === 'panels' || others.length === 0
      ? composePanelPrompt({
          story,
          panel: first,
          references,
          panelsSinceReference,
          size,
        })
      : composeBatchPrompt({
          story,
          panels,
          references,
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
    { name: 'the style', length: story.style?.length ?? 0 },
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
