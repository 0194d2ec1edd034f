import { type WrittenFormat, writeScript } from '@nextpanel/core';
import type { Context } from '../context.ts';
import { type Scope, storyFacts } from './read-story.ts';

/** A story as it is now, as a script to read, to edit and to draft from. Throws `not_found`. */
export async function scriptOfStory(
  context: Pick<Context, 'state'>,
  scope: Scope,
  format: WrittenFormat,
): Promise<{ readonly title: string; readonly script: string }> {
  const { title, spec } = await storyFacts(context, scope);
  const order = await context.state.read.order(scope.id);
  const panels = await context.state.read.panels(scope.id, order);
  const script = writeScript({ ...spec, title, panels: panels.map((panel) => panel.spec) }, format);
  return { title, script };
}
