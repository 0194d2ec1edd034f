import { canonicalJson, type Lettering, NextpanelError, paintedTexts, type StoryView } from '@nextpanel/core';
import type { StoredPanelSpec, StoryHead } from '@nextpanel/store';
import { type ChangeContext, changeStory } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { checkTextIds } from './check-text-ids.ts';
import { type ChangeScope, readStory } from './read-story.ts';
import { reletterPanel } from './reletter-panel.ts';

/**
 * Replaces the words set on panels, by a translation for example, and with them language, reading direction and title. Nothing
 * is drawn. Throws `not_found`, `invalid` for panels, speakers or words that cannot be lettered, `invalid_state`.
 */
export async function letterStory(
  context: ChangeContext,
  scope: ChangeScope,
  lettering: Lettering,
): Promise<StoryView> {
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
    const outcome = await context.state.edits.letter(story, spec, panels, everySheet);
    const relettered = everySheet ? await context.state.read.order(scope.id) : panels.map(({ panel }) => panel);
    return { outcome, relettered };
  });
  return readStory(context, scope);
}

async function lettered(
  { state }: ChangeContext,
  facts: StoryHead,
  { panels }: Lettering,
): Promise<{ panel: string; spec: StoredPanelSpec }[]> {
  checkCast(
    facts.spec.characters,
    panels.map(({ text }, index) => ({ text, pointer: `/panels/${index}` })),
  );
  const order = await state.read.order(facts.id);
  await checkTextIds(
    { state },
    facts.id,
    panels.map(({ number, text }, index) => ({ panel: order[number - 1] ?? '', text, pointer: `/panels/${index}` })),
  );
  const ids = panels.flatMap(({ number }) => order[number - 1] ?? []);
  const stored = new Map((await state.read.panels(facts.id, ids)).map((it) => [it.id, it]));
  const errors: { pointer: string; detail: string }[] = [];
  const changes = panels.flatMap(({ number, text }, index) => {
    const panel = stored.get(order[number - 1] ?? '');
    if (!panel) {
      errors.push({
        pointer: `/panels/${index}/number`,
        detail: `the story has ${facts.panels} panels; there is no panel ${number}`,
      });
      return [];
    }
    if (canonicalJson(paintedTexts(panel.spec.text)) !== canonicalJson(paintedTexts(text))) {
      const detail =
        'these words are drawn by the model and stand in the picture; edit the panel to have it drawn with others';
      errors.push({ pointer: `/panels/${index}/text`, detail });
      return [];
    }
    return [{ panel: panel.id, spec: reletterPanel(panel.id, panel.spec, text, panel.selected ?? panel.kept) }];
  });
  if (errors.length > 0)
    throw new NextpanelError('invalid', errors.map(({ detail }) => detail).join('; '), { detail: { errors } });
  return changes;
}
