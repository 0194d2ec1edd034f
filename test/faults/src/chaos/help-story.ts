import { ApiError } from '@nextpanel/client';
import type { StoryView } from '@nextpanel/core';
import { planPanel } from './plan-stories.ts';
import type { World } from './start-world.ts';
import type { Tale } from './tales.ts';

export const needsHelp = ({ status }: Pick<StoryView, 'status'>): boolean =>
  status === 'paused' || status === 'needs_attention';

/** What a user does for a story that waits: approves, raises the budget, rewords blocked prompts, and resumes. */
export async function helpStory(
  { client }: Pick<World, 'client'>,
  { id, mark }: Pick<Tale, 'id' | 'mark'>,
  view: StoryView,
  times: number,
): Promise<void> {
  if (view.waitingOn === 'approval') return void (await client.approve(id));
  if (view.waitingOn === 'budget') await client.amend(id, { budget: null });
  if (view.waitingOn === 'moderation_blocked') {
    for (const { panel } of view.failures) {
      if (panel === null) continue;
      const { prompt } = planPanel(mark, `reworded${panel}t${times}`);
      await client.editPanel(id, panel, { prompt }).catch(refusedOnly);
    }
  }
  await client.resume(id).catch(refusedOnly);
}

/** What an operator does: a provider that is paused, for its quota or its key, is resumed. */
export async function resumeProviders({ client }: Pick<World, 'client'>): Promise<void> {
  for (const { id, paused } of await client.providers()) if (paused) await client.resumeProvider(id);
}

/** It may have continued in the meantime. */
export function refusedOnly(error: unknown): void {
  if (!(error instanceof ApiError && error.status < 500)) throw error;
}
