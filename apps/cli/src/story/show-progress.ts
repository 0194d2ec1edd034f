import type { StoryEvent } from '@nextpanel/core';
import cliProgress from 'cli-progress';
import { type Io, printLine } from '../io.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { StoryProgress } from './story-progress.ts';

/** ECMA-48 "erase in line". */
const eraseToEnd = '\u001B[0K';

/** Events whose line is printed above the bars, because the bars do not show them. */
const barless = /^(?:batch\.failed|panel\.failed|book\.bound|provider\.\w+|story\.deleted)$/;

/** Shows the progress of a story, on stderr: bars on a terminal, lines elsewhere. */
export interface ProgressDisplay extends Disposable {
  readonly start: (progress: StoryProgress) => void;
  readonly update: (event: StoryEvent, progress: StoryProgress) => void;
  /** A line beside the progress, never through it. */
  readonly note: (line: string) => void;
  /** Leaves what is shown as it is; `start` may follow. */
  readonly stop: () => void;
}

export function showProgress({ stderr, env }: Pick<Io, 'stderr' | 'env'>): ProgressDisplay {
  return stderr.isTTY === true && env.TERM !== 'dumb' ? showBars(stderr as NodeJS.WriteStream) : showLines(stderr);
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
  const stop = () => {
    // Lines still to be written are lost by stopping alone.
    shown?.all.update();
    shown?.all.stop();
    shown = null;
  };
  const note = (line: string) => {
    // The library clears one line however many it writes; a bar would show behind the second.
    if (shown) shown.all.log(`${line}${eraseToEnd}\n`);
    else printLine(stderr, line);
  };
  return {
    start: (progress) => {
      stop();
      const all = new cliProgress.MultiBar({
        stream: stderr,
        format: '{name} {bar} {value}/{total}  {duration_formatted}',
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: 32,
        // Signals are ours: the story is left in order, and the cursor was never hidden.
        gracefulExit: false,
        linewrap: true,
        fps: 8,
        // A line that was written where a bar stood leaves no trace of it otherwise.
        forceRedraw: true,
      });
      const bar = (name: string, total: number, value: number) =>
        all.create(Math.max(total, 1), value, { name: name.padEnd(6) });
      const panels = bar('panels', progress.totals.panels, progress.panels.size);
      const sheets = bar('sheets', progress.totals.sheets, progress.sheets.size);
      shown = { all, panels, sheets };
    },
    update: (event, progress) => {
      shown?.panels.update(progress.panels.size);
      shown?.sheets.update(progress.sheets.size);
      if (barless.test(event.type)) {
        const line = describeEvent(event, progress);
        if (line !== null) note(line);
      }
    },
    note,
    stop,
    [Symbol.dispose]: stop,
  };
}

/** One line for an event worth a line; null for the others, those of newer versions included. */
export function describeEvent(event: StoryEvent, { totals, panels }: StoryProgress): string | null {
  switch (event.type) {
    case 'batch.drawn':
      return `batch ${event.batch}/${totals.batches} drawn (${panels.size}/${totals.panels} panels)`;
    case 'batch.failed':
      return `batch ${event.batch}/${totals.batches} failed: ${plainText(event.code)}${event.retry === true ? '; retrying' : ''}`;
    case 'panel.failed':
      return `panel ${event.panel} failed: ${plainText(event.failure.code)}: ${plainText(event.failure.detail)}`;
    case 'sheet.composed':
      return `sheet ${event.sheet}/${totals.sheets} composed`;
    case 'book.bound':
      return `book.${plainText(event.format)} bound`;
    case 'story.status':
      return `story ${event.status.replaceAll('_', ' ')}${event.waitingOn ? `: ${plainText(event.waitingOn)}` : ''}`;
    case 'story.deleted':
      return 'the story was deleted';
    case 'budget.reached':
      return 'the budget is reached';
    case 'provider.paused':
      return `the provider is paused: ${plainText(event.reason)}`;
    case 'provider.resumed':
      return 'the provider is resumed';
    default:
      return null;
  }
}
