import { canonicalJson, type Lettering, NextpanelError, type PanelSpec, type StoryView } from '@nextpanel/core';
import type { StoryFacts } from '@nextpanel/store';
import { type ChangeContext, changeStory } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { readStory, type Scope } from './read-story.ts';

/**
 * Replaces the words set on panels, by a translation for example, and with them language, reading direction and title. Nothing
 * is drawn. Throws `not_found`, `invalid` for panels, speakers or words that cannot be lettered, `invalid_state`.
 */
export async function letterStory(context: ChangeContext, scope: Scope, lettering: Lettering): Promise<StoryView> {
  const { language, readingDirection, title } = lettering;
  await changeStory(context, scope, async (facts, story) => {
    const panels = await lettered(context, facts, lettering);
    const spec = {
      ...facts.spec,
      ...(language !== undefined && { language }),
      ...(readingDirection !== undefined && { readingDirection }),
      title: title ?? facts.title,
    };
    const everySheet = spec.language !== facts.spec.language || spec.readingDirection !== facts.spec.readingDirection;
    const outcome = await context.state.edits.letter(story, { seen: facts.rawSpec, value: spec }, panels, everySheet);
    const all = Array.from({ length: facts.panels }, (_, index) => index + 1);
    return { outcome, relettered: everySheet ? all : panels.map(({ number }) => number) };
  });
  return readStory(context, scope);
}

async function lettered(
  { state }: ChangeContext,
  facts: StoryFacts,
  { panels }: Lettering,
): Promise<{ number: number; seen: string; spec: PanelSpec }[]> {
  checkCast(
    facts.spec.characters,
    panels.map(({ text }, index) => ({ text, pointer: `/panels/${index}` })),
  );
  const stored = new Map(
    (
      await state.read.panels(
        facts.id,
        panels.map(({ number }) => number),
      )
    ).map((it) => [it.number, it]),
  );
  const errors: { pointer: string; detail: string }[] = [];
  const changes = panels.flatMap(({ number, text }, index) => {
    const panel = stored.get(number);
    if (!panel) {
      errors.push({
        pointer: `/panels/${index}/number`,
        detail: `the story has ${facts.panels} panels; there is no panel ${number}`,
      });
      return [];
    }
    if (canonicalJson(drawnByModel(panel.spec.text)) !== canonicalJson(drawnByModel(text))) {
      const detail =
        'these words are drawn by the model and stand in the picture; edit the panel to have it drawn with others';
      errors.push({ pointer: `/panels/${index}/text`, detail });
      return [];
    }
    return [{ number, seen: panel.rawSpec, spec: { ...panel.spec, text } }];
  });
  if (errors.length > 0)
    throw new NextpanelError('invalid', errors.map(({ detail }) => detail).join('; '), { detail: { errors } });
  return changes;
}

const drawnByModel = (text: PanelSpec['text']) => text.filter(({ drawnBy }) => drawnBy === 'model');
