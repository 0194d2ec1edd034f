import { type Amendment, microUsd, type StoryView } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { readStory, type Scope, storyFacts } from './read-story.ts';

/** Changes the title or the budget. A story that waits because of its budget is then resumed by hand. Throws `not_found`. */
export async function amendStory(
  context: Pick<Context, 'state'>,
  scope: Scope,
  { title, budget }: Amendment,
): Promise<StoryView> {
  await storyFacts(context, scope);
  await context.state.stories.amend(scope.id, {
    ...(title !== undefined && { title }),
    ...(budget !== undefined && { budget: budget === null ? null : microUsd(budget.maxUsd) }),
  });
  return readStory(context, scope);
}
