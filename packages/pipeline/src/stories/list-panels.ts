import { characterIds, outfitOf, type Page, type PanelView, standingOf, withCharacterIds } from '@nextpanel/core';
import type { PanelFacts, StoryHead } from '@nextpanel/store';
import { warningsOfChecks } from '../checks/shown-verdicts.ts';
import type { Context } from '../context.ts';
import { warnOfSize } from '../warn-of-size.ts';
import { findPicture, type PartRef } from './find-panel.ts';
import { followedFrames, isPanelStale } from './followed-frames.ts';
import { type Scope, storyFacts, storyHead } from './read-story.ts';
import { type PartQuery, slicePage } from './slice-page.ts';
import { viewPictures } from './view-pictures.ts';

type ReadContext = Pick<Context, 'state'>;

/** A page of panels in reading order. Throws `not_found`, `invalid_cursor`. */
export async function listPanels({ state }: ReadContext, query: PartQuery): Promise<Page<PanelView>> {
  const facts = await storyFacts({ state }, query);
  const page = slicePage(await state.read.order(query.id), query);
  return { items: await viewPanels({ state }, facts, page.items), nextCursor: page.nextCursor };
}

/** One panel. Throws `not_found`. */
export async function viewPanel(context: ReadContext, scope: Scope, ref: PartRef): Promise<PanelView> {
  const head = await storyHead(context, scope);
  const [panel] = await viewPanels(context, head, [await findPicture(context, scope, ref)]);
  return panel as PanelView;
}

async function viewPanels(
  { state }: ReadContext,
  facts: Pick<StoryHead, 'id' | 'status' | 'spec'>,
  ids: readonly string[],
): Promise<PanelView[]> {
  // The cover comes after the last batch, and follows from the same frames.
  const chain = (await Promise.all([state.read.chain(facts.id), state.read.cover(facts.id)])).flat();
  const shown = chain.filter((link) => link.panels.some((id) => ids.includes(id)));
  const [checked, batches, panels, followed] = await Promise.all([
    facts.spec.checks || facts.spec.review
      ? warningsOfChecks({ state }, facts.id)
      : new Map<string, PanelView['warnings']>(),
    state.read.batchesById(
      facts.id,
      shown.map(({ id }) => id),
    ),
    state.read.panels(facts.id, ids),
    followedFrames({ state }, facts, chain, shown),
  ]);
  const accepted = await state.checks.accepted(
    facts.id,
    panels.flatMap(({ id, selected }) => (selected ? [{ panel: id, sha256: selected.sha256 }] : [])),
  );
  return panels.map((panel) => {
    const batch = batches.find((it) => it.panels.includes(panel.id));
    const frame = panel.selected ?? panel.kept;
    const inHand = facts.status === 'drawing' && batch?.status === 'drawing' && !panel.kept;
    return {
      id: panel.id,
      number: panel.number,
      status: panel.failure ? 'failed' : inHand ? 'drawing' : frame && !panel.asked ? 'drawn' : 'waiting',
      stale: batch !== undefined && isPanelStale(followed, batch, panel.id, panel.selected),
      prompt: panel.spec.prompt,
      characters: characterIds(panel.spec.characters),
      standing: [...standingOf(panel.spec.characters)].map(([id, at]) => ({ id, at })),
      scene: panel.spec.scene ?? null,
      outfits: outfitsIn(facts.spec, panel),
      text: panel.spec.text,
      ...(panel.spec.focus && { focus: panel.spec.focus }),
      take: panel.take,
      takes: panel.takes,
      frame: frame && {
        sha256: frame.sha256,
        width: frame.width,
        height: frame.height,
        url: `/v1/stories/${facts.id}/panels/${panel.number === 0 ? `id:${panel.id}` : panel.number}/image`,
      },
      ...viewPictures(facts.id, frame ?? {}),
      warnings: [...warnOfSize(frame), ...(checked.get(panel.id) ?? [])],
      accepted: accepted.has(panel.id),
      failure: panel.failure,
    };
  });
}

/** What characters of a panel wear instead of the clothes of their description. */
function outfitsIn(story: StoryHead['spec'], { spec }: PanelFacts): { id: string; outfit: string }[] {
  const shown = withCharacterIds(spec);
  return shown.characters.flatMap((id) => {
    const outfit = outfitOf(story, shown, id);
    return outfit === null ? [] : [{ id, outfit }];
  });
}
