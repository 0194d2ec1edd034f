import { NextpanelError, type StoryView } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { ensureSheets } from '../finalize/ensure-sheets.ts';
import { readStory, type Scope, storyFacts } from './read-story.ts';

type ComposeContext = Pick<Context, 'state' | 'queues' | 'signing' | 'log'>;

/**
 * Makes the sheets of a story and its editions again that would come out differently now, with this release and certificate, and after them
 * the books. Until a sheet is replaced it stays as it is; one that would come out the same is left alone. Draws nothing.
 *
 * Throws `not_found`; `invalid_state` for a cancelled story; `signing_unusable` and `signing_failed` before anything is replaced.
 */
export async function composeAgain(context: ComposeContext, scope: Scope): Promise<StoryView> {
  const { status } = await storyFacts(context, scope);
  if (status === 'cancelled')
    throw new NextpanelError('invalid_state', 'a cancelled story has no books to make again; copy it to continue', {
      detail: { status },
    });
  await context.signing?.check();
  await ensureSheets(context, scope.id, await context.state.read.order(scope.id));
  return readStory(context, scope);
}
