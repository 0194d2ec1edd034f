import type { Client } from '@nextpanel/client';
import type { Redraw } from '@nextpanel/core';
import { type Io, nextpanelCommand, printLine } from '../io.ts';
import { explainRest } from '../story/explain-rest.ts';
import { describeRedraw } from './describe-redraw.ts';

/**
 * Prints what a change draws to stdout, and to stderr what the user can do next: follow the story, resume it if it has
 * stopped, or make the change after a dry run.
 *
 * @param otherwise what to print instead of "draws nothing"
 */
export async function reportChange(
  io: Io,
  client: Pick<Client, 'story'>,
  id: string,
  redraw: Redraw,
  otherwise?: string,
): Promise<void> {
  const { panels, cover, stale, staleCover } = redraw;
  const nothing = panels.length === 0 && stale.length === 0 && !cover && !staleCover;
  for (const line of nothing && otherwise !== undefined ? [otherwise] : describeRedraw(redraw)) {
    printLine(io.stdout, line);
  }
  if (redraw.dryRun) printDryRun(io);
  else await reportNext(io, client, id);
}

export const printDryRun = (io: Io): void => printLine(io.stderr, 'nothing was changed; remove --dry-run to do it');

/** What the user can do next with a changed story. */
export async function reportNext(io: Io, client: Pick<Client, 'story'>, id: string): Promise<void> {
  const story = await client.story(id);
  const rest = explainRest({ story, pausedProvider: null }, `type: ${nextpanelCommand} resume ${id}`);
  for (const line of rest) printLine(io.stderr, line);
  if (rest.length === 0) {
    const next =
      story.status === 'completed'
        ? `save its files with: ${nextpanelCommand} download`
        : `follow it with: ${nextpanelCommand} watch`;
    printLine(io.stderr, `${next} ${id}`);
  }
}
