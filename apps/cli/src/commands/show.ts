import { ApiError, type Client } from '@nextpanel/client';
import type { BatchView, PanelView, StoryView } from '@nextpanel/core';
import { NextpanelError } from '@nextpanel/core/error';
import { panelRanges } from '@nextpanel/core/panel-ranges';
import type { Command } from 'commander';
import { countPanels } from '../edits/describe-redraw.ts';
import { type CommandContext, type Io, nextpanelCommand, printJson, printLine } from '../io.ts';
import { describeAttempts } from '../story/describe-attempts.ts';
import { describeBatches } from '../story/describe-batches.ts';
import { describeLettering } from '../story/describe-lettering.ts';
import { describeProvenance } from '../story/describe-provenance.ts';
import { describeReferences } from '../story/describe-references.ts';
import { describeSheets } from '../story/describe-sheets.ts';
import { describeStory } from '../story/describe-story.ts';
import { explainRest } from '../story/explain-rest.ts';
import { missingProcess } from '../story/missing-process.ts';
import { describeWarnings } from '../story/print-warnings.ts';
import { findServer } from '../system/find-server.ts';
import { examples } from './examples.ts';
import { panelNumber, type RemoteOptions, withServer } from './server-options.ts';

export function addShow(command: Command, { io }: CommandContext): void {
  command
    .addHelpText('after', examples('show ID', 'show ID --attempts'))
    .argument('<id>', 'story id')
    .option('--references <panel>', 'show which pictures were sent for this panel, and why', panelNumber)
    .option('--lettering <panel>', 'show where the texts of this panel stand on its sheet', panelNumber)
    .option('--provenance <panel>', 'show who drew this panel, and what its C2PA manifest says', panelNumber)
    .option('--sheets', 'list the sheets: which panels stand on each, and what is wrong there')
    .option('--attempts', 'list the attempts: how long each batch waited and was drawn, and how that ended');
  withServer(command).action((id: string, options: ShowOptions) => show(io, id, options));
}

interface ShowOptions extends RemoteOptions {
  /** Number of a panel. */
  readonly references?: number;
  /** Number of a panel. */
  readonly lettering?: number;
  /** Number of a panel. */
  readonly provenance?: number;
  readonly sheets?: true;
  readonly attempts?: true;
}

async function show(io: Io, id: string, options: ShowOptions): Promise<void> {
  const { client } = await findServer(io, options);
  if (options.references !== undefined) return showReferences(io, client, id, options.references, options);
  if (options.lettering !== undefined) {
    const lettering = await client.panelLettering(id, options.lettering);
    if (options.json) return printJson(io.stdout, lettering);
    if (lettering.texts.length > 0) return void io.stdout.write(describeLettering(lettering));
    return printLine(io.stderr, `no text stands on panel ${options.lettering}`);
  }
  if (options.provenance !== undefined) {
    const frame = await client.provenance(id, options.provenance);
    if (options.json) return printJson(io.stdout, frame);
    return void io.stdout.write(describeProvenance(frame));
  }
  if (options.sheets) return printList(io, await client.sheets(id), describeSheets, options);
  if (options.attempts) return printList(io, await client.attempts(id), describeAttempts, options);
  const story = await client.story(id);
  const batches = await client.batches(id);
  const stale = await stalePanels(client, id, batches);
  if (options.json) return printJson(io.stdout, { ...story, batches, stale });
  io.stdout.write(describeStory(story));
  io.stdout.write(`\n${describeBatches(batches)}`);
  for (const line of describeWarnings(story.warnings)) printLine(io.stdout, line);
  const lines = [...explainStale(story, batches, stale), ...next(story), ...(await explainMissing(client, story))];
  for (const line of lines) printLine(io.stdout, line);
}

function printList<Item>(
  io: Io,
  items: readonly Item[],
  describe: (items: readonly Item[]) => string,
  { json }: RemoteOptions,
): void {
  if (json) printJson(io.stdout, { items });
  else io.stdout.write(describe(items));
}

async function showReferences(
  io: Io,
  client: Pick<Client, 'panelRequests' | 'panels'>,
  id: string,
  number: number,
  { json }: RemoteOptions,
): Promise<void> {
  const [panels, requests] = await Promise.all([client.panels(id), client.panelRequests(id, number)]);
  const panel = panels.find((it) => it.number === number);
  if (!panel) throw new NextpanelError('not_found', `the story has no panel ${number}`);
  const { references, leftOut } = panel;
  if (json) return printJson(io.stdout, { panel: number, references, leftOut, requests });
  io.stdout.write(describeReferences(panel, requests));
}

/** Reads only the panels of stale batches: a story may have 2,000 panels, and few are stale. */
async function stalePanels(
  client: Pick<Client, 'panels'>,
  id: string,
  batches: readonly BatchView[],
): Promise<PanelView['number'][]> {
  if (!batches.some(({ stale }) => stale)) return [];
  return (await client.panels(id)).filter(({ stale }) => stale).map(({ number }) => number);
}

function explainStale(story: StoryView, batches: readonly BatchView[], stale: readonly number[]): string[] {
  const first = batches.find((batch) => batch.stale);
  if (!first || stale.length === 0) return [];
  return [
    '',
    `${countPanels(stale.length)} (${panelRanges(stale)}) stale: drawn from a frame that is no longer selected.`,
    `Leave them, or see what redrawing them would cost: ${nextpanelCommand} retake ${story.id} --batch ${first.number} --cascade redraw --dry-run`,
  ];
}

/** Why a story does not move that is ready to: the process that would move it does not run. */
async function explainMissing(client: Pick<Client, 'workers'>, { status }: StoryView): Promise<string[]> {
  const processes = await client.workers().catch((error: unknown) => {
    // A key that may read stories need not see processes.
    if (error instanceof ApiError) return null;
    throw error;
  });
  const missing = processes && missingProcess(status, processes);
  if (!missing) return [];
  const until = missing === 'worker' ? 'nothing is drawn' : 'no sheet is composed and no book is bound';
  return ['', `No ${missing} runs: ${until} until one is started. Nothing is lost meanwhile.`];
}

function next(story: StoryView): string[] {
  const lines = explainRest({ story, pausedProvider: null }, `type: ${nextpanelCommand} resume ${story.id}`);
  return lines.length === 0 ? [] : ['', ...lines];
}
