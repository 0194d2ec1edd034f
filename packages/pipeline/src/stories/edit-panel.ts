import { type ChangedPanel, canonicalJson, type PanelEdit, type PanelSpec } from '@nextpanel/core';
import { type ChangeContext, changeStory } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { findPanel } from './find-panel.ts';
import { viewPanel } from './list-parts.ts';
import { planRedraw, readChain } from './plan-redraw.ts';
import { type Scope, storyFacts } from './read-story.ts';

/**
 * Edits a panel. Words that are set on the sheet draw nothing; another prompt, other characters or other words that the model
 * draws have a drawn panel drawn again, its old takes kept, and with `cascade: redraw` what follows from its frame. A panel
 * that waits for a person, refused for example, goes on by that.
 *
 * Throws `not_found`, `invalid_state`, `invalid` for somebody who is not in the cast, `prompt_too_long`.
 */
export async function editPanel(
  context: ChangeContext,
  { number, ...scope }: Scope & { number: number },
  { cascade = 'keep', dryRun = false, ...edit }: PanelEdit,
): Promise<ChangedPanel> {
  const read = async () => {
    const chain = await readChain(context, await storyFacts(context, scope));
    const { panel, batch } = findPanel(chain, number);
    checkCast(chain.facts.spec.characters, [{ ...withoutUndefined(edit), pointer: '' }]);
    const spec: PanelSpec = { ...panel.spec, ...withoutUndefined(edit) };
    const art = canonicalJson(drawnFrom(spec)) !== canonicalJson(drawnFrom(panel.spec));
    const panels = chain.panels.with(number - 1, { ...panel, spec });
    const asked = new Map(art && (panel.selected ?? panel.kept) ? [[number, 1] as const] : []);
    const redraw = planRedraw(context, { ...chain, panels }, { asked, cascade, dryRun });
    return { panel, batch, spec, art, redraw };
  };
  if (dryRun) {
    const { redraw } = await read();
    return { ...(await viewPanel(context, scope, number)), redraw };
  }
  let redraw = (await read()).redraw;
  await changeStory(context, scope, async (_, story) => {
    const it = await read();
    redraw = it.redraw;
    const change = { seen: it.panel.rawSpec, spec: it.spec, art: it.art, cascade };
    const outcome = await context.state.edits.editPanel(story, { panel: number, batch: it.batch.number }, change);
    return { outcome, relettered: it.art ? [] : [number] };
  });
  return { ...(await viewPanel(context, scope, number)), redraw };
}

/** What of a panel decides its picture. */
const drawnFrom = ({ prompt, characters, text }: PanelSpec) => ({
  prompt,
  characters,
  text: text.filter(({ drawnBy }) => drawnBy === 'model'),
});

const withoutUndefined = (edit: Omit<PanelEdit, 'cascade' | 'dryRun'>): Partial<PanelSpec> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
