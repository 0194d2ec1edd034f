import { NextpanelError, type PanelView } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { findPicture, nameOf, type PartRef } from '../stories/find-panel.ts';
import { viewPanel } from '../stories/list-panels.ts';
import { type Scope, storyHead } from '../stories/read-story.ts';

/**
 * A user says that the selected frame of a panel is right, for everybody who looks at the story, or takes that back. It is about this frame:
 * another take is another question. Throws `not_found`, `invalid_state`.
 */
export async function acceptFrame(
  context: Pick<Context, 'state'>,
  { number, ...scope }: Scope & { readonly number: PartRef },
  accepted: boolean,
): Promise<PanelView> {
  await storyHead(context, scope);
  const panel = await findPicture(context, scope, number);
  // Another user may select a take meanwhile: it is looked at again, and the user asks about what is shown.
  const selected = (await context.state.read.selected(scope.id, [panel])).get(panel)?.value;
  const outcome = selected
    ? await context.state.checks.accept({ story: scope.id, panel, sha256: selected.sha256 }, accepted)
    : 'none';
  if (outcome === 'gone') throw new NextpanelError('not_found', 'the story was deleted');
  if (outcome !== 'accepted') {
    throw new NextpanelError(
      'invalid_state',
      outcome === 'none'
        ? `panel ${nameOf(number)} is not drawn yet, so there is nothing to accept`
        : `another take of panel ${nameOf(number)} was selected meanwhile; look at it, then try again`,
      { retryable: outcome === 'changed' },
    );
  }
  return viewPanel(context, scope, { id: panel });
}
