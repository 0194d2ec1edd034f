import type { StoryEvent } from '@nextpanel/core';
import { coverBatch, coverPanel } from '@nextpanel/core/cover-id';
import { describeWait } from '@nextpanel/core/errors';
import cliProgress from 'cli-progress';
import { type Io, printLine } from '../io.ts';
import { isDebugging } from '../is-debugging.ts';
import { plainText } from '../terminal/plain-text.ts';
import { describeWarnings } from './print-warnings.ts';
import type { StoryProgress } from './story-progress.ts';
import { timeLeft } from './time-left.ts';

/** ECMA-48 "erase in line". */
const eraseToEnd = '\u001B[0K';

/** Events whose line is printed above the bars, because the bars do not show them. */
const barless =
  /^(?:batch\.failed|panel\.failed|book\.bound|provider\.(?:paused|resumed|up)|story\.(?:deleted|waiting))$/;

/** Shows the progress of a story on stderr: bars on a terminal, lines elsewhere. */
export interface ProgressDisplay extends Disposable {
  readonly start: (progress: StoryProgress) => void;
  readonly update: (event: StoryEvent, progress: StoryProgress) => void;
  /** Prints a line without disturbing the bars. */
  readonly note: (line: string) => void;
  /** Leaves the output as it is; `start` may follow. */
  readonly stop: () => void;
}

export function showProgress({ stderr, env }: Pick<Io, 'stderr' | 'env'>): ProgressDisplay {
  const display =
    stderr.isTTY === true && env.TERM !== 'dumb' ? showBars(stderr as NodeJS.WriteStream) : showLines(stderr);
  if (!isDebugging(env)) return display;
  return {
    ...display,
    update: (event, progress) => {
      if (event.type === 'unknown') display.note(plainText(`event of unknown type: ${event.name}`));
      display.update(event, progress);
    },
  };
}

function showLines(stderr: Io['stderr']): ProgressDisplay {
  const stop = () => {};
  return {
    start: () => {},
    update: (event, progress) => {
      const line = describeEvent(event, progress);
      if (line !== null) printLine(stderr, line);
    },
    note: (line) => printLine(stderr, line),
    stop,
    [Symbol.dispose]: stop,
  };
}

function showBars(stderr: NodeJS.WriteStream): ProgressDisplay {
  let shown: {
    readonly all: cliProgress.MultiBar;
    readonly panels: cliProgress.SingleBar;
    readonly sheets: cliProgress.SingleBar;
  } | null = null;
  let began = { at: 0, drawn: 0 };
  const stop = () => {
    // Stopping alone would lose lines that are still to be written.
    shown?.all.update();
    shown?.all.stop();
    shown = null;
  };
  const note = (line: string) => {
    // The library clears only one line, however many it writes; a bar would show behind the second.
    if (shown) shown.all.log(`${line}${eraseToEnd}\n`);
    else printLine(stderr, line);
  };
  return {
    start: (progress) => {
      stop();
      const all = new cliProgress.MultiBar({
        stream: stderr,
        format: '{name} {bar} {value}/{total}  {duration_formatted}{left}',
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 32,
        // We handle signals ourselves so that the story stops in order; the cursor was never hidden.
        gracefulExit: false,
        linewrap: true,
        fps: 8,
        // Otherwise a line written over a bar leaves parts of the bar visible.
        forceRedraw: true,
      });
      const bar = (name: string, total: number, value: number) =>
        all.create(Math.max(total, 1), value, { name: name.padEnd(6), left: '' });
      const panels = bar('panels', progress.totals.panels, progress.panels.size);
      const sheets = bar('sheets', progress.totals.sheets, progress.sheets.size);
      shown = { all, panels, sheets };
      began = { at: Date.now(), drawn: progress.panels.size };
    },
    update: (event, progress) => {
      const { size } = progress.panels;
      const left = timeLeft(Date.now() - began.at, size - began.drawn, progress.totals.panels - size);
      shown?.panels.update(size, { left: left === null ? '' : `, ${left}` });
      shown?.sheets.update(progress.sheets.size);
      if (barless.test(event.type)) {
        const line = describeEvent(event, progress);
        if (line !== null) note(line);
      }
      if (event.type === 'sheet.composed') for (const line of describeWarnings(event.warnings ?? [])) note(line);
    },
    note,
    stop,
    [Symbol.dispose]: stop,
  };
}

/** `plates hare, hare/winter`: their ids begin with an @. */
function platesOf(panels: readonly string[] = []): string {
  const names = panels.map((panel) => plainText(panel.replace(/^@/, '')));
  return names.length === 1 ? `plate ${names[0]}` : `plates ${names.join(', ')}`;
}

const batchName = (
  { batch, batchId }: { readonly batch: number; readonly batchId?: string | undefined },
  batches: number,
) => {
  if (batchId === coverBatch) return 'the cover';
  return batch === 0 ? 'a plate' : `batch ${batch}/${batches}`;
};

const panelName = ({ panel, panelId = '' }: { readonly panel: number; readonly panelId?: string | undefined }) => {
  if (panel > 0) return `panel ${panel}`;
  return panelId === coverPanel ? 'the cover' : platesOf([panelId]);
};

const unsaid = ['model_busy', 'provider_paused'];

/** One line for an event worth printing; null for the others, those of newer versions included. */
export function describeEvent(event: StoryEvent, { totals, panels }: StoryProgress): string | null {
  switch (event.type) {
    case 'batch.drawn':
      if (event.batchId === coverBatch) return 'the cover is drawn';
      if (event.batch === 0) return `${platesOf(event.panelIds)} drawn`;
      return `batch ${event.batch}/${totals.batches} drawn (${panels.size}/${totals.panels} panels)`;
    case 'batch.failed':
      return `${batchName(event, totals.batches)} failed: ${plainText(event.code)}${event.retry === true ? '; trying again' : ''}`;
    case 'panel.failed':
      return `${panelName(event)} failed: ${plainText(event.failure.code)}: ${plainText(event.failure.detail)}`;
    case 'sheet.composed':
      return [`sheet ${event.sheet}/${totals.sheets} composed`, ...describeWarnings(event.warnings ?? [])].join('\n');
    case 'book.bound':
      return `book.${plainText(event.book ?? event.format)} bound`;
    case 'story.status':
      return `story ${event.status.replaceAll('_', ' ')}${event.waitingOn ? `: ${plainText(event.waitingOn)}` : ''}`;
    case 'story.deleted':
      return 'the story was deleted';
    case 'budget.reached':
      return 'the budget limit is reached';
    case 'story.waiting':
      // Being in line for a moment is not worth a line, and the others have events of their own.
      return event.waitingOn === null || unsaid.includes(event.waitingOn)
        ? null
        : `waiting: ${plainText(describeWait({ ...event, code: event.waitingOn }, Date.now()))}`;
    case 'provider.up':
      return 'the provider works again';
    case 'provider.paused':
      return `the provider is paused: ${plainText(event.reason)}`;
    case 'provider.resumed':
      return 'the provider is resumed';
    default:
      return null;
  }
}
