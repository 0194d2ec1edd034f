import {
  canonicalJson,
  type Lettering,
  letterOwnWords,
  listOwnUnits,
  NextpanelError,
  ownEdition,
  paintedTexts,
  type StoryView,
  writeEditionCsv,
  writeEditionXliff,
} from '@nextpanel/core';
import type { StoredPanelSpec, StoryHead } from '@nextpanel/store';
import type { Context } from '../context.ts';
import { type ChangeContext, changeStory } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { checkTextIds } from './check-text-ids.ts';
import { readOriginal } from './read-original.ts';
import { type ChangeScope, readStory, type Scope, storyHead } from './read-story.ts';
import { refuseEdition } from './refuse-edition.ts';
import { reletterPanel } from './reletter-panel.ts';

/**
 * Replaces the words set on panels, by a translation for example, and with them language, reading direction and title. Nothing
 * is drawn. Throws `not_found`, `invalid` for panels, speakers or words that cannot be lettered, `invalid_state`.
 */
export const letterStory = (context: ChangeContext, scope: ChangeScope, lettering: Lettering): Promise<StoryView> =>
  letterAs(context, scope, async () => lettering);

/** The texts of a story as a table or XLIFF, to be changed and sent back. Throws `not_found`. */
export async function exportLettering(
  context: Pick<ChangeContext, 'state'>,
  { format, ...scope }: Scope & { readonly format: TableFormat },
): Promise<{ readonly text: string; readonly fileName: string }> {
  const head = await storyHead(context, scope);
  const original = await readOriginal(context, head);
  const units = listOwnUnits(original);
  const { language } = original;
  const text =
    format === 'csv'
      ? writeEditionCsv(units)
      : writeEditionXliff(units, { story: scope.id, sourceLanguage: language, targetLanguage: language });
  return { text, fileName: `${head.title}.${language}.${format === 'csv' ? 'csv' : 'xlf'}` };
}

/**
 * The same lettering, from such a file: what it changes is set, everything else stays. Throws as `letterStory`, and `unparsable` or
 * `invalid` with every mistake of the file.
 */
export const letterFromTable = (
  context: ChangeContext & Pick<Context, 'parsing'>,
  scope: ChangeScope,
  { format, text }: { readonly format: TableFormat; readonly text: string },
): Promise<StoryView> =>
  letterAs(context, scope, async (head) => {
    const original = await readOriginal(context, head);
    const { language } = original;
    const parsed = await context.parsing.edition(scope.tenant, text, format, {
      language,
      original,
      before: ownEdition(original),
    });
    if (!parsed.ok) throw refuseEdition(parsed);
    const own = letterOwnWords(original, parsed.edition);
    if (!own.ok) throw refuseEdition({ ...own, kind: 'invalid' });
    return own.lettering;
  });

export type TableFormat = 'csv' | 'xliff';

async function letterAs(
  context: ChangeContext,
  scope: ChangeScope,
  read: (head: StoryHead) => Promise<Lettering>,
): Promise<StoryView> {
  await changeStory<{ readonly kind: 'lettered' | 'unchanged' }>(context, scope, async (facts, story) => {
    const lettering = await read(facts);
    const { language, readingDirection, title } = lettering;
    if (lettering.panels.length === 0) return { outcome: { kind: 'unchanged' } };
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
