import { NextpanelError, type PanelEdit, type PanelSpec, type PanelView } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { sheetsOf, sheetsShowing } from '../sheets-of.ts';
import { listPanels } from './list-parts.ts';
import { type Scope, storyFacts } from './read-story.ts';

/**
 * Edits a panel: prompt and characters of one that is not drawn (a refused one, say: then resume), text of any. Only what the
 * edit changed is ordered, and only by resuming or by the batch's own turn; lettering draws nothing.
 *
 * Throws `not_found`, `invalid_state`, `invalid` for a character or speaker that is not in the cast.
 */
export async function editPanel(
  context: Pick<Context, 'state' | 'queues'>,
  { number, ...scope }: Scope & { number: number },
  edit: PanelEdit,
): Promise<PanelView> {
  const facts = await storyFacts(context, scope);
  const [panel] = await context.state.read.panels(scope.id, [number]);
  if (!panel)
    throw new NextpanelError('not_found', `the story has ${facts.panels} panels; there is no panel ${number}`);
  checkCast(
    facts.spec.characters.map(({ id }) => id),
    edit,
  );
  const art = edit.prompt !== undefined || edit.characters !== undefined;
  const spec: PanelSpec = {
    ...panel.spec,
    ...(edit.prompt !== undefined && { prompt: edit.prompt }),
    ...(edit.characters !== undefined && { characters: edit.characters }),
    ...(edit.text !== undefined && { text: edit.text }),
  };
  const batch = (await context.state.read.batches(scope.id)).find(
    ({ first, last }) => first <= number && number <= last,
  );
  const [sheet = 0] = sheetsShowing(sheetsOf(facts.spec, facts.panels), [number]);
  const place = { panel: number, batch: batch?.number ?? 1, sheet };
  const outcome = await context.state.stories.editPanel(scope.id, place, spec, art ? 'art' : 'lettering');
  if (outcome === 'gone') throw new NextpanelError('not_found', `there is no story ${scope.id}`);
  if (outcome !== 'edited') throw new NextpanelError('invalid_state', reasons[outcome]);
  if (!art) await ensureSheets(context, scope.id, facts.spec, [number]);
  const page = await listPanels(context, { ...scope, limit: 1, cursor: String(number - 1) });
  return page.items[0] as PanelView;
}

const reasons = {
  drawn: 'the panel is drawn; its words can only be changed before that',
  drawing: 'the panel is being drawn just now; pause the story and wait for its batch, then edit',
  invalid: 'a cancelled story cannot be edited',
} as const;

function checkCast(cast: readonly string[], { characters = [], text = [] }: PanelEdit): void {
  const named = [
    ...characters.map((id, index) => ({ id, pointer: `/characters/${index}` })),
    ...text.flatMap(({ speaker }, index) =>
      speaker === undefined ? [] : [{ id: speaker, pointer: `/text/${index}/speaker` }],
    ),
  ];
  const errors = named
    .filter(({ id }) => !cast.includes(id))
    .map(({ id, pointer }) => ({
      pointer,
      detail: `"${id}" is not in the cast; it has: ${cast.join(', ') || 'nobody'}`,
    }));
  if (errors.length > 0)
    throw new NextpanelError('invalid', 'the edit names somebody who is not in the cast', { detail: { errors } });
}
