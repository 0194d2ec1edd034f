import {
  type ChangedPanel,
  canonicalJson,
  characterIds,
  isCoverPanel,
  NextpanelError,
  nameTexts,
  outfitsOf,
  type PanelEdit,
  type PanelSpec,
  paintedTexts,
  standingOf,
} from '@nextpanel/core';
import type { PanelFacts, StoredFrame, StoredPanelSpec, StoryHead } from '@nextpanel/store';
import { type ChangeContext, changeStory } from './change-story.ts';
import { checkCast } from './check-cast.ts';
import { checkNames } from './check-names.ts';
import { checkTextIds } from './check-text-ids.ts';
import { findPicture, type PartRef } from './find-panel.ts';
import { viewPanel } from './list-panels.ts';
import { planRedraw } from './plan-redraw.ts';
import { type ChangeScope, storyHead } from './read-story.ts';
import { reletterPanel } from './reletter-panel.ts';
import { marksOf } from './submit-story.ts';
import { warningsAfter } from './warnings-after.ts';

/**
 * Edits a panel. Words that are set on the sheet draw nothing; another prompt, other characters or other words that the model
 * draws have a drawn panel drawn again, its old takes kept, and with `cascade: redraw` what follows from its frame. Where characters
 * stand moves the tails of the picture there is, unless `places: redraw` has it drawn again. A story that
 * needs attention because of this panel, which was refused for example, continues.
 *
 * Throws `not_found`, `invalid_state`, `invalid` for a name that is not in the cast, `prompt_too_long`.
 */
export async function editPanel(
  context: ChangeContext,
  { number, ...scope }: ChangeScope & { number: PartRef },
  { cascade = 'keep', places = 'tail', dryRun = false, ...edit }: PanelEdit,
): Promise<ChangedPanel> {
  const first = await storyHead(context, scope);
  const id = await findPicture(context, scope, number);
  const plan = async ({ spec: story }: StoryHead) => {
    checkCast(story.characters, [{ ...withoutUndefined(edit), pointer: '' }]);
    const [chain, [panel]] = await Promise.all([
      context.state.read.chain(scope.id),
      context.state.read.panels(scope.id, [id]),
    ]);
    const { spec: before, selected, kept } = panel as PanelFacts;
    checkNames(story, chain, [{ id, panel: withoutUndefined(edit), pointer: '' }]);
    if (isCoverPanel(story, id)) refusePageFields(edit);
    await checkTextIds(context, scope.id, [{ panel: id, text: edit.text ?? [], pointer: '' }]);
    const { text, ...fields } = withoutUndefined(edit);
    const words = text === undefined ? before : reletterPanel(id, before, text, selected ?? kept);
    const edited: StoredPanelSpec = { ...words, ...fields };
    const moved = canonicalJson(placesOf(edited)) !== canonicalJson(placesOf(before));
    const art = canonicalJson(drawnFrom(edited)) !== canonicalJson(drawnFrom(before)) || (moved && places === 'redraw');
    const spec = moved && !art ? saidOf(edited, selected ?? kept) : edited;
    const over = new Map([[id, { ...(panel as PanelFacts), spec: { ...spec, text: nameTexts(id, spec.text) } }]]);
    const asked = new Map(art && (selected ?? kept) ? [[id, 1] as const] : []);
    const changed = { story: scope.id, spec: story, chain, over };
    const laid = canonicalJson(roomOf(spec)) !== canonicalJson(roomOf(before));
    const warnings = await warningsAfter(context, changed, await context.state.read.order(scope.id), [spec]);
    const marked = { ...story, ...marksOf([spec]), warnings };
    const warned = canonicalJson(marked) !== canonicalJson(story) ? marked : null;
    return { spec, art, laid, warned, redraw: await planRedraw(context, changed, { asked, cascade, dryRun }) };
  };
  if (dryRun) {
    const { redraw } = await plan(first);
    return { ...(await viewPanel(context, scope, { id })), redraw };
  }
  let redraw: ChangedPanel['redraw'] | undefined;
  await changeStory(context, scope, async (head, story) => {
    const it = await plan(head);
    redraw = it.redraw;
    const outcome = await context.state.edits.editPanel(
      story,
      id,
      { spec: it.spec, art: it.art, cascade, story: it.warned },
      it.laid ? head.spec : null,
    );
    return { outcome, relettered: it.art ? [] : [id] };
  });
  return { ...(await viewPanel(context, scope, { id })), redraw: redraw as ChangedPanel['redraw'] };
}

/** Where the figures of a panel stand. */
const placesOf = ({ characters }: PanelSpec) => [...standingOf(characters)];

/** What the panel says now is true of the picture it has: only its tails move. */
const saidOf = (spec: StoredPanelSpec, frame: StoredFrame | null): StoredPanelSpec =>
  frame ? { ...spec, castFrames: { ...spec.castFrames, [frame.sha256]: spec.characters } } : spec;

/** A cover stands on no page of the story, and the title is all that is set on it. */
function refusePageFields(edit: Omit<PanelEdit, 'cascade' | 'dryRun'>): void {
  const wrong = (['text', 'weight', 'page', 'pause', 'continuesFrom'] as const).find(
    (name) => edit[name] !== undefined,
  );
  if (wrong === undefined) return;
  throw new NextpanelError('invalid', `a cover has no \`${wrong}\`; the title of the story is set on it`, {
    detail: { pointer: `/${wrong}` },
  });
}

/** What of a panel decides its place on the page. */
const roomOf = ({ weight, page, pause }: PanelSpec) => ({ weight, page, pause });

/** What of a panel decides its picture. */
const drawnFrom = ({ prompt, characters, text, scene, references, continuesFrom }: PanelSpec) => ({
  prompt,
  characters: characterIds(characters),
  outfits: [...outfitsOf(characters)],
  scene,
  references: references === 'auto' ? undefined : references,
  continuesFrom: continuesFrom === 'auto' ? undefined : continuesFrom,
  text: paintedTexts(text),
});

const withoutUndefined = (edit: Omit<PanelEdit, 'cascade' | 'places' | 'dryRun'>): Partial<PanelSpec> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
