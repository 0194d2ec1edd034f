import type { Client } from '@nextpanel/client';
import type { Redraw } from '@nextpanel/core';
import { type Io, nextpanelCommand, printLine } from '../io.ts';
import { explainRest } from '../story/explain-rest.ts';
import { describeRedraw } from './describe-redraw.ts';

/**
 * Says what a change draws on stdout, and on stderr what the person does next: follow the story, or make it go on where it
 * rests, or make the change for good after a dry run.
 *
 * @param otherwise what to say in place of "draws nothing"
 */
export async function reportChange(
  io: Io,
  client: Pick<Client, 'story'>,
  id: string,
  redraw: Redraw,
  otherwise?: string,
): Promise<void> {
  const nothing = redraw.panels.length === 0 && redraw.stale.length === 0;
  for (const line of nothing && otherwise !== undefined ? [otherwise] : describeRedraw(redraw)) {
    printLine(io.stdout, line);
  }
  if (redraw.dryRun) printDryRun(io);
  else await reportNext(io, client, id);
}

export const printDryRun = (io: Io): void =>
  printLine(io.stderr, 'nothing was changed; to do it, leave --dry-run away');

/** What a person does next with a story that was changed. */
export async function reportNext(io: Io, client: Pick<Client, 'story'>, id: string): Promise<void> {
  const story = await client.story(id);
  const rest = explainRest({ story, pausedProvider: null }, `type: ${nextpanelCommand} resume ${id}`);
  for (const line of rest) printLine(io.stderr, line);
  if (rest.length === 0) {
    const next =
      story.status === 'completed'
        ? `its files: ${nextpanelCommand} download`
        : `follow it with: ${nextpanelCommand} watch`;
    printLine(io.stderr, `${next} ${id}`);
  }
}
