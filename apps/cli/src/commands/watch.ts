import type { Command } from 'commander';
import { exitCodeOfStatus, exitCodes } from '../exit-codes.ts';
import { type CommandContext, type Io, nextpanelCommand, printLine } from '../io.ts';
import { describeStory } from '../story/describe-story.ts';
import { explainRest } from '../story/explain-rest.ts';
import { showProgress } from '../story/show-progress.ts';
import { watchStory } from '../story/watch-story.ts';
import { findServer } from '../system/find-server.ts';
import { catchInterruption, Interrupted } from '../system/interruption.ts';
import { examples } from './examples.ts';
import { type RemoteOptions, withServer } from './server-options.ts';

export function addWatch(command: Command, { io, finish }: CommandContext): void {
  command.addHelpText('after', examples('watch ID')).argument('<id>', 'story id');
  withServer(command, 'print every event from the first as one line of JSON').action(
    async (id: string, options: RemoteOptions) => finish(await watch(io, id, options)),
  );
}

async function watch(io: Io, id: string, options: RemoteOptions): Promise<number> {
  const { client } = await findServer(io, options);
  using interruption = catchInterruption();
  using display = showProgress(io);
  const signal = AbortSignal.any([interruption.signal, ...(io.unread ? [io.unread] : [])]);
  try {
    const rest = await watchStory({
      client,
      id,
      signal,
      onStart: (progress, story) => {
        if (options.json) return;
        const { panels, totals } = progress;
        display.note(`story ${story.id} is ${story.status}: ${panels.size}/${totals.panels} panels drawn`);
        display.start(progress);
      },
      onReplay: (event) => options.json && io.stdout.write(`${JSON.stringify(event)}\n`),
      onEvent: (event, progress) => {
        if (options.json) io.stdout.write(`${JSON.stringify(event)}\n`);
        else display.update(event, progress);
      },
    });
    display.stop();
    if (!options.json) io.stdout.write(describeStory(rest.story));
    const { status } = rest.story;
    const again =
      status === 'needs_attention' || status === 'paused' ? `type: ${nextpanelCommand} resume ${id}` : 'watch it again';
    for (const line of explainRest(rest, again)) printLine(io.stderr, line);
    return rest.pausedProvider ? exitCodes.credentials : exitCodeOfStatus(rest.story);
  } catch (error) {
    if (io.unread?.aborted) return exitCodes.done;
    if (error instanceof Interrupted)
      printLine(io.stderr, 'The story continues in the background; run the same command to watch it again.');
    throw error;
  }
}
